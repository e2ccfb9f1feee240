/// The bounds of a listener. Every request beyond them gets a clear answer, or is cut off.
public struct ServingLimits: Sendable, Equatable {
    /// The bytes of a request's body: a longer one is answered with 413, unread.
    public let bodyByteCountMax: Int
    /// The bytes of a request's first line and fields together, and those of a chunked body's
    /// trailer: longer ones are answered with 414 or 431.
    public let headByteCountMax: Int
    /// Connections at a time: a further one is answered with 503 and closed.
    public let connectionCountMax: Int
    /// The time from a request's first byte to its last; a slower one is answered with 408. A new
    /// connection has this time for its first request.
    public let requestMilliseconds: Int
    /// The time that a connection may stay without a further request.
    public let idleMilliseconds: Int
    /// The time that a client may take to receive an answer.
    public let answerMilliseconds: Int
    /// The time that a stop leaves to running requests.
    public let stopMilliseconds: Int

    /// **Precondition:** every bound is positive, and a head of 64 bytes fits.
    public init(
        bodyByteCountMax: Int, connectionCountMax: Int, requestMilliseconds: Int,
        headByteCountMax: Int = 16 << 10, idleMilliseconds: Int = 60_000,
        answerMilliseconds: Int = 30_000, stopMilliseconds: Int = 30_000
    ) {
        let bounds = [
            bodyByteCountMax, connectionCountMax, requestMilliseconds, idleMilliseconds,
            answerMilliseconds, stopMilliseconds,
        ]
        precondition(bounds.allSatisfy { $0 > 0 } && headByteCountMax >= 64, "\(bounds)")
        self.bodyByteCountMax = bodyByteCountMax
        self.headByteCountMax = headByteCountMax
        self.connectionCountMax = connectionCountMax
        self.requestMilliseconds = requestMilliseconds
        self.idleMilliseconds = idleMilliseconds
        self.answerMilliseconds = answerMilliseconds
        self.stopMilliseconds = stopMilliseconds
    }
}
