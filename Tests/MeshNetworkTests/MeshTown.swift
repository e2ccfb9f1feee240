import Cryptography
import MeshNetwork
import Trials

/// Nodes of one mesh over a wire that takes 20 ms, for tests.
struct MeshTown {
    let parameters: MeshParameters
    let signers: [MeshSigner]
    let registry: MeshRegistry
    var nodes: [MeshNode]
    /// Nodes that hear nothing.
    var isDown: [Bool]
    /// Nodes that answer each find with these cards, and no records.
    var liars: (nodes: [Int], cards: [MeshContact]) = ([], [])
    private var timeline = Timeline<(target: Int, from: Int, bytes: [UInt8])>()
    private(set) var milliseconds = 1_000_000
    private(set) var outcomes: [(node: Int, outcome: MeshOutcome)] = []
    private(set) var refusals: [Refusal] = []

    init(count: Int, guards: Guards = .all) {
        let parameters = Self.parameters
        self.parameters = parameters
        let signers = (0..<count).map { MeshSigner(seed: Self.bytes("key \($0)")) }
        self.signers = signers
        let registry = Self.registry(signers)
        self.registry = registry
        nodes = signers.enumerated().map { number, signer in
            MeshNode(
                parameters, registry, signer, address: [UInt8(number)],
                atMilliseconds: 1_000_000, seed: "town", guards: guards)
        }
        isDown = [Bool](repeating: false, count: count)
        for number in 1..<count {
            begin(.join([nodes[0].card]), at: number)
            run(2_000)
        }
        outcomes = []
    }

    static var parameters: MeshParameters {
        guard
            let parameters = MeshParameters(
                name: "a town", epochSlotCount: 20, slotMilliseconds: 6_000,
                genesisMilliseconds: 0, stakeMin: 10)
        else { preconditionFailure("parameters out of their ranges") }
        return parameters
    }

    static func bytes(_ text: String) -> [UInt8] { Digests.sha256(text.utf8).bytes }

    static func registry(_ signers: [MeshSigner]) -> MeshRegistry {
        MeshRegistry(
            parameters, slot: 0,
            peers: signers.enumerated().map { number, signer in
                MeshPeer(
                    key: signer.key, rank: .validator, stake: 10, startEpoch: 0,
                    beacon: bytes("beacon \(number)"))
            })
    }

    /// A value of a signer's, of the present slot.
    func value(_ name: String, of signer: Int, sequence: UInt64 = 0) -> MeshRecord {
        let slot = parameters.slot(atMilliseconds: milliseconds)
        var draft = MeshRecord.Draft(
            kind: .value, epoch: 0, slot: slot, expiry: parameters.epoch(ofSlot: slot) + 9,
            value: Array(name.utf8))
        draft.name = Array(name.utf8)
        draft.sequence = sequence
        return MeshRecord(draft, by: signers[signer], network: parameters.network)
    }

    /// **Result:** the task's number.
    @discardableResult
    mutating func begin(_ task: MeshTask, at node: Int) -> UInt64 {
        let number = nodes[node].begin(task, atMilliseconds: milliseconds)
        flush(node)
        return number
    }

    /// Does a task to its end. **Result:** nil if it has none within 10 s.
    mutating func outcome(of task: MeshTask, at node: Int) -> MeshOutcome? {
        outcomes = []
        let number = begin(task, at: node)
        run(10_000)
        return outcomes.first { $0.node == node && $0.outcome.task == number }?.outcome
    }

    /// Lets time pass.
    mutating func run(_ span: Int) {
        let end = milliseconds + span
        while true {
            let wake = nodes.indices.filter { !isDown[$0] }.map { nodes[$0].nextWake }.min()
            let next = timeline.nextMilliseconds ?? .max
            guard min(wake ?? .max, next) <= end else { break }
            if next <= wake ?? .max, let (time, event) = timeline.next() {
                milliseconds = max(milliseconds, time)
                guard !isDown[event.target], !lie(event) else { continue }
                refusals += nodes[event.target].receive(
                    event.bytes, from: [UInt8(event.from)], atMilliseconds: milliseconds)
                flush(event.target)
                continue
            }
            milliseconds = max(milliseconds, wake ?? milliseconds)
            for node in nodes.indices where !isDown[node] && nodes[node].nextWake <= milliseconds {
                nodes[node].wake(atMilliseconds: milliseconds)
                flush(node)
            }
        }
        milliseconds = end
    }

    /// Answers a find in the liar's way. **Result:** false for messages that it answers as others.
    private mutating func lie(_ event: (target: Int, from: Int, bytes: [UInt8])) -> Bool {
        guard liars.nodes.contains(event.target),
            case .request(let request)? = MeshMessage(bytes: event.bytes),
            case .find = request.body
        else { return false }
        let answer = MeshAnswer(
            .found(liars.cards, [], isMore: false), to: request.sender.key, nonce: request.nonce,
            from: nodes[event.target].card, by: signers[event.target], network: parameters.network)
        timeline.plan(
            (event.from, event.target, MeshMessage.answer(answer).bytes),
            atMilliseconds: milliseconds + 20)
        return true
    }

    private mutating func flush(_ node: Int) {
        for send in nodes[node].takeOutbox() {
            guard let target = send.address.first, Int(target) < nodes.count else { continue }
            timeline.plan(
                (Int(target), node, send.bytes), atMilliseconds: milliseconds + 20)
        }
        outcomes += nodes[node].takeOutcomes().map { (node, $0) }
        refusals += nodes[node].takeNoted()
    }
}
