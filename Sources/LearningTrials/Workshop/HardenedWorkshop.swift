internal import Cryptography
internal import Encodings
internal import LearningNetwork
internal import Scenarios
internal import Training
internal import Trials

/// A workshop of honest parties and of attackers under the hardened rules: bytes from a plan, keys,
/// and the place in the chain that it is given. It holds no node and sends nothing.
struct HardenedWorkshop {
    /// The rules of the node under attack.
    let rules: LearningRules
    let keyring: LearningKeyring
    let data: [TrainingChunk]
    /// The place of the next block.
    let tip: LearningTip
    /// The state after all that waits.
    let pending: LearningState

    /// The rules of somebody who keeps none.
    var lawless: LearningRules { LearningRules(genesis: rules.genesis, guards: .none) }

    private static var unitsPerMilli: Int { LearningLimits.unitsPerCoin / 1_000 }

    // MARK: Transactions

    /// A signed transaction with the nonce that is due.
    func payment(_ plan: PaymentPlan, by signer: String, nonceOffset: Int = 0) throws -> [UInt8] {
        LearningTransaction.signed(
            LearningTransaction.Kind(rawValue: plan.kind.rawValue) ?? .pay,
            by: keyring.signer(signer), to: plan.kind == .pay ? keyring.address(plan.to) : "",
            amount: plan.amountMillis * Self.unitsPerMilli,
            fee: plan.feeMillis * Self.unitsPerMilli,
            nonce: pending[keyring.address(plan.from)].nonce + nonceOffset,
            network: rules.network)
    }

    /// An attacker's transaction: signed after its edits.
    func payment(
        _ step: MakePayment, _ number: Int, editing edit: ([UInt8]) throws -> [UInt8]
    ) throws -> [UInt8] {
        let plain = LearningTransaction.signed(
            LearningTransaction.Kind(rawValue: step.plan.kind.rawValue) ?? .pay,
            by: keyring.signer(step.signer),
            to: step.plan.kind == .pay ? keyring.address(step.plan.to) : "",
            amount: step.plan.amountMillis * Self.unitsPerMilli,
            fee: step.plan.feeMillis * Self.unitsPerMilli,
            nonce: pending[keyring.address(step.plan.from)].nonce + step.nonceOffset + number,
            network: rules.network, from: keyring.address(step.plan.from))
        return try signed(edit(plain), "transaction", by: step.signer)
    }

    /// Signs an object anew, after its edits; an edited signature stays as it is.
    func signed(_ bytes: [UInt8], _ name: String, by signer: String) throws -> [UInt8] {
        var payload = try RawDocument(bytes)
        guard payload.value(at: "signature") != nil else { return bytes }
        try payload.remove("signature")
        let digest = LearningDomain.digest(name, payload.sortedByKey.bytes)
        let signature = Hexadecimal.text(of: keyring.signer(signer).sign(digest))
        var document = try RawDocument(bytes)
        try document.set("signature", "\"\(signature)\"")
        return document.bytes
    }
}
