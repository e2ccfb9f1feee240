/// Why there is no forward pass for a sequence.
public enum InferenceError: Error, Equatable, CustomStringConvertible {
    case emptySequence
    case contextExceeded(tokenCount: Int, contextTokenCount: Int)
    case unknownToken(position: Int, id: Int32, vocabularyCount: Int)

    public var description: String {
        switch self {
        case .emptySequence:
            "token ids: expected at least 1, got 0"
        case .contextExceeded(let tokenCount, let contextTokenCount):
            "token ids: expected at most \(contextTokenCount) (the model's context), "
                + "got \(tokenCount)"
        case .unknownToken(let position, let id, let vocabularyCount):
            "token id at position \(position): expected 0 to \(vocabularyCount - 1), got \(id)"
        }
    }
}
