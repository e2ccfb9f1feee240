import BigInt
import GatewayNetwork
import Trials

/// A hardened network with its token: gateways' ledgers, and validators that agree to them.
struct MintBench {
    static let minter = ReceiptIdentity(seed: "minter")
    static let other = ReceiptIdentity(seed: "other minter")

    /// The address that nobody has.
    static let nobody = "0x" + String(repeating: "0", count: 40)

    let parameters: GatewayParameters
    let nodes: [ReceiptIdentity]
    let validators: [ReceiptIdentity]
    let builder: ReceiptBuilder
    let token: TokenSystem
    let clock = LogicalClock(milliseconds: Bench.milliseconds)

    init(
        nodeCount: Int = 3, validatorCount: Int = 3, without missing: [Guard] = [],
        cap: BigInt = HardenedToken.standardCap
    ) throws {
        nodes = (0..<nodeCount).map { ReceiptIdentity(seed: "node \($0)") }
        validators = (0..<validatorCount).map { ReceiptIdentity(seed: "validator \($0)") }
        parameters = try GatewayParameters(
            name: "minting", gateways: [Bench.gateway.key, Bench.outsider.key],
            nodes: nodes.enumerated().map {
                .init(key: $1.key, address: Self.address($0))
            },
            validators: validators.map { .init(key: $0.key, weight: 1) })
        builder = ReceiptBuilder(parameters: parameters)
        token = try TokenSystem(
            parameters: parameters, minter: Self.minter.key, cap: cap,
            guards: Bench.guards(without: missing))
    }

    static func address(_ place: Int) -> String {
        let digits = String(place + 1, radix: 16)
        return "0x" + String(repeating: "0", count: 40 - digits.count) + digits
    }

    func ledger(path: String? = nil) throws -> GatewaySystem {
        try GatewaySystem(parameters: parameters, newAt: path)
    }

    func send(
        _ bytes: [UInt8], _ surface: Surface, to ledger: GatewaySystem
    ) throws {
        let reply = try ledger.submit(bytes, to: surface, from: Source(1), at: clock)
        if let refusal = reply.refusals.first { throw refusal }
    }

    /// A receipt of each node in a ledger; a session's name tells rounds of receipts apart.
    func fill(_ ledger: GatewaySystem, session: String = "s", tokens: Int = 5) throws {
        for (place, node) in nodes.enumerated() {
            let receipt = builder.receipt(
                gateway: Bench.gateway.key, node: node.key, session: "\(session)-\(place)",
                outputTokens: tokens + place, createdMilliseconds: Bench.milliseconds)
            try send(
                builder.signed(receipt, gateway: Bench.gateway, node: node).bytes, .receipt,
                to: ledger)
        }
    }

    /// The snapshot of all receipts of a ledger.
    func snapshot(
        _ ledger: GatewaySystem, epoch: Int = 1, total: Int = 1_000_000
    ) throws -> EpochSnapshot {
        guard
            let snapshot = ledger.snapshot(
                epoch: String(epoch), receiptCount: ledger.receipts.count, total: total)
        else { throw Bench.NoSnapshot() }
        return snapshot
    }

    func vote(
        _ snapshot: EpochSnapshot, _ validator: ReceiptIdentity, round: Int = 0
    ) throws -> RawObject {
        try builder.signed(
            vote: builder.vote(snapshot, validator: validator.key, round: round),
            validator: validator)
    }

    /// The votes of these validators for a snapshot.
    func certificate(
        _ snapshot: EpochSnapshot, by signers: [ReceiptIdentity], round: Int = 0
    ) throws -> VoteCertificate {
        VoteCertificate(
            entries: try signers.map { signer in
                let signature = try vote(snapshot, signer, round: round)["signature"] ?? ""
                return .init(
                    validator: signer.key, round: round,
                    signature: signature.filter { $0 != "\"" })
            })
    }

    /// Votes of all validators, and the step to `quorate`.
    func agree(_ ledger: GatewaySystem, _ snapshot: EpochSnapshot, round: Int = 0) throws {
        for validator in validators {
            try send(vote(snapshot, validator, round: round).bytes, .vote, to: ledger)
        }
        try send(builder.settlement(snapshot).bytes, .settlement, to: ledger)
    }

    /// An epoch of all receipts that a ledger has, agreed by all.
    func agreed(
        _ ledger: GatewaySystem, epoch: Int = 1, total: Int = 1_000_000, round: Int = 0
    ) throws -> AgreedSnapshot {
        try agree(ledger, snapshot(ledger, epoch: epoch, total: total), round: round)
        guard let agreed = ledger.agreed(epoch: String(epoch)) else {
            throw Bench.NoSnapshot()
        }
        return agreed
    }

    /// Receipts in a new ledger, and epoch 1 agreed by all.
    func agreed(total: Int = 1_000_000) throws -> AgreedSnapshot {
        let ledger = try ledger()
        try fill(ledger)
        return try agreed(ledger, total: total)
    }

    /// A snapshot, whatever it is, with the signatures of all validators.
    func agreed(to snapshot: EpochSnapshot) throws -> AgreedSnapshot {
        AgreedSnapshot(
            snapshot: snapshot, certificate: try certificate(snapshot, by: validators))
    }

    /// The call of an epoch's first batch, without its signature.
    func unsigned(_ agreed: AgreedSnapshot) -> RawObject {
        TokenBuilder(parameters: parameters).call(agreed, index: 0, minter: Self.minter)
    }

    var machine: MintMachine { MintMachine(parameters: parameters, minter: Self.minter) }

    func call(_ agreed: AgreedSnapshot, _ index: Int) -> [UInt8] {
        machine.call(agreed, index: index)
    }

    func submit(
        _ bytes: [UInt8], _ surface: Surface = TokenSurfaces.token, from source: Source = Source(1)
    ) throws -> Reply {
        try token.submit(bytes, to: surface, from: source, at: clock)
    }

    /// A token of this network in a new database.
    func newToken(at path: String) throws -> TokenSystem {
        try TokenSystem(parameters: parameters, minter: Self.minter.key, newAt: path)
    }

    /// The token that a database holds.
    func reopened(_ path: String) throws -> TokenSystem {
        try TokenSystem(
            parameters: parameters, minter: Self.minter.key, openingAt: path)
    }

    /// A switch of the token, signed by its minter.
    func pause(_ isPaused: Bool, round: Int) -> [UInt8] {
        TokenBuilder(parameters: parameters)
            .pause(isPaused, round: round, minter: Self.minter).bytes
    }
}

extension Surface {
    static let token = TokenSurfaces.token
    static let pause = TokenSurfaces.pause
}

extension String {
    /// A text of JSON that is base64, in another spelling.
    var respelledText: String { RawObject.text(respelled(filter { $0 != "\"" })) }
}
