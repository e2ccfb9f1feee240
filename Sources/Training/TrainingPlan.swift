/// The numbers by which every node trains the same model.
///
/// **Source:** the design page of proof of learning, section 8.
public struct TrainingPlan: Sendable, Equatable {
    /// Bounds of T: a trace keeps 32 bytes a step.
    public static let stepCountMax = 1 << 20
    /// Bounds of b + k: the widest shift, 16 + b + k, of a sum below 2^53 stays within int64.
    public static let shiftMax = 40

    public let shape: TrainingShape
    /// b: a batch has 2^b samples.
    public let batchShift: Int
    /// k: the rate is 2^-k.
    public let rateShift: Int
    /// T, the steps of a run.
    public let stepCount: Int

    public var batchCount: Int { 1 << batchShift }
    /// b + k, by which the sums of a batch are shifted.
    var shift: Int { batchShift + rateShift }

    /// **Throws:** ``TrainingError/outOfRange(name:value:bounds:)`` unless b is 0 to 8, b + k is 1
    /// to 40, and T is 1 to 2^20.
    public init(
        shape: TrainingShape, batchShift: Int, rateShift: Int, stepCount: Int
    ) throws(TrainingError) {
        try TrainingError.check("batchShift", batchShift, in: 0...8)
        try TrainingError.check(
            "rateShift", rateShift, in: 1 - batchShift...Self.shiftMax - batchShift)
        try TrainingError.check("stepCount", stepCount, in: 1...Self.stepCountMax)
        self.shape = shape
        self.batchShift = batchShift
        self.rateShift = rateShift
        self.stepCount = stepCount
    }
}
