/// The outcome of writing a cache.
public enum CacheWriting: Sendable, Equatable {
    case written
    /// Another process is writing it.
    case leftToAnother
    /// An element lies on its clamp, so that nobody could tell later how many lay beyond.
    case clamped
    /// The weights' files changed while they were read.
    case weightsChanged
    /// The system refused it: why.
    case failed(String)
}
