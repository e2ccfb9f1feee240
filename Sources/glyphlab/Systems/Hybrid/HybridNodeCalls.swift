import Encodings
import HybridChain
import HybridServing
import Platform
import Trials

/// Calls of a client to a node.
struct HybridNodeCalls {
    private static let refusalByteCountMax = 1 << 16

    let url: String
    private let calls: GatewayCalls

    init(url: String) {
        self.url = url
        calls = GatewayCalls(node: url)
    }

    /// A page. **Throws:** ``Failure``.
    func page(_ path: String) throws -> JSONValue { try calls.answer(.get, path) }

    /// The node's own account of its chain. **Throws:** ``Failure``, also of what is none.
    func status() throws -> JSONValue {
        let status = try page("/status")
        guard status.member("network")?.stringValue != nil,
            ["height", "slot"].allSatisfy({ status.member($0)?.integerValue != nil })
        else { throw other("/status", "a node's status") }
        return status
    }

    /// A page that is a list. **Throws:** ``Failure``, also of what is none.
    func list(_ path: String) throws -> JSONValue {
        let list = try page(path)
        guard list.arrayValue?.allSatisfy({ $0.objectValue != nil }) ?? false else {
            throw other(path, "a list of objects")
        }
        return list
    }

    private func other(_ path: String, _ expected: String) -> Failure {
        Failure(
            outcome: .doesNotHold,
            message: "\(url)\(path): expected \(expected), got something else")
    }

    /// The result of a good that was handed in.
    enum Handed {
        case taken
        /// By a guard, with its words.
        case refused(by: String, String)
    }

    private static let paths: [(kind: HybridMessage.Kind, path: String)] = [
        (.delta, "/delta"), (.update, "/update"), (.acknowledgement, "/acknowledgement"),
        (.vote, "/vote"), (.evidence, "/evidence"), (.block, "/block"),
    ]

    /// Hands a good in. **Throws:** ``Failure`` where the node was not reached.
    func hand(_ message: HybridMessage) throws -> Handed {
        guard let path = Self.paths.first(where: { $0.kind == message.kind })?.path else {
            throw Failure(outcome: .labFault, message: "no good: \(message.kind)")
        }
        let answer = try calls.anyAnswer(.post, path, body: message.body)
        guard answer.status != 200 else { return .taken }
        let document = try? JSONParser.parse(answer.body, byteCountMax: Self.refusalByteCountMax)
        guard let error = document?.member("error"), let by = error.member("guard")?.stringValue
        else {
            throw Failure(
                outcome: .doesNotHold,
                message: "\(url): expected the status 200 or a guard that refuses, got "
                    + "\(answer.status) without one")
        }
        return .refused(by: by, error.member("message")?.stringValue ?? "")
    }

    /// The chain of the node, judged here. **Throws:** ``Failure``, `Refusal`.
    func replica(_ genesis: HybridGenesis) throws -> HybridReplica {
        let replica = HybridReplica(genesis: genesis)
        let own = "0x" + Hexadecimal.text(of: replica.node.rules.network)
        let got = try status().member("network")?.stringValue ?? "none"
        guard got.utf8.elementsEqual(own.utf8) else {
            throw Failure(
                outcome: .doesNotHold,
                message: "\(url): expected a node of the network \(own), got one of \(got)")
        }
        try follow(replica)
        return replica
    }

    /// Catches up with the node. **Throws:** as ``replica(_:)`` does.
    func follow(_ replica: HybridReplica) throws {
        do {
            try replica.follow { try calls.bytes(.post, "/gossip", body: $0) }
        } catch let refusal as Refusal {
            throw Failure(
                outcome: .doesNotHold,
                message: "\(url): expected a chain that follows the rules, got: \(refusal)")
        }
    }
}
