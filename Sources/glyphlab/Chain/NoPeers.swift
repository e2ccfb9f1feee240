import BigInt
import PublishedNode
import PythonValues
import Synchronization

/// A node's way to nobody, for commands that ask none.
struct NoPeers: PeerCalls {
    private static let fault = NodeFault.python(.other(name: "OSError", "no peers are asked"))

    func add(_ urls: [PythonValue]) throws(NodeFault) { throw Self.fault }
    func claimedWork(of peer: PythonValue) throws(NodeFault) -> BigInt { throw Self.fault }
    func sync(with peer: PythonValue) throws(NodeFault) { throw Self.fault }
    func push(_ chain: PythonValue, to peer: PythonValue) {}
    func verdict(
        on remote: PythonValue, local: PythonValue
    ) throws(NodeFault) -> ChainVerdict { throw Self.fault }
}

/// Lines in the order of their coming.
final class LineList: Sendable {
    private let lines = Mutex<[String]>([])

    var all: [String] { lines.withLock { $0 } }

    func add(_ line: String) { lines.withLock { $0.append(line) } }
}
