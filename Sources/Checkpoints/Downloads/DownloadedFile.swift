/// A pinned file that is there now, and how it came.
public struct DownloadedFile: Sendable {
    public enum State: Sendable, Equatable {
        case alreadyHere
        case fetched
        /// So many bytes came with an earlier run.
        case resumed(byteCount: Int)
    }

    public let pin: ModelManifest.PinnedFile
    /// The bytes that are there; the pinned ones where the file is pinned.
    public let content: ModelManifest.Content
    public let state: State
    public let requests: [DownloadRequest]
}
