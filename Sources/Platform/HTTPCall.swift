/// A request to another program, such as a node of a network; the answer is held in memory.
public struct HTTPCall: Sendable, Equatable {
    /// `GET` or `POST`.
    public enum Method: String, Sendable {
        case get = "GET"
        case post = "POST"
    }

    public let method: Method
    public let url: String
    /// JSON; sent by POST only.
    public let body: [UInt8]

    public init(_ method: Method, _ url: String, body: [UInt8] = []) {
        self.method = method
        self.url = url
        self.body = body
    }
}

/// The end of a call.
public enum HTTPCallResult: Sendable, Equatable {
    /// Any status, redirects included.
    case answered(status: Int, body: [UInt8])
    /// No connection, or one that broke.
    case unreachable(String)
    /// No whole answer in the time for a call.
    case timedOut
    /// An answer of more bytes than are taken, or not HTTP.
    case badAnswer(String)
}

/// The bounds of calls.
public struct HTTPCallLimits: Sendable, Equatable {
    /// The time from a call's begin to the answer's end.
    public let milliseconds: Int
    /// The part of it for a connection.
    public let connectMilliseconds: Int
    public let answerByteCountMax: Int

    /// **Precondition:** positive bounds.
    public init(milliseconds: Int, connectMilliseconds: Int, answerByteCountMax: Int) {
        precondition(
            milliseconds > 0 && connectMilliseconds > 0 && answerByteCountMax > 0,
            "\(milliseconds) ms, \(connectMilliseconds) ms, \(answerByteCountMax) bytes")
        self.milliseconds = milliseconds
        self.connectMilliseconds = connectMilliseconds
        self.answerByteCountMax = answerByteCountMax
    }
}

/// The whole answer of a call, as long as it is not too long.
final class HTTPAnswerBuffer: HTTPReceiver {
    private let byteCountMax: Int
    private(set) var bytes: [UInt8] = []
    private(set) var isTooLong = false

    init(byteCountMax: Int) {
        self.byteCountMax = byteCountMax
    }

    func takes(_ head: HTTPHead) -> Bool {
        isTooLong = (head.contentLength ?? 0) > byteCountMax
        return !isTooLong
    }

    func takes(_ bytes: [UInt8]) -> Bool {
        isTooLong = bytes.count > byteCountMax - self.bytes.count
        if !isTooLong { self.bytes += bytes }
        return !isTooLong
    }
}
