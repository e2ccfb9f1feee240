/// The bounds of a listener. Every request beyond them gets a clear answer, or is cut off.
public struct ServingLimits: Sendable, Equatable {
    /// The bytes of a request's body: a longer one is answered with 413, unread.
    public let bodyByteCountMax: Int
    /// Connections at a time: a further one is answered with 503 and closed.
    public let connectionCountMax: Int
    /// The time that a connection may take to send a request.
    public let requestMilliseconds: Int

    public init(bodyByteCountMax: Int, connectionCountMax: Int, requestMilliseconds: Int) {
        self.bodyByteCountMax = bodyByteCountMax
        self.connectionCountMax = connectionCountMax
        self.requestMilliseconds = requestMilliseconds
    }
}
