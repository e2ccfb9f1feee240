internal import PublishedNode
internal import Synchronization

/// A peer that answers each request with the next of its answers, and keeps what it was asked.
///
/// Answers come in pieces of different sizes, as they do on a network.
final class ScriptedPeer: NodeTransport {
    private struct State {
        var answers: ArraySlice<[UInt8]>
        var requests: [[UInt8]] = []
    }

    private let host: String
    private let port: Int
    private let state: Mutex<State>

    init(host: String, port: Int, answers: [[UInt8]]) {
        self.host = host
        self.port = port
        state = Mutex(State(answers: answers[...]))
    }

    var requests: [[UInt8]] { state.withLock { $0.requests } }

    /// How many answers nobody asked for.
    var answersLeft: Int { state.withLock { $0.answers.count } }

    func connect(
        to host: String, port: Int, isSecure: Bool, timeoutMilliseconds: Int
    ) throws(NodeTransportError) -> any NodeConnection {
        guard host.utf8.elementsEqual(self.host.utf8), port == self.port, !isSecure else {
            throw .unreachable(reason: "[Errno 111] Connection refused")
        }
        return ScriptedConnection(self)
    }

    fileprivate func answer(_ request: [UInt8]) -> [UInt8] {
        state.withLock { state in
            state.requests.append(request)
            return state.answers.popFirst() ?? []
        }
    }
}

private final class ScriptedConnection: NodeConnection {
    private let peer: ScriptedPeer
    private var left: ArraySlice<UInt8> = []
    private var pieceByteCount = 1

    init(_ peer: ScriptedPeer) {
        self.peer = peer
    }

    func send(_ bytes: [UInt8]) { left = peer.answer(bytes)[...] }

    func receive(byteCountMax: Int) -> [UInt8] {
        let piece = left.prefix(min(pieceByteCount, byteCountMax))
        left = left.dropFirst(piece.count)
        // From one byte to some thousand.
        pieceByteCount = pieceByteCount % 4_093 * 2 + 1
        return Array(piece)
    }

    func close() {}
}
