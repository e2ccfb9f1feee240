internal import Cryptography
internal import Encodings
internal import PythonValues
internal import Trials

extension HardenedRules {
    static let proposalKeys = ["batch", "epoch", "network", "proposer"]
    static let partialKeys = ["batch", "network", "signature", "signer"]

    /// A gateway's proposal for a batch of an epoch that is quorate.
    func proposal(
        _ document: ReceiptDocument, _ state: LedgerState, _ meter: inout SignatureMeter,
        _ origin: Origin
    ) throws(Refusal) -> MintProposal {
        let fields = try HardenedFields(document, Self.proposalKeys + ["signature"], guards)
        let batch = try fields.text("batch")
        let epoch = String(
            try fields.integer(
                "epoch", from: 1, to: GatewayLimits.countMax, GatewayGuards.epochOrder))
        try checkNetwork(fields)
        let signature = try fields.signature("signature")
        let key = try fields.key("proposer")
        let proposer = Base64.text(of: key)
        try guards.require(
            parameters.gateways.contains { $0.isSame(proposer) },
            GatewayGuards.gatewayRegistered, "\(proposer) is no gateway of this network")
        let settlement = state.settlement(epoch: epoch)
        try guards.require(
            settlement != nil, GatewayGuards.quorum, "epoch \(epoch) is not quorate")
        try guards.require(
            settlement.map { Self.isBatch(batch, of: $0.snapshot) } ?? true,
            GatewayGuards.batchID, "epoch \(epoch) has no such batch")
        try guards.require(
            state.proposals.proposal(batch: batch) == nil, GatewayGuards.proposalOnce,
            "the batch has a proposal")
        try checkBudget(meter, origin)
        try check(
            Signed(
                signature: signature, key: key,
                payload: try document.payload(Self.proposalKeys), domain: .proposal),
            GatewayGuards.proposalSignature, &meter, origin)
        return MintProposal(
            bytes: document.bytes, batch: batch, epoch: epoch, proposer: proposer)
    }

    private static func isBatch(_ id: String, of snapshot: EpochSnapshot) -> Bool {
        (0..<MintBatch.count(payoutCount: snapshot.payouts.count)).contains {
            MintBatch.id(root: snapshot.root, index: $0).text.isSame(id)
        }
    }

    /// A validator's signature of a proposed batch: of the batch's id in hex, in the domain of
    /// proposals.
    func partialSignature(
        _ document: ReceiptDocument, _ state: LedgerState, _ meter: inout SignatureMeter,
        _ origin: Origin
    ) throws(Refusal) -> PartialSignature {
        let fields = try HardenedFields(document, Self.partialKeys, guards)
        let batch = try fields.text("batch")
        try checkNetwork(fields)
        let signature = try fields.signature("signature")
        let key = try fields.key("signer")
        let signer = Base64.text(of: key)
        let validator = parameters.validators.first { $0.key.isSame(signer) }
        try guards.require(
            validator != nil, GatewayGuards.signerRegistered,
            "\(signer) is no validator of this network")
        let proposal = state.proposals.proposal(batch: batch)
        try guards.require(
            proposal != nil, GatewayGuards.proposalKnown,
            "\(JSONValue.quoted(batch, scalarCountMax: 64)) is no batch that was proposed")
        let isNew = proposal?.signatures.allSatisfy { !$0.signer.isSame(signer) } ?? true
        try guards.require(
            isNew, GatewayGuards.signerOnce, "\(signer) has signed this batch")
        try checkBudget(meter, origin)
        try check(
            Signed(signature: signature, key: key, payload: batch.bytes, domain: .proposal),
            GatewayGuards.partialSignature, &meter, origin)
        return PartialSignature(
            bytes: document.bytes, batch: batch, signer: signer,
            signature: Base64.text(of: signature), weight: validator?.weight ?? 1)
    }
}
