internal import Classifiers

/// The shape of a classifier with one hidden layer.
///
/// **Bounds:** int64 holds every sum of a step, since D, H, C and the samples of a batch are at
/// most 256 each; each sum states its own bound where it is made.
/// **Source:** the design page of proof of learning, section 8.
public struct TrainingShape: Sendable, Equatable, CustomStringConvertible {
    /// The most of inputs, hidden units, classes, and samples of a batch.
    public static let countMax = 256
    /// The clamp of weights and biases, Q16: every step leaves them within ±2^23.
    public static let weightMax: Int32 = ClassifierModel.weightMax
    /// The clamp of hidden sums and logits, Q16: ±2^28.
    public static let activationMax: Int32 = ClassifierModel.activationMax

    /// D, bytes of a sample without its label.
    public let inputCount: Int
    /// H.
    public let hiddenCount: Int
    /// C.
    public let classCount: Int

    /// **Throws:** ``TrainingError/outOfRange(name:value:bounds:)`` unless each is 1 to 256.
    public init(inputCount: Int, hiddenCount: Int, classCount: Int) throws(TrainingError) {
        try TrainingError.check("inputCount", inputCount, in: 1...Self.countMax)
        try TrainingError.check("hiddenCount", hiddenCount, in: 1...Self.countMax)
        try TrainingError.check("classCount", classCount, in: 1...Self.countMax)
        self.inputCount = inputCount
        self.hiddenCount = hiddenCount
        self.classCount = classCount
    }

    /// The weights and biases of both layers.
    public var weightCount: Int { (inputCount + 1) * hiddenCount + (hiddenCount + 1) * classCount }

    /// Bytes of the weights as they are hashed and opened.
    public var weightByteCount: Int { weightCount * 4 }

    /// Bytes of one sample with its label.
    public var sampleByteCount: Int { inputCount + 1 }

    public var description: String { "D=\(inputCount) H=\(hiddenCount) C=\(classCount)" }
}
