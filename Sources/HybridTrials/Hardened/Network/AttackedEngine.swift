internal import Encodings
internal import HybridChain
internal import Trials

/// The guards of the engine's calls: the first two are this face's own checks, as those of a served
/// node are its listener's; the others pass over what the engine itself refused.
enum EngineGuards {
    /// The token, before all else.
    static let token = Guard("engine_token")
    /// Calls: JSON of a method that there is, with its parameter.
    static let call = Guard("engine_call")
    /// Hashes in their one form.
    static let form = Guard("engine_form")
    /// Heads that the node has judged.
    static let head = Guard("engine_head")
    /// Ids of jobs that there are.
    static let payload = Guard("engine_payload")
    /// The bound of jobs: the oldest goes for a new one.
    static let jobs = Guard("engine_jobs")

    static let all = [token, call, form, head, payload, jobs]
}

/// The engine of a node as those that reach its listener see it: a request is a token, a line feed
/// and a call of JSON-RPC.
struct AttackedEngine {
    static let token = Array("a-token-that-the-operator-drew-01".utf8)

    struct Answer {
        /// The id of a job, or the hash of a block; empty where there is none.
        var hash: [UInt8] = []
        var refusals: [Refusal] = []
        var messages: [Reply.Message] = []
    }

    private let guards: Guards
    /// The engine, and more where the bound of jobs is taken out.
    private var engines = [HybridEngine()]

    init(_ guards: Guards) { self.guards = guards }

    var jobCount: Int { engines.reduce(0) { $0 + $1.jobCount } }

    mutating func tick(_ count: Int) {
        for place in engines.indices { engines[place].tick(count) }
    }

    /// Answers a request. **Throws:** only for a fault of the laboratory.
    mutating func answer(
        _ bytes: [UInt8], at node: HybridNode, from source: Source, _ clock: LogicalClock
    ) throws -> Answer {
        let parts = bytes.split(
            separator: UInt8(ascii: "\n"), maxSplits: 1, omittingEmptySubsequences: false)
        do throws(Refusal) {
            try guards.require(
                Array(parts[0]) == Self.token, EngineGuards.token, "expected the engine's token")
            let call = EngineCall(Array(parts.dropFirst().first ?? []))
            try guards.require(
                call != nil, EngineGuards.call, "expected a call of a method that there is")
            guard let call else { return Answer() }
            switch call {
            case .forkChoice(let head): return try begin(head, node)
            case .payload(let id): return try payload(id, node)
            case .judge(let bundle):
                return try judge(bundle, node, source, clock)
            }
        } catch {
            return Answer(refusals: [error])
        }
    }

    private func hash(_ text: [UInt8]) throws(Refusal) -> [UInt8] {
        if let hash = HybridEngine.hash(text) { return hash }
        try guards.require(
            false, EngineGuards.form, "expected 0x and 64 lower-case hexadecimal digits")
        // Read as the published engine reads it.
        let digits = text.drop { $0 == UInt8(ascii: "0") || $0 | 0x20 == UInt8(ascii: "x") }
            .map { (0x41...0x46).contains($0) ? $0 | 0x20 : $0 }
        let padded = [UInt8](repeating: UInt8(ascii: "0"), count: max(64 - digits.count, 0))
        return HybridEngine.hash(Array("0x".utf8) + padded + digits.suffix(64)) ?? []
    }

    private mutating func begin(
        _ text: [UInt8], _ node: HybridNode
    ) throws(Refusal) -> Answer {
        let head = try hash(text)
        let isFull = engines[engines.count - 1].jobCount >= HybridEngine.jobCountMax
        let isBounded = guards.has(EngineGuards.jobs)
        if isFull, !isBounded { engines.append(HybridEngine()) }
        var answer = Answer()
        do throws(HybridEngineError) {
            answer.hash = try engines[engines.count - 1].begin(head: head, at: node)
        } catch {
            guard error == .unknownHead else { throw refusal(error) }
            try guards.require(false, EngineGuards.head, "expected a head that was judged")
            // Without the guard a job of nothing has an id all the same.
            answer.hash = HybridEngine.jobID(
                head: head, slot: node.slot, proposer: node.validatorIndex ?? 0)
        }
        if isFull, isBounded {
            answer.refusals.append(
                Refusal(index: nil, by: EngineGuards.jobs, message: "the oldest job goes"))
        }
        return answer
    }

    private func refusal(_ error: HybridEngineError) -> Refusal {
        Refusal(index: nil, by: EngineGuards.call, message: error.message)
    }

    private mutating func payload(
        _ text: [UInt8], _ node: HybridNode
    ) throws(Refusal) -> Answer {
        let id = try hash(text)
        for place in engines.indices.reversed() {
            do throws(HybridEngineError) {
                let (block, messages) = try engines[place].payload(id, at: node)
                return Answer(hash: block?.hash ?? [], messages: messages)
            } catch {
                guard error == .unknownPayload else { throw refusal(error) }
            }
        }
        try guards.require(false, EngineGuards.payload, "expected the id of one of the last jobs")
        return Answer()
    }

    private func judge(
        _ bundle: HybridBundle, _ node: HybridNode, _ source: Source, _ clock: LogicalClock
    ) throws(Refusal) -> Answer {
        do {
            let reply = try engines[0].judge(bundle, at: node, from: source, clock: clock)
            return Answer(refusals: reply.refusals, messages: reply.messages)
        } catch {
            throw Refusal(index: nil, by: EngineGuards.call, message: "\(error)")
        }
    }
}

/// A call of the engine's three methods.
private enum EngineCall {
    case forkChoice(head: [UInt8])
    case payload(id: [UInt8])
    case judge(HybridBundle)

    /// Nil for bytes that are none.
    init?(_ bytes: [UInt8]) {
        guard let call = try? JSONParser.parse(bytes, byteCountMax: 1 << 22),
            let first = call.member("params")?.arrayValue?.first
        else { return nil }
        switch call.member("method")?.stringValue {
        case "engine_forkchoiceUpdatedV1":
            guard
                let head = first.member("forkchoiceState")?.member("headBlockHash")?.stringValue
            else { return nil }
            self = .forkChoice(head: Array(head.utf8))
        case "engine_getPayloadV1":
            guard let id = first.stringValue else { return nil }
            self = .payload(id: Array(id.utf8))
        case "engine_newPayloadV1":
            guard let text = first.member("block")?.stringValue,
                let block = Hexadecimal.bytes(of: String(text.dropFirst(2)))
            else { return nil }
            self = .judge(HybridBundle(deltas: [], block: block))
        default: return nil
        }
    }
}
