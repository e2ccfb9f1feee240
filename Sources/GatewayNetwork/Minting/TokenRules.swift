internal import BigInt
internal import Cryptography
internal import Encodings
internal import PythonValues
internal import Trials

/// The token's rules: they judge a call, and change nothing.
struct TokenRules {
    let rules: HardenedRules
    private var guards: Guards { rules.guards }

    init(parameters: GatewayParameters, guards: Guards) {
        rules = HardenedRules(parameters: parameters, guards: guards)
    }

    /// A call that may be minted. Signatures are looked at last: who is refused behind one pays for
    /// it with the source's budget.
    func call(
        _ bytes: [UInt8], _ token: HardenedToken, _ meter: inout SignatureMeter, _ origin: Origin
    ) throws(Refusal) -> TokenCall {
        let call = try TokenCall(bytes, rules)
        let snapshot = call.snapshot
        try checkMinter(call.minter, token)
        try guards.require(!token.isPaused, GatewayGuards.paused, "the token is paused")
        let isKnown = token.has(epoch: snapshot.epoch, index: call.index)
        try guards.require(
            !isKnown, GatewayGuards.batchOnce,
            "batch \(call.index) of epoch \(snapshot.epoch) was minted")
        // Without the guard before it, a batch that was minted is still none of those to come.
        try guards.require(
            isKnown || token.isNext(snapshot, index: call.index), GatewayGuards.batchOrder,
            Self.expectation(token))
        try checkPayouts(call, token)
        try rules.checkBudget(meter, origin)
        try rules.check(
            .init(
                signature: call.signature, key: call.minter, payload: call.payload, domain: .mint),
            GatewayGuards.mintSignature, &meter, origin)
        if guards.has(GatewayGuards.mintQuorum) {
            try checkQuorum(call, &meter, origin)
        }
        return call
    }

    func change(
        _ bytes: [UInt8], _ token: HardenedToken, _ meter: inout SignatureMeter, _ origin: Origin
    ) throws(Refusal) -> TokenSwitch {
        let change = try TokenSwitch(bytes, rules)
        try checkMinter(change.minter, token)
        try guards.require(
            change.round > token.pauseRound, GatewayGuards.pauseRound,
            "expected a round above \(token.pauseRound)")
        try rules.checkBudget(meter, origin)
        try rules.check(
            .init(
                signature: change.signature, key: change.minter, payload: change.payload,
                domain: .pause),
            GatewayGuards.mintSignature, &meter, origin)
        return change
    }

    private func checkMinter(_ key: [UInt8], _ token: HardenedToken) throws(Refusal) {
        let text = Base64.text(of: key)
        try guards.require(
            text.isSame(token.minter), GatewayGuards.minter, "\(text) is not the minter")
    }

    private static func expectation(_ token: HardenedToken) -> String {
        guard let epoch = token.epoch else {
            return "expected batch 0 of epoch 1, behind the root \(token.networkID)"
        }
        return epoch.isMinted
            ? "expected batch 0 of epoch \(epoch.number + 1), behind the root \(epoch.root) and "
                + "\(epoch.receiptCount) receipts"
            : "expected batch \(epoch.batchCountDone) of epoch \(epoch.number) by the root "
                + epoch.root
    }

    /// Counts the votes: registered validators, each once, each signature good, and together more
    /// than two thirds of all weight.
    private func checkQuorum(
        _ call: TokenCall, _ meter: inout SignatureMeter, _ origin: Origin
    ) throws(Refusal) {
        let weight: Int
        do throws(Refusal) {
            weight = try agreedWeight(call, &meter, origin)
        } catch {
            meter.noteWaste(origin)
            throw error
        }
        let total = rules.parameters.totalWeight
        guard BigInt(weight) * 3 > BigInt(total) * 2 else {
            meter.noteWaste(origin)
            throw Self.refusal("expected more than two thirds of \(total), got \(weight)")
        }
    }

    private func agreedWeight(
        _ call: TokenCall, _ meter: inout SignatureMeter, _ origin: Origin
    ) throws(Refusal) -> Int {
        var weights: [[UInt8]: Int] = [:]  // looked up, never iterated
        for validator in rules.parameters.validators {
            weights[validator.key.bytes] = validator.weight
        }
        var weight = 0
        for entry in call.certificate.entries {
            // Taken out, so that the same key a second time is nobody's.
            guard let part = weights.removeValue(forKey: entry.validator.bytes) else {
                throw Self.refusal("\(entry.validator) is no validator, or votes twice")
            }
            let payload = call.snapshot.votePayload(networkID: rules.networkID, entry)
            guard
                meter.verifies(
                    Base64Text.bytes(lenient: entry.signature) ?? [],
                    HardenedDomain.vote.message(payload),
                    key: Base64Text.bytes(lenient: entry.validator) ?? [], origin)
            else { throw Self.refusal("\(entry.validator): no vote for this snapshot") }
            weight += part
        }
        return weight
    }

    private static func refusal(_ message: String) -> Refusal {
        Refusal(index: nil, by: GatewayGuards.mintQuorum, message: message)
    }

    /// Checks the payouts of the whole snapshot, so that no batch of an epoch that cannot be minted
    /// to its end is minted.
    private func checkPayouts(_ call: TokenCall, _ token: HardenedToken) throws(Refusal) {
        let payouts = call.snapshot.payouts
        for payout in payouts {
            try guards.require(
                TextForm.isAddress(payout.address), GatewayGuards.recipient,
                "\(payout.node): expected 0x and 40 of 0-9a-f, not all zero")
        }
        let total = BigInt(call.snapshot.total)
        let isExact =
            payouts.allSatisfy { (0...total).contains($0.amount) }
            && payouts.reduce(0) { $0 + $1.amount } == total
        try guards.require(
            isExact, GatewayGuards.amountRange,
            "expected amounts from 0 on that sum to \(total)")
        let rest = payouts.dropFirst(call.index * MintBatch.payoutCountMax)
            .reduce(BigInt(0)) { $0 + $1.amount }
        try guards.require(
            token.supply + rest <= token.cap, GatewayGuards.cap,
            "expected at most \(token.cap) units in all, got \(token.supply) and \(rest) more")
    }
}
