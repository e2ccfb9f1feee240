internal import BigInt
internal import Conformance
internal import PublishedHybrid
internal import PythonValues

extension VectorValue {
    /// The validators of a state.
    func validators() throws -> [BeaconValidator] {
        try elements().map { validator in
            BeaconValidator(
                publicKey: try validator.member("pubkey").hexadecimal(),
                isSlashed: try validator.member("slashed").boolean(),
                activationEpoch: try validator.member("activation").decimal(),
                exitEpoch: try validator.member("exit").decimal(),
                isKeyValid: try validator.optional("key_valid")?.boolean() ?? true)
        }
    }
}

/// Quorums of sizes, and the committees of slots.
struct CommitteeVectors: VectorJudge {
    let name = "committee"

    func recognises(_ document: PythonDictionary) -> Bool {
        document["quorum"] != nil
            && document.firstElement(of: "committees", has: ["committee", "slot", "validators"])
    }

    func outcomes(of document: PythonDictionary) throws -> [VectorOutcome] {
        let whole = document.vectorDocument
        let quorums = try whole.member("quorum").elements().enumerated().map { index, vector in
            let parts = try vector.elements(count: 2)
            let quorum = AcknowledgementQuorum.ordinary(memberCount: try parts[0].int())
            return VectorOutcome(
                index: "quorum \(index)", expected: "\(try parts[1].integer())", got: "\(quorum)")
        }
        let committees = try whole.member("committees").elements().enumerated().map {
            index, vector in
            let members = Committee.members(
                slot: try vector.member("slot").decimal(),
                validators: try vector.member("validators").validators())
            return try HybridCases.outcome(
                "committees \(index)", vector, inputs: ["slot", "validators"],
                got: [("committee", .list(members.map { HybridCases.hexadecimal($0.bytes) }))])
        }
        return quorums + committees
    }
}
