internal import BigInt
internal import Cryptography
internal import Encodings
internal import GatewayNetwork
internal import Trials

/// The hardened gateway with its token, its minter and its part of the directory, as an arena looks
/// at them.
final class HardenedGateway: AttackedGateway {
    /// The most units of the token, far above what honest epochs of a trial pay.
    static let cap = BigInt(10).power(15)
    /// The minter's connection to the token.
    private static let minterSource = Source(902)

    let system: GatewaySystem
    let token: TokenSystem
    let directory: RecordDirectory
    private let guardsStanding: Guards
    private var machine: MintMachine
    private(set) var mints: [GatewayView.Mint] = []
    /// The token's verifications for a source.
    private var counts: [Source: Int] = [:]  // looked up, never iterated

    init(
        _ system: GatewaySystem, minter: ReceiptIdentity, guards: Guards
    ) throws {
        self.system = system
        token = try TokenSystem(
            parameters: system.parameters, minter: minter.key, cap: Self.cap, guards: guards)
        directory = RecordDirectory(parameters: system.parameters, guards: guards)
        machine = MintMachine(parameters: system.parameters, minter: minter)
        guardsStanding = guards
    }

    var profile: Profile { system.profile }
    var surfaces: [Surface] { HardenedSurfaces.all }
    var guards: [Guard] { HardenedSurfaces.guards }
    var head: String { system.head }
    var heartbeat: [Reply.Message] { system.heartbeat }

    var stateDigest: Digest {
        Digests.sha256(
            system.stateDigest.bytes + token.stateDigest.bytes + directory.stateDigest.bytes)
    }

    func submit(
        _ bytes: [UInt8], to surface: Surface, from source: Source, at clock: LogicalClock
    ) throws -> Reply {
        switch surface {
        case HardenedSurfaces.mint: return whole(Reply(refusals: try mint(bytes, clock)))
        case TokenSurfaces.token, TokenSurfaces.pause:
            return whole(try call(bytes, surface, source, clock))
        case RecordDirectory.surface:
            return whole(try directory.submit(bytes, to: surface, from: source, at: clock))
        default: return whole(try system.submit(bytes, to: surface, from: source, at: clock))
        }
    }

    /// The reply with the state of all of it.
    private func whole(_ reply: Reply) -> Reply {
        Reply(
            refusals: reply.refusals, head: head, stateDigest: stateDigest,
            messages: reply.messages, died: reply.died)
    }

    // MARK: The token

    private func call(
        _ bytes: [UInt8], _ surface: Surface, _ source: Source, _ clock: LogicalClock
    ) throws -> Reply {
        let (before, count) = (token.token, token.signatureVerificationCount)
        let reply = try token.submit(bytes, to: surface, from: source, at: clock)
        counts[source, default: 0] += token.signatureVerificationCount - count
        if let batch = token.token.batches.dropFirst(before.batches.count).first {
            let payouts = token.token.balances.map {
                (address: $0.address, amount: $0.amount - before.balance(of: $0.address))
            }
            mints.append(
                GatewayView.Mint(
                    epoch: String(batch.epoch), root: batch.root,
                    payouts: payouts.filter { $0.amount != 0 }))
        }
        return reply
    }

    /// Has an epoch paid, batch by batch.
    ///
    /// **Result:** what stopped it.
    private func mint(_ bytes: [UInt8], _ clock: LogicalClock) throws -> [Refusal] {
        let request = try? JSONParser.parse(bytes, byteCountMax: 1_024)
        guard let number = request?.member("epoch")?.integerValue else {
            return [Refusal(index: nil, by: GatewayGuards.fields, message: "expected an epoch")]
        }
        let epoch = String(number)
        do {
            while true {
                let bytes = try machine.next(
                    epoch: epoch, of: system, token.token, guards: guardsStanding)
                let reply = try call(bytes, TokenSurfaces.token, Self.minterSource, clock)
                guard reply.isAccepted else {
                    if let pending = machine.pending { machine.noteFailure(of: pending) }
                    return reply.refusals
                }
                try machine.confirm(epoch: epoch, of: system, token.token)
                if system.stage(ofEpoch: epoch) == .minted { return [] }
            }
        } catch let refusal as Refusal {
            return [refusal]
        }
    }

    /// The call of a batch as this gateway's minter sends it.
    func mintCall(epoch: Int) -> [UInt8]? {
        system.agreed(epoch: String(epoch)).map { machine.call($0, index: 0) }
    }

    // MARK: Values

    var receiptCount: Int { system.receipts.count }
    var voteCount: Int { system.votes.count }
    var settlementCount: Int { system.settlements.count }

    var receipts: [GatewayView.Receipt] {
        system.receipts.map {
            GatewayView.Receipt(bytes: $0.bytes, id: $0.id, chainHash: $0.chainHash)
        }
    }

    var votes: [[UInt8]] { system.votes.map(\.bytes) }

    var settlements: [GatewayView.Settlement] {
        system.settlements.map { settlement in
            GatewayView.Settlement(
                bytes: settlement.bytes, epoch: settlement.snapshot.epoch,
                root: settlement.snapshot.root,
                payouts: settlement.payouts.map {
                    GatewayView.Payout(node: $0.node, address: $0.address, amount: $0.amount)
                })
        }
    }

    var tallies: [GatewayView.Tally] {
        system.tallies.map {
            GatewayView.Tally(epoch: $0.epoch, root: $0.root, weight: $0.weight)
        }
    }

    var epochs: [GatewayView.Epoch] { [] }
    var accounts: [(user: String, balance: Int)] {
        system.accounts.map { ($0.user, $0.balance) }
    }

    /// The rows of its store, in their order.
    var rows: [GatewayView.Row] {
        let document = try? JSONParser.parse(
            system.storeDocument, byteCountMax: GatewayLimits.storeByteCountMax)
        return (document?.member("log")?.arrayValue ?? []).compactMap { row in
            let parts = row.arrayValue?.compactMap(\.stringValue) ?? []
            guard parts.count == 4, let bytes = Base64Reading.bytes(of: parts[1]) else {
                return nil
            }
            return GatewayView.Row(
                kind: parts[0], bytes: bytes, name: parts[2], link: parts[3])
        }
    }

    var furtherLines: [String] {
        system.accounts.map { "account \($0.user) \($0.balance) \($0.reserved)" }
            + rows.filter { !["receipt", "vote", "settlement"].contains($0.kind) }.map {
                "\($0.kind) \(Base64Reading.text(of: $0.bytes)) \($0.name) \($0.link)"
            }
    }

    var proposals: [GatewayView.Proposal] {
        system.proposals.map {
            GatewayView.Proposal(batch: $0.batch, epoch: $0.epoch, weight: $0.weight)
        }
    }

    var records: [[UInt8]] { directory.records.map(\.bytes) }
    var balances: [(address: String, amount: BigInt)] { system.balances }
    var peers: [Source] { system.peers }
    var storeDocument: [UInt8] { system.storeDocument }

    func signatureVerificationCount(from source: Source) -> Int {
        system.signatureVerificationCount(from: source) + (counts[source] ?? 0)
    }
}

extension Reply {
    /// Without the state, which is told when it is known.
    fileprivate init(refusals: [Refusal]) {
        self.init(refusals: refusals, head: "", stateDigest: Digests.sha256([]))
    }
}
