internal import PublishedNode

/// Connections whose answers are known before they are asked for.
struct ReplayTransport: NodeTransport {
    /// The bytes that a request is answered with, none where the connection ends without any.
    /// **Throws:** ``NodeTransportError`` where nobody listens.
    typealias Answer =
        @Sendable (_ host: String, _ port: Int, _ request: [UInt8]) throws(NodeTransportError) ->
        [UInt8]

    /// Whether a connection comes to be at all.
    let isListening: Bool
    let answer: Answer

    /// Nobody listens anywhere.
    static let nobody = ReplayTransport(isListening: false) { _, _, _ in [] }

    func connect(
        to host: String, port: Int, isSecure: Bool, timeoutMilliseconds: Int
    ) throws(NodeTransportError) -> any NodeConnection {
        guard isListening else { throw .unreachable(reason: "[Errno 111] Connection refused") }
        return ReplayConnection(host: host, port: port, answer)
    }
}

private final class ReplayConnection: NodeConnection {
    private let host: String
    private let port: Int
    private let answer: ReplayTransport.Answer
    private var request: [UInt8] = []
    private var left: ArraySlice<UInt8>?

    init(host: String, port: Int, _ answer: @escaping ReplayTransport.Answer) {
        self.host = host
        self.port = port
        self.answer = answer
    }

    func send(_ bytes: [UInt8]) { request += bytes }

    func receive(byteCountMax: Int) throws(NodeTransportError) -> [UInt8] {
        let rest: ArraySlice<UInt8>
        if let left { rest = left } else { rest = try answer(host, port, request)[...] }
        left = rest.dropFirst(byteCountMax)
        return Array(rest.prefix(byteCountMax))
    }

    func close() {}
}
