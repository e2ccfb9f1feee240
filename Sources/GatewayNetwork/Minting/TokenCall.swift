internal import BigInt
internal import Cryptography
internal import Encodings
internal import PythonValues
internal import Trials

/// A call that asks the token to mint one batch, read and not yet judged.
struct TokenCall {
    static let payloadKeys = ["batch", "certificate", "index", "minter", "network", "snapshot"]

    let bytes: [UInt8]
    /// All but the signature.
    let payload: [UInt8]
    let certificate: VoteCertificate
    let index: Int
    let minter: [UInt8]
    let signature: [UInt8]
    let snapshot: MintSnapshot
    /// The claimed id, which is the computed one where the guard stands.
    let batch: String

    /// **Throws:** ``Refusal`` by the guard that stopped it, of `size` to `batch_id`.
    init(_ bytes: [UInt8], _ rules: HardenedRules) throws(Refusal) {
        let guards = rules.guards
        let document = try ReceiptDocument(
            bytes, byteCountMax: GatewayLimits.tokenCallByteCountMax, guards: guards)
        let fields = try HardenedFields(document, Self.payloadKeys + ["signature"], guards)
        batch = try fields.text("batch")
        snapshot = try MintSnapshot(document.members["snapshot"], guards)
        index = try fields.integer(
            "index", from: 0, to: GatewayLimits.batchIndexMax, GatewayGuards.batchOrder)
        try rules.checkNetwork(fields)
        certificate = try VoteCertificate(document.members["certificate"], fields)
        signature = try fields.signature("signature")
        minter = try fields.key("minter")
        let computed = MintBatch.id(root: snapshot.root, index: index).text
        try guards.require(
            batch.isSame(computed), GatewayGuards.batchID,
            "expected the id \(computed), got \(JSONValue.quoted(batch, scalarCountMax: 64))")
        self.bytes = document.bytes
        payload = try document.payload(Self.payloadKeys)
    }
}
