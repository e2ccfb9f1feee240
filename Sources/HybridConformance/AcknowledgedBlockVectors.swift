internal import Conformance
internal import PublishedHybrid
internal import PythonValues

/// Histories of blocks on one consensus node: records hold for one block alone.
struct AcknowledgedBlockVectors: VectorJudge {
    let name = "ack_blocks"

    func recognises(_ document: PythonDictionary) -> Bool {
        document.firstElement(of: "cases", has: ["ai_quorum", "blocks", "mvp", "validators"])
    }

    func outcomes(of document: PythonDictionary) throws -> [VectorOutcome] {
        var outcomes: [VectorOutcome] = []
        for (index, vector) in try document.vectorDocument.member("cases").elements().enumerated() {
            var node = ConsensusNode(
                quorumSetting: try vector.member("ai_quorum").string(),
                isMinimal: try vector.member("mvp").boolean())
            let validators = try vector.member("validators").validators()
            for (number, block) in try vector.member("blocks").elements().enumerated() {
                let surroundings = try Self.surroundings(of: block, validators)
                let judgement = node.judge(try BlockForms.block(block), in: surroundings)
                var members = BlockForms.members(of: judgement, node.cache)
                if !judgement.lookUps.isEmpty {
                    let lookUps = judgement.lookUps.map { PythonValue.text($0.text) }
                    members.append(("lookups", .list(lookUps)))
                }
                outcomes.append(
                    try HybridCases.outcome(
                        "\(index) block \(number)", block.member("result"), inputs: [],
                        got: members))
            }
        }
        return outcomes
    }

    private static func surroundings(
        of block: VectorValue, _ validators: [BeaconValidator]
    ) throws -> ConsensusNode.Surroundings {
        var answers: [RecordKey: ConsensusNode.LookUp] = [:]  // looked up, never iterated
        for record in try block.member("records").elements() {
            let key = RecordKey(try record.member("key").string())
            answers[key] = .value(try record.member("value").hexadecimal())
        }
        for key in try block.member("lookup_fails").elements() {
            answers[RecordKey(try key.string())] = .failed
        }
        let transition = try block.member("state_transition").string()
        guard ["passes", "refused"].contains(transition) else {
            throw VectorFormError(
                place: block.place, expected: "passes or refused", got: transition)
        }
        let known = answers
        return ConsensusNode.Surroundings(
            validators: validators, passesStateTransition: transition == "passes",
            slasher: try block.member("slasher").choice(ConsensusNode.Slasher.self),
            lookUp: { known[$0] ?? .missing })
    }
}
