internal import BigInt
internal import Conformance
internal import Cryptography
internal import Encodings
internal import PublishedMeshChain
internal import PythonValues

/// A chain that goes through the steps of one history.
struct ChainHistoryPlayer {
    private var chain: StakeChain

    init(reset step: VectorValue) throws {
        chain = StakeChain(
            ChainParameters(
                clock: ChainClock(
                    length: try step.member("length").unsigned32(),
                    slot: try step.member("slot").unsigned32()),
                idleEpochs: try step.member("idle_epochs").unsigned32(),
                includedEpochs: try step.member("included_epochs").unsigned32(),
                weightThreshold: try step.member("weight_threshold").amount(),
                stakeMin: try step.member("min_stake").amount(),
                immunityEpochs: try step.member("immunity").unsigned32()))
    }

    static func nodeClass(_ node: VectorValue) throws -> NodeClass {
        let member = try node.member("class")
        guard let number = UInt8(exactly: try member.unsigned32()),
            let nodeClass = NodeClass(rawValue: number)
        else { throw VectorFormError(place: member.place, expected: "0 to 3", got: "another") }
        return nodeClass
    }

    /// Plays a step. **Result:** the texts of what it should do, and of what it does.
    mutating func play(_ step: VectorValue) throws -> (expected: String, got: String) {
        var got = PythonDictionary()
        switch try step.member("op").string() {
        case "reset": break
        case "block": chain.block = try step.member("block").unsigned32()
        case "add": try add(step)
        case "reputation":
            chain.setReputation(
                try step.member("value").amount(), of: try step.member("id").unsigned32())
        case "emergency": try setEmergency(step)
        case "clock":
            got["result"] = Self.value(chain.parameters.clock, chain.block)
        case "elect":
            let validator = chain.elect(
                epoch: try step.member("epoch").unsigned32(),
                random: try step.member("random").unsigned32())
            got["result"] = validator.map { .integer($0) } ?? PythonValue.none
        case "propose": try propose(step, &got)
        case "attest":
            let hotkey = try Self.hotkey(step)
            Self.note(&got) { () throws(ChainRefusal) in try chain.attest(by: hotkey) }
        case "submission":
            if let submission = try chain.submissions[step.member("epoch").unsigned32()] {
                got["result"] = submission.value
            }
        case "emit": try emit(step, &got)
        case let other:
            throw VectorFormError(
                place: step.place + ".op", expected: "a step of a chain", got: other)
        }
        got["state_sha256"] = .text(chain.digest.text)
        got["state"] = chain.state
        return try Self.compared(step, got)
    }

    // MARK: Steps

    /// Accounts of the file are numbers: the hotkey of node 4 is 1004.
    private static func hotkey(_ id: UInt32) -> UInt64 { 1000 + UInt64(id) }

    private static func hotkey(_ step: VectorValue) throws -> UInt64 {
        hotkey(try step.member("hotkey_of").unsigned32())
    }

    private mutating func add(_ step: VectorValue) throws {
        let id = try step.member("id").unsigned32()
        let node = ChainNode(
            id: id, hotkey: Self.hotkey(id), coldkey: try step.member("coldkey").unsigned64(),
            nodeClass: try Self.nodeClass(step),
            startEpoch: try step.member("start").unsigned32(),
            delegateRate: try step.member("delegate_rate").amount(),
            delegateShares: try step.member("delegate_shares").amount())
        chain.add(node, stake: try step.member("stake").amount())
    }

    private mutating func setEmergency(_ step: VectorValue) throws {
        let member = try step.member("nodes")
        let nodes = try member.string().split(separator: ",").map { digits in
            guard let id = UInt32(digits) else {
                throw VectorFormError(place: member.place, expected: "ids", got: "others")
            }
            return id
        }
        chain.emergency = EmergencySet(
            nodes: nodes, target: try step.member("target").unsigned32(),
            epochMax: try step.member("max").unsigned32())
    }

    private mutating func propose(_ step: VectorValue, _ got: inout PythonDictionary) throws {
        let data = try step.member("data").elements().map { pair in
            let members = try pair.elements()
            guard members.count == 2 else {
                throw VectorFormError(place: pair.place, expected: "a pair", got: "another list")
            }
            return try ChainScore(node: members[0].unsigned32(), score: members[1].amount())
        }
        let hotkey = try Self.hotkey(step)
        let prioritized = try step.member("prioritize").unlessNull { try $0.unsigned32() }
        let removed = try step.member("remove").unlessNull { try $0.unsigned32() }
        Self.note(&got) { () throws(ChainRefusal) in
            try chain.propose(by: hotkey, data, prioritized: prioritized, removed: removed)
        }
    }

    private mutating func emit(_ step: VectorValue, _ got: inout PythonDictionary) throws {
        let emission = chain.emission(
            epoch: try step.member("epoch").unsigned32(),
            emissions: try step.member("emissions").amount(),
            weight: try step.member("weight").amount(),
            random: try step.member("random").unsigned32())
        got["result"] = .members([
            "ratio": emission.ratio.map { .text(String($0)) } ?? PythonValue.none,
            "elected": emission.elected.map { .integer($0) } ?? PythonValue.none,
            "seed": .text(Hexadecimal.text(of: chain.electionSeed)),
        ])
        if emission.ratio != nil { got["events"] = .list(emission.events.map(\.value)) }
    }

    // MARK: Values

    /// Epoch and progress, and twice whether the first epoch has begun.
    static func value(_ clock: ChainClock, _ block: UInt32) -> PythonValue {
        let moment = clock.moment(at: block)
        let hasBegun = PythonValue.boolean(clock.hasBegun(at: block))
        return .list([
            .integer(moment?.epoch ?? 0), .text(String(moment?.progress ?? 0)), hasBegun,
            hasBegun,
        ])
    }

    private static func note(
        _ got: inout PythonDictionary, _ call: () throws(ChainRefusal) -> [ChainEvent]
    ) {
        do throws(ChainRefusal) {
            let events = try call()
            got["verdict"] = .text("accept")
            got["reason"] = PythonValue.none
            got["events"] = .list(events.map(\.value))
        } catch {
            got["verdict"] = .text("reject")
            got["reason"] = .text(error.rawValue)
        }
    }

    /// The members that the step tells, beside what was found: of the state only what is told.
    private static func compared(
        _ step: VectorValue, _ got: PythonDictionary
    ) throws -> (expected: String, got: String) {
        var (told, found) = (PythonDictionary(), PythonDictionary())
        for name in ["verdict", "reason", "result", "events", "state_sha256", "state"] {
            let expected = try step.optional(name)
            told[name] = expected?.value ?? PythonValue.none
            let isUntold = expected == nil && name.hasPrefix("state")
            found[name] = isUntold ? PythonValue.none : got[name] ?? PythonValue.none
        }
        return (
            try PythonJSONWriter.text(.dictionary(told)),
            try PythonJSONWriter.text(.dictionary(found))
        )
    }
}
