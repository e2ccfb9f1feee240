internal import BigInt
internal import Conformance
internal import Cryptography
internal import PublishedLearning
internal import PythonValues

/// Histories of one ledger each: payments, mining with its search, blocks of peers.
struct LedgerHistoryVectors: VectorJudge {
    let name = "ledger_histories"

    func recognises(_ document: PythonDictionary) -> Bool {
        document.firstCase.map { $0["steps"] != nil && $0["genesis_time"] != nil } ?? false
    }

    func outcomes(of document: PythonDictionary) throws -> [VectorOutcome] {
        try document.vectorDocument.member("cases").elements().enumerated().flatMap {
            number, history in
            let ledger = PublishedLedger(
                now: try history.member("genesis_time").spelledFloat(),
                difficulty: try history.member("difficulty").int())
            ledger.balances = try history.member("balances").balances()
            let first = VectorOutcome(
                index: "\(number) genesis",
                expected: try history.member("genesis_hash").string(),
                got: try ledger.tip.hash.requiredText().shown)
            return try [first]
                + history.member("steps").elements().enumerated().map { index, step in
                    VectorOutcome(
                        index: "\(number) \(index)", expected: try Self.expected(step),
                        got: try Self.got(step, ledger))
                }
        }
    }

    private static func expected(_ step: VectorValue) throws -> String {
        var parts = [try step.member("verdict").string()]
        if try step.member("op").string() == "mine" {
            parts += try [
                step.member("nonce").integer().description, step.member("hash").string(),
                step.member("transactions").integer().description,
            ]
        } else {
            parts.append(try step.reason())
        }
        parts.append(try step.member("state_sha256").string())
        if let state = try step.optional("state") {
            parts += try [PublishedHash.encoding(state.value), step.chainReason()]
        }
        return parts.joined(separator: " ")
    }

    private static func got(_ step: VectorValue, _ ledger: PublishedLedger) throws -> String {
        let now = try step.member("now").spelledFloat()
        var parts: [String]
        switch try step.member("op").string() {
        case "tx":
            let payment = try PublishedTransaction(
                step.member("transaction").document(), now: now, rebuildsProof: true)
            let refusal = try ledger.add(payment)
            parts = [refusal == nil ? "accept" : "reject", refusal?.rawValue ?? "-"]
        case "mine": parts = try mined(step, ledger, now: now)
        case "block", "block_bad":
            let block = try PublishedBlock(
                step.member("block").document(), now: now, rebuilds: true)
            let refusal = ledger.propose(block).refusal
            parts = [refusal == nil ? "accept" : "reject", refusal?.name ?? "-"]
        case let other:
            throw VectorFormError(
                place: step.place + ".op", expected: "tx, mine, block or block_bad", got: other)
        }
        parts.append(try PublishedHash.hash(state(of: ledger, isSpelt: false)))
        if try step.optional("state") != nil {
            parts += try [
                PublishedHash.encoding(state(of: ledger, isSpelt: true)),
                ledger.chainRefusal()?.rawValue ?? "valid",
            ]
        }
        return parts.joined(separator: " ")
    }

    private static func mined(
        _ step: VectorValue, _ ledger: PublishedLedger, now: PythonFloat
    ) throws -> [String] {
        let proof = try step.member("consensus_proof")
        let validation = PublishedValidation(
            validatorID: .text("auth1"), targetNodeID: .text("worker"), isValid: .boolean(true),
            computationVerification: .text("v"), signature: .text("s"), timestamp: .float(now))
        let validations = Array(
            repeating: validation, count: try proof.member("validations").int())
        let block = try ledger.mine(
            rewardAddress: step.member("reward_address").value,
            consensusProof: PublishedConsensusProof(
                authorityNodes: proof.member("authority_nodes").value,
                trainingValidations: .object(validations), aggregatedModelHash: .text("h"),
                consensusSignature: .text("c"), epoch: step.member("training_epoch").value),
            modelStateHash: step.member("model_state_hash").value,
            trainingEpoch: step.member("training_epoch").value, now: now)
        return try [
            "accept", block.nonce.text().shown, block.hash.text().shown,
            String(block.payments(for: "id").count),
        ]
    }

    /// - Parameter isSpelt: whether balances stand as `repr` spells them.
    private static func state(
        of ledger: PublishedLedger, isSpelt: Bool
    ) throws(PythonError) -> PythonValue {
        .object([
            "balances": isSpelt ? try ledger.balances.spelt : ledger.balances.object,
            "height": .integer(BigInt(ledger.chain.count)),
            "pending": .list(ledger.pending.map(\.id)), "tip": ledger.tip.hash,
        ])
    }
}
