package import BigInt
internal import Cryptography
package import Trials

/// The minting of epochs by one gateway: a call for each batch, the next only when the token's
/// record shows the one before.
///
/// A stage is in the gateway's store before its call is sent. What was minted, the token's record
/// decides: after a restart, after a lost reply, and where another gateway minted meanwhile.
package struct MintMachine: Sendable {
    /// A batch as it would be minted.
    package struct Planned: Sendable, Equatable {
        package let index: Int
        /// In hex.
        package let id: String
        package let payoutCount: Int
        package let amount: BigInt
    }

    private let builder: TokenBuilder
    private let minter: ReceiptIdentity
    /// The id of the batch that was sent and is neither confirmed nor failed, in hex.
    package private(set) var pending: String?

    package init(parameters: GatewayParameters, minter: ReceiptIdentity) {
        builder = TokenBuilder(parameters: parameters)
        self.minter = minter
    }

    /// The number of a snapshot's batches that the token's record shows.
    ///
    /// **Throws:** ``Refusal`` by `batch_once` where another root has the epoch, and by
    /// `batch_order` where its turn can never come, for another root has the epoch before.
    package static func countDone(
        _ snapshot: EpochSnapshot, _ token: HardenedToken
    ) throws(Refusal) -> Int {
        let last = token.batches.last { String($0.epoch).isSame(snapshot.epoch) }
        if let last {
            guard last.root.isSame(snapshot.root) else {
                throw Refusal(
                    index: nil, by: GatewayGuards.batchOnce,
                    message: "epoch \(snapshot.epoch) is minted by the root \(last.root)")
            }
            return last.index + 1
        }
        if let epoch = token.epoch, String(epoch.number + 1).isSame(snapshot.epoch),
            !epoch.root.isSame(snapshot.previous)
        {
            throw Refusal(
                index: nil, by: GatewayGuards.batchOrder,
                message: "epoch \(epoch.number) is minted by the root \(epoch.root)")
        }
        return 0
    }

    /// The batches of a snapshot that are not minted.
    package static func planned(
        _ snapshot: EpochSnapshot, _ token: HardenedToken
    ) throws(Refusal) -> [Planned] {
        let first = try countDone(snapshot, token)
        let count = MintBatch.count(payoutCount: snapshot.payouts.count)
        return (first..<max(first, count)).map { index in
            let payouts = MintBatch.payouts(snapshot.payouts, index: index)
            return Planned(
                index: index, id: MintBatch.id(root: snapshot.root, index: index).text,
                payoutCount: payouts.count, amount: payouts.reduce(0) { $0 + $1.amount })
        }
    }

    /// The call of one batch.
    package func call(_ agreed: AgreedSnapshot, index: Int) -> [UInt8] {
        TokenBuilder.signed(mint: builder.call(agreed, index: index, minter: minter), by: minter)
            .bytes
    }

    /// The call to send next, which is pending from now on.
    ///
    /// **Throws:** ``Refusal`` by `quorum` for an epoch that is not quorate, `epoch_minted` where
    /// all of it is minted, `batch_once` or `batch_order` where it never will be, and `batch_order`
    /// while a batch is neither confirmed nor failed; ``GatewayStoreError``.
    package mutating func next(
        epoch: String, of gateway: GatewaySystem, _ token: HardenedToken,
        guards: Guards = .all
    ) throws -> [UInt8] {
        guard let agreed = gateway.agreed(epoch: epoch) else {
            throw Refusal(
                index: nil, by: GatewayGuards.quorum, message: "epoch \(epoch) is not quorate")
        }
        observe(token)
        try catchUp(agreed.snapshot, gateway, token)
        try guards.require(
            gateway.stage(ofEpoch: epoch) != .minted, GatewayGuards.epochMinted,
            "epoch \(epoch) is minted")
        try guards.require(
            pending == nil, GatewayGuards.batchOrder,
            "batch \(pending ?? "") is neither confirmed nor failed")
        let count = MintBatch.count(payoutCount: agreed.snapshot.payouts.count)
        let index = min(try Self.countDone(agreed.snapshot, token), count - 1)
        if gateway.stage(ofEpoch: epoch) == .quorate {
            try gateway.record(.minting(batch: 0), ofEpoch: epoch)
        }
        pending = MintBatch.id(root: agreed.snapshot.root, index: index).text
        return call(agreed, index: index)
    }

    /// Records in the gateway's store what the token's record shows: the stage of the first batch
    /// that is not minted, or that all are.
    private func catchUp(
        _ snapshot: EpochSnapshot, _ gateway: GatewaySystem, _ token: HardenedToken
    ) throws {
        let done = try Self.countDone(snapshot, token)
        let count = MintBatch.count(payoutCount: snapshot.payouts.count)
        while true {
            switch gateway.stage(ofEpoch: snapshot.epoch) {
            case .open, .settled, .minted: return
            case .quorate:
                guard done > 0 else { return }
                try gateway.record(.minting(batch: 0), ofEpoch: snapshot.epoch)
            case .minting(let batch):
                guard done > batch else { return }
                let isLast = batch + 1 >= count
                try gateway.record(
                    isLast ? .minted : .minting(batch: batch + 1), ofEpoch: snapshot.epoch)
            }
        }
    }

    /// Records what the token's record shows of an epoch, and sends nothing.
    ///
    /// **Throws:** as ``next(epoch:of:_:guards:)``, but for `epoch_minted`.
    package mutating func confirm(
        epoch: String, of gateway: GatewaySystem, _ token: HardenedToken
    ) throws {
        observe(token)
        guard let agreed = gateway.agreed(epoch: epoch) else { return }
        try catchUp(agreed.snapshot, gateway, token)
    }

    /// Notes what the token's record shows.
    private mutating func observe(_ token: HardenedToken) {
        if let pending, token.batches.contains(where: { $0.id.isSame(pending) }) {
            self.pending = nil
        }
    }

    /// Notes that a batch failed, or that nothing is heard of it: it goes again under its id. Where
    /// it was minted all the same, the record shows it.
    package mutating func noteFailure(of id: String) {
        if let pending, pending.isSame(id) { self.pending = nil }
    }
}
