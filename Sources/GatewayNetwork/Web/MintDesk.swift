package import BigInt
package import Trials

/// The place where a gateway mints: its ledger, the token, and the key that may call it.
package final class MintDesk {
    package let token: TokenSystem
    private let ledger: GatewaySystem
    private let rules: HardenedRules
    private var machine: MintMachine

    /// The connection by which the token sees this gateway.
    private let source: Source

    package init(
        ledger: GatewaySystem, token: TokenSystem, minter: ReceiptIdentity,
        guards: Guards = .all, source: Source = Source(0)
    ) {
        self.ledger = ledger
        self.token = token
        self.source = source
        rules = HardenedRules(parameters: ledger.parameters, guards: guards)
        machine = MintMachine(parameters: ledger.parameters, minter: minter)
    }

    /// Mints the next batch of an epoch. A call that the token refuses has failed: the batch goes
    /// again with the next request.
    ///
    /// **Result:** the batch's id, in hex.
    /// **Throws:** ``Refusal`` by the guard of the request, of the machine or of the token that
    /// stopped it; ``GatewayStoreError``.
    package func mint(_ request: [UInt8], at clock: LogicalClock) throws -> String {
        let epoch = try MintRequest(request, rules).epoch
        // Nothing is recorded of a batch that the token would refuse.
        let (_, refusal, _) = try dryRun(epoch: epoch, batchCountMax: 1, at: clock)
        if let refusal { throw refusal }
        let call = try machine.next(epoch: epoch, of: ledger, token.token, guards: rules.guards)
        let id = machine.pending ?? ""
        let reply: Reply
        do {
            reply = try token.submit(call, to: TokenSurfaces.token, from: source, at: clock)
        } catch {
            machine.noteFailure(of: id)
            throw error
        }
        if let refusal = reply.refusals.first {
            machine.noteFailure(of: id)
            throw refusal
        }
        try machine.confirm(epoch: epoch, of: ledger, token.token)
        return id
    }

    /// The batches of an epoch that are not minted, and the refusal that would stop a real run at
    /// one of them. Changes nothing.
    ///
    /// **Throws:** ``Refusal`` by the guard of the request or of the machine that stopped it.
    package func preview(_ request: [UInt8], at clock: LogicalClock) throws -> MintPreview {
        let epoch = try MintRequest(request, rules).epoch
        let (batches, refusal, supply) = try dryRun(epoch: epoch, batchCountMax: .max, at: clock)
        return MintPreview(batches: batches, refusal: refusal, supply: supply)
    }

    private func dryRun(
        epoch: String, batchCountMax: Int, at clock: LogicalClock
    ) throws(Refusal) -> (batches: [MintMachine.Planned], refusal: Refusal?, supply: BigInt) {
        guard let agreed = ledger.agreed(epoch: epoch) else {
            throw Refusal(
                index: nil, by: GatewayGuards.quorum, message: "epoch \(epoch) is not quorate")
        }
        let batches = try MintMachine.planned(agreed.snapshot, token.token)
        let calls = batches.prefix(batchCountMax).map { machine.call(agreed, index: $0.index) }
        let (refusal, after) = token.dryRun(calls, from: source, at: clock)
        return (batches, refusal, after.supply)
    }
}

/// The minting of an epoch as it would go.
package struct MintPreview: Sendable, Equatable {
    package let batches: [MintMachine.Planned]
    package let refusal: Refusal?
    /// The token's units then.
    package let supply: BigInt
}
