internal import BigInt
internal import Conformance
internal import PublishedHybrid
internal import PythonValues

/// Histories of one record store and two consensus nodes on one clock.
struct RecordHistoryVectors: VectorJudge {
    let name = "histories"

    func recognises(_ document: PythonDictionary) -> Bool {
        document.firstElement(of: "histories", has: ["final_records", "nodes", "split_verdicts"])
    }

    func outcomes(of document: PythonDictionary) throws -> [VectorOutcome] {
        var outcomes: [VectorOutcome] = []
        for (index, history) in try document.vectorDocument.member("histories").elements()
            .enumerated()
        {
            var play = try RecordHistory(history)
            for (number, step) in try history.member("ops").elements().enumerated() {
                outcomes += try play.outcomes("\(index) operation \(number)", step)
            }
            outcomes.append(
                VectorOutcome(
                    index: "\(index) final",
                    expected: try HybridCases.text(history.member("final_records").value),
                    got: try HybridCases.text(play.records())))
            outcomes.append(
                VectorOutcome(
                    index: "\(index) split",
                    expected: "\(try history.member("split_verdicts").int())",
                    got: "\(play.splitCount)"))
        }
        return outcomes
    }
}

/// The state of one history.
private struct RecordHistory {
    private var store = RecordStore()
    /// Blocks of which the nodes thought differently: at most the number of operations.
    private(set) var splitCount = 0
    private var nodes: [ConsensusNode]
    private var now: Int
    private let validators: [BeaconValidator]

    init(_ history: VectorValue) throws {
        nodes = try history.member("nodes").elements().map { node in
            ConsensusNode(
                quorumSetting: try node.member("ai_quorum").string(),
                isMinimal: try node.member("mvp").boolean())
        }
        now = try history.member("start").int()
        validators = try history.member("validators").validators()
    }

    /// All that the store holds at the end.
    mutating func records() -> PythonValue { RecordForms.list(store.sortedRecords(now: now)) }

    mutating func outcomes(_ index: String, _ step: VectorValue) throws -> [VectorOutcome] {
        switch try step.member("op").string() {
        case "clock":
            now = try step.member("now").int()
            return []
        case "ack":
            let place = try step.member("validator").int()
            guard validators.indices.contains(place) else {
                throw VectorFormError(
                    place: step.place, expected: "a validator", got: "\(place)")
            }
            let key = AcknowledgementKey(
                updateIdentifier: try step.member("update_id").hexadecimal(),
                peer: validators[place].peer)
            return [
                try stored(
                    index, step, key.recordKey, AcknowledgementKey.value,
                    expires: RecordStore.expiry(now: now))
            ]
        case "store":
            return [
                try stored(
                    index, step, RecordKey(step.member("key").string()),
                    step.member("value").hexadecimal(), expires: step.member("expires").int())
            ]
        case "block": return try judged(index, step)
        case let operation:
            throw VectorFormError(
                place: step.place, expected: "an operation of a history", got: operation)
        }
    }

    private mutating func stored(
        _ index: String, _ step: VectorValue, _ key: RecordKey, _ value: [UInt8], expires: Int
    ) throws -> VectorOutcome {
        let refusal = store.store(value, for: key, expires: expires, now: now)
        return try HybridCases.outcome(
            index, step, inputs: ["expires", "key", "op", "value", "update_id", "validator"],
            got: [RecordForms.verdict(refusal)])
    }

    private mutating func judged(_ index: String, _ step: VectorValue) throws -> [VectorOutcome] {
        let block = try BlockForms.block(step)
        let expected = try step.member("nodes").elements(count: nodes.count)
        var outcomes: [VectorOutcome] = []
        var verdicts: [Bool] = []
        for place in nodes.indices {
            let judgement = judge(block, at: place)
            verdicts.append(judgement.refusal == nil)
            outcomes.append(
                try HybridCases.outcome(
                    "\(index) node \(place)", expected[place], inputs: [],
                    got: BlockForms.members(of: judgement, nodes[place].cache)))
        }
        if verdicts.contains(true), verdicts.contains(false) { splitCount += 1 }
        return outcomes
    }

    private mutating func judge(_ block: ConsensusBlock, at place: Int) -> BlockJudgement {
        var records = store
        let now = now
        let surroundings = ConsensusNode.Surroundings(validators: validators) { key in
            records.record(for: key, now: now).map { .value($0.value) } ?? .missing
        }
        let judgement = nodes[place].judge(block, in: surroundings)
        store = records
        return judgement
    }
}
