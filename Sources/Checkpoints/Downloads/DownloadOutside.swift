public import Platform

/// The world outside that a download uses: the network, waiting, and a listener for progress.
public struct DownloadOutside {
    public let transport: any HTTPTransport
    /// How long before the first repetition, in milliseconds; each further one doubles it.
    public let retryWaitMilliseconds: Int
    /// Waits so many milliseconds.
    public let wait: (_ milliseconds: Int) -> Void
    /// Is told how many bytes are there.
    public let progress: (_ byteCount: Int) -> Void

    /// **Precondition:** retryWaitMilliseconds from 0 to 60,000.
    public init(
        transport: any HTTPTransport, retryWaitMilliseconds: Int = 1000,
        wait: @escaping (_ milliseconds: Int) -> Void,
        progress: @escaping (_ byteCount: Int) -> Void = { _ in }
    ) {
        precondition((0...60_000).contains(retryWaitMilliseconds), "\(retryWaitMilliseconds) ms")
        self.transport = transport
        self.retryWaitMilliseconds = retryWaitMilliseconds
        self.wait = wait
        self.progress = progress
    }
}
