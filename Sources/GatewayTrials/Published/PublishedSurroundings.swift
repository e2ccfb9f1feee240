internal import BigInt
internal import Encodings
internal import PublishedGateways
internal import PythonValues
internal import Routing
internal import Trials

/// The machines around a published gateway in a trial: honest nodes, peers, and machines of the
/// attacker's, whose answers he sets.
///
/// **Determinism:** answers and ids follow from the seed, the calls and what the attacker set.
final class PublishedSurroundings: Surroundings {
    /// An honest node, and what it did.
    struct Node {
        let name: String
        let url: String
        let program: PublishedNode
        /// Texts that it generated, and receipts that it signed.
        var generationCount = 0
        var signatureCount = 0
    }

    private(set) var nodes: [Node]
    private let peers: [(url: String, source: Source)]
    /// The latest of equal URLs counts.
    private var attackers: [(url: String, answer: CallAnswer)] = []
    /// URLs that the gateway called.
    private(set) var calls: [String] = []
    /// Messages to peers since they were last taken.
    private var told: [Reply.Message] = []
    private var random: ActorRandom

    init(
        nodes: [(name: String, url: String, identity: PublishedIdentity)],
        peers: [(url: String, source: Source)], seed: String
    ) {
        self.nodes = nodes.map { node in
            Node(
                name: node.name, url: node.url,
                program: PublishedNode(identity: node.identity, model: DiligentModel()) {
                    PythonFloat(0)
                })
        }
        self.peers = peers
        random = ActorRandom(seed: seed, actor: "unique ids")
    }

    /// Sets the answer of a machine of the attacker's.
    func serve(_ answer: CallAnswer, at url: String) { attackers.append((url, answer)) }

    func takeTold() -> [Reply.Message] {
        defer { told = [] }
        return told
    }

    func answer(to call: OutgoingCall) -> CallAnswer {
        calls.append(call.url)
        if let set = attackers.last(where: { $0.url.utf8.elementsEqual(call.url.utf8) }) {
            return set.answer
        }
        for (url, source) in peers where call.url.utf8.starts(with: "\(url)/".utf8) {
            if call.url.hasSuffix("/gossip/receipts") {
                told.append(Reply.Message(target: source, bytes: call.body))
            }
            return .answered(status: 200, body: Array(#"{"accepted":0}"#.utf8))
        }
        for place in nodes.indices where call.url.utf8.starts(with: "\(nodes[place].url)/".utf8) {
            let path = String(call.url.dropFirst(nodes[place].url.count))
            return answer(
                of: place, to: WebRequest(method: call.method, path: path, body: call.body))
        }
        return .unreachable
    }

    /// An honest node's answer to anybody who can reach it.
    func answer(of place: Int, to request: WebRequest) -> CallAnswer {
        let answer = nodes[place].program.answer(request, atMilliseconds: 0)
        if answer.status == 200, request.path == "/generate" {
            nodes[place].generationCount += 1
        }
        if answer.status == 200, request.path == "/sign_receipt" {
            nodes[place].signatureCount += 1
        }
        return .answered(status: answer.status, body: answer.body)
    }

    func uniqueID() -> String {
        var bytes = Array(random.bytes32().prefix(16))
        bytes[6] = bytes[6] & 0x0F | 0x40
        bytes[8] = bytes[8] & 0x3F | 0x80
        let digits = Array(Hexadecimal.text(of: bytes))
        return [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { String(digits[$0]) }
            .joined(separator: "-")
    }
}

/// A model that writes as many tokens as it may, up to 10,000, and reads one for each word.
private struct DiligentModel: TextModel {
    let device = "cpu"

    func generation(
        prompt: PythonText, newTokenCountMax: BigInt, temperature: PythonFloat
    ) throws(PythonError) -> TextGeneration {
        let count = Int(min(max(newTokenCountMax, 0), 10_000))
        let words = prompt.shown.split(separator: " ").count
        return TextGeneration(
            text: prompt, inputTokenCount: words, outputTokenCount: count,
            lastToken: (0, PythonText("")))
    }
}
