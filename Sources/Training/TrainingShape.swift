/// The shape of a classifier with one hidden layer, and of its training.
///
/// **Bounds:** int64 holds every sum of a step while inputs, hidden units, classes and samples of a
/// batch are at most 256 each.
/// **Source:** the design page of proof of learning, section 8.
public struct TrainingShape: Sendable, Equatable {
    /// D, bytes of a sample without its label.
    public let inputCount: Int
    /// H.
    public let hiddenCount: Int
    /// C.
    public let classCount: Int

    public init(inputCount: Int, hiddenCount: Int, classCount: Int) {
        self.inputCount = inputCount
        self.hiddenCount = hiddenCount
        self.classCount = classCount
    }
}
