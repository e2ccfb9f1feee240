internal import BigInt
internal import Conformance
internal import Encodings
internal import PublishedMeshChain
internal import PythonValues

/// A chain that goes through the steps of one history.
struct ChainHistoryPlayer {
    private var chain: StakeChain

    init(reset step: VectorValue) throws {
        chain = StakeChain(
            ChainParameters(
                clock: EpochClock(
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

    /// What the step is expected to do, and what it does.
    mutating func play(_ step: VectorValue) throws -> (expected: String, got: String) {
        var got: [String: PythonValue] = [:]  // looked up, never iterated
        switch try step.member("op").string() {
        case "reset": break
        case "block": chain.block = try step.member("block").unsigned32()
        case "add": try add(step)
        case "reputation":
            chain.setReputation(
                try step.member("value").amount(), of: try step.member("id").unsigned32())
        case "emergency": try setEmergency(step)
        case "clock":
            got["result"] = ChainEpochVectors.value(chain.parameters.clock, chain.block)
        case "elect":
            let validator = chain.elect(
                epoch: try step.member("epoch").unsigned32(),
                random: try step.member("random").unsigned32())
            got["result"] = validator.map { .integer($0) } ?? .none
        case "propose":
            got = Self.verdict { () throws(ChainRefusal) in
                try chain.propose(
                    by: hotkey, data, prioritized: prioritized, removed: removed)
            }
        case "attest":
            let hotkey = try Self.hotkey(step)
            got = Self.verdict { () throws(ChainRefusal) in try chain.attest(by: hotkey) }
        case "submission":
            got["result"] = try chain.submissions[step.member("epoch").unsigned32()]
                .map(Self.value)
        case "emit": got = try emit(step)
        case let other:
            throw VectorFormError(
                place: step.place + ".op", expected: "a step of a chain", got: other)
        }
        got["state"] = chain.state
        got["state_sha256"] = .text(try chain.digest().text)
        return try Self.compared(step, got)
    }
}
