import PublishedNode
import Synchronization
import TestSupport

/// A peer that gives one answer to each connection, in pieces of seeded sizes.
final class PiecePeer: NodeTransport {
    struct Answer {
        var bytes: [UInt8]
        /// Whether the bytes behind the first ones come again and again.
        var isEndless = false
        /// How the connection ends; nil for a close.
        var end: NodeTransportError?
    }

    struct Seen {
        var requestBytes: [[UInt8]] = []
        var places: [String] = []
        var timeouts: [Int] = []
        var openCount = 0
        var receivedByteCount = 0

        var requests: [String] { requestBytes.map { String(decoding: $0, as: UTF8.self) } }
    }

    private struct State {
        var answers: ArraySlice<Answer>
        var random: SeededGenerator
        var seen = Seen()
    }

    private let state: Mutex<State>

    init(_ answers: [Answer], seed: UInt64 = 0) {
        state = Mutex(State(answers: answers[...], random: SeededGenerator(seed: seed)))
    }

    convenience init(_ answers: String...) {
        self.init(answers.map { Answer(bytes: Array($0.utf8)) })
    }

    var seen: Seen { state.withLock { $0.seen } }

    func connect(
        to host: String, port: Int, isSecure: Bool, timeoutMilliseconds: Int
    ) throws(NodeTransportError) -> any NodeConnection {
        let answer = state.withLock { state in
            state.seen.places.append("\(host) \(port)\(isSecure ? " secure" : "")")
            state.seen.timeouts.append(timeoutMilliseconds)
            return state.answers.popFirst()
        }
        guard let answer else { throw .unreachable(reason: "nobody listens") }
        state.withLock { $0.seen.openCount += 1 }
        return Connection(self, answer)
    }

    fileprivate func take(_ request: [UInt8]) {
        state.withLock { $0.seen.requestBytes.append(request) }
    }

    fileprivate func pieceByteCount(_ limit: Int) -> Int {
        state.withLock { state in
            let most = [1, 3, 64, 4_096, 1 << 16].randomElement(using: &state.random) ?? 1
            return Int.random(in: 1...min(most, limit), using: &state.random)
        }
    }

    fileprivate func count(received: Int) {
        state.withLock { $0.seen.receivedByteCount += received }
    }

    fileprivate func close() { state.withLock { $0.seen.openCount -= 1 } }
}

private final class Connection: NodeConnection {
    private let peer: PiecePeer
    private let answer: PiecePeer.Answer
    private var left: ArraySlice<UInt8>

    init(_ peer: PiecePeer, _ answer: PiecePeer.Answer) {
        self.peer = peer
        self.answer = answer
        left = answer.bytes[...]
    }

    func send(_ bytes: [UInt8]) { peer.take(bytes) }

    func receive(byteCountMax: Int) throws(NodeTransportError) -> [UInt8] {
        if left.isEmpty, answer.isEndless { left = answer.bytes[...] }
        guard !left.isEmpty else {
            if let end = answer.end { throw end }
            return []
        }
        let piece = left.prefix(peer.pieceByteCount(byteCountMax))
        left = left.dropFirst(piece.count)
        peer.count(received: piece.count)
        return Array(piece)
    }

    func close() { peer.close() }
}
