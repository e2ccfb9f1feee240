import Cryptography
import GatewayNetwork
import Trials

/// Things that the guards of proposals, partial signatures and pulls stop.
extension GuardCase {
    static let minting = proposals + partials + pulls

    private static func proposal(
        _ by: Guard, signer: ReceiptIdentity = Bench.gateway, settles: Bool = true,
        _ change: @escaping @Sendable (inout RawObject, Bench) throws -> Void = { _, _ in }
    ) -> GuardCase {
        GuardCase(by, .proposal) { bench in
            if settles { try bench.settle() }
            var proposal = try bench.proposal(settles ? bench.batch : Bench.noBatch)
            try change(&proposal, bench)
            return TokenBuilder.signed(proposal: proposal, by: signer).bytes
        }
    }

    private static let proposals = [
        proposal(GatewayGuards.gatewayRegistered, signer: Bench.outsider) { proposal, _ in
            proposal["proposer"] = RawObject.text(Bench.outsider.key)
        },
        proposal(GatewayGuards.quorum, settles: false),
        proposal(GatewayGuards.batchID) { proposal, _ in
            proposal["batch"] = RawObject.text(Bench.noBatch)
        },
        GuardCase(GatewayGuards.proposalOnce, .proposal) { bench in
            try bench.propose()
            return TokenBuilder.signed(
                proposal: try bench.proposal(bench.batch), by: Bench.gateway
            ).bytes
        },
        proposal(GatewayGuards.proposalSignature, signer: Bench.outsider),
        GuardCase(GatewayGuards.domain, .proposal) { bench in
            try bench.settle()
            var proposal = try bench.proposal(bench.batch)
            proposal["signature"] = RawObject.text(Bench.gateway.signature(of: proposal.bytes))
            return proposal.bytes
        },
    ]

    private static func partial(
        _ by: Guard, signer: ReceiptIdentity = Bench.validators[0],
        _ change: @escaping @Sendable (inout RawObject, Bench) throws -> Void = { _, _ in }
    ) -> GuardCase {
        GuardCase(by, .partial) { bench in
            try bench.propose()
            var partial = try bench.tokens.partialSignature(batch: bench.batch, signer: signer)
            try change(&partial, bench)
            return partial.bytes
        }
    }

    private static let partials = [
        partial(GatewayGuards.signerRegistered, signer: Bench.outsider),
        GuardCase(GatewayGuards.proposalKnown, .partial) { bench in
            try bench.settle()
            return try bench.tokens.partialSignature(
                batch: bench.batch, signer: Bench.validators[0]
            ).bytes
        },
        partial(GatewayGuards.signerOnce) { partial, bench in
            _ = try bench.taken(bench.send(partial.bytes, .partial))
        },
        // Signed by one validator in the name of another.
        partial(GatewayGuards.partialSignature, signer: Bench.validators[1]) { partial, _ in
            partial["signer"] = RawObject.text(Bench.validators[0].key)
        },
    ]

    private static func pull(
        _ by: Guard, count: String = "64", from: String = "1", head: String? = nil
    ) -> GuardCase {
        GuardCase(by, .pull) { bench in
            try bench.fill()
            return RawObject([
                ("count", count), ("from", from),
                ("head", RawObject.text(head ?? bench.system.receipts[0].chainHash)),
                ("network", RawObject.text(bench.builder.networkID)),
            ]).bytes
        }
    }

    private static let pulls = [
        pull(GatewayGuards.pullRange, count: "65"),
        pull(GatewayGuards.pullRange, count: "0"),
        pull(GatewayGuards.pullRange, count: "-1"),
        pull(GatewayGuards.pullHead, head: String(repeating: "0", count: 64)),
    ]
}

extension Bench {
    /// The id of no batch.
    static let noBatch = String(repeating: "0", count: 64)

    var tokens: TokenBuilder { TokenBuilder(parameters: builder.parameters) }

    /// The id of the only batch of epoch 1, once that is settled.
    var batch: String {
        get throws {
            guard let settlement = system.settlements.first else { throw NoSnapshot() }
            return MintBatch.id(root: settlement.snapshot.root, index: 0).text
        }
    }

    func proposal(_ batch: String) -> RawObject {
        tokens.proposal(batch: batch, epoch: "1", proposer: Self.gateway)
    }

    /// Epoch 1, settled, and a proposal of its batch.
    func propose() throws {
        try settle()
        _ = try taken(
            send(
                TokenBuilder.signed(proposal: try proposal(batch), by: Self.gateway).bytes,
                .proposal))
    }
}

extension Surface {
    static let proposal = GatewaySurfaces.proposal
    static let partial = GatewaySurfaces.partialSignature
    static let pull = GatewaySurfaces.pull
}
