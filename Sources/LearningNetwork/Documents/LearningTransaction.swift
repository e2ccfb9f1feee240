internal import Encodings
internal import PythonValues
internal import Training
package import Trials

/// A payment, a bond, or the end of a bond, signed by the holder of the coins.
package struct LearningTransaction: Sendable {
    package enum Kind: String, Sendable, CaseIterable {
        case pay, bond, unbond
    }

    static let keys = [
        "amount", "fee", "from", "key", "kind", "network", "nonce", "signature", "to",
    ]

    package let bytes: [UInt8]
    /// H(`transaction` || all but the signature): the id, and the digest that is signed.
    package let digest: [UInt8]
    package let kind: Kind
    package let network: [UInt8]
    package let key: LearningKey
    package let from: String
    /// Empty for a bond and its end.
    package let to: String
    /// In units.
    package let amount: Int
    package let fee: Int
    package let nonce: Int
    package let signature: [UInt8]

    package var id: String { Hexadecimal.text(of: digest) }

    /// Reads a message. The members are judged by ``LearningRules``, but for their form.
    ///
    /// **Throws:** ``Refusal``.
    package init(_ bytes: [UInt8], _ guards: Guards) throws(Refusal) {
        try self.init(
            LearningDocument(
                bytes, byteCountMax: LearningLimits.transactionByteCountMax, Self.keys, guards),
            bytes)
    }

    /// Reads a part of a block.
    init(part value: PythonValue, _ guards: Guards) throws(Refusal) {
        let bytes = try PartBytes.text(value)
        try guards.require(
            bytes.count <= LearningLimits.transactionByteCountMax, LearningGuards.size,
            "a transaction: expected at most \(LearningLimits.transactionByteCountMax) bytes")
        try self.init(LearningDocument(value, Self.keys, guards), bytes)
    }

    private init(_ document: LearningDocument, _ bytes: [UInt8]) throws(Refusal) {
        self.bytes = bytes
        digest = LearningDomain.digest("transaction", try PartBytes.payload(document))
        let name = try document.text("kind")
        let kind = Kind.allCases.first { $0.rawValue.utf8.elementsEqual(name.utf8) }
        try document.guards.require(
            kind != nil, LearningGuards.fields, "kind: expected pay, bond or unbond")
        self.kind = kind ?? .pay
        // Numbers before what they mean: `true` is no amount, wherever it stands.
        for key in ["amount", "fee", "nonce"] { _ = try document.integer(key) }
        network = try document.bytes("network", count: 32, LearningGuards.network)
        key = LearningKey(
            bytes: try document.bytes(
                "key", count: LearningKey.byteCount, LearningGuards.keyForm))
        from = try document.text("from")
        to = try document.text("to")
        amount = try document.integer(
            "amount", in: 1...LearningLimits.supplyMax, LearningGuards.amountRange)
        fee = try document.integer(
            "fee", in: 0...LearningLimits.supplyMax / 2, LearningGuards.feeRange)
        nonce = try document.integer(
            "nonce", in: 0...LearningLimits.countMax, LearningGuards.nonce)
        signature = try document.bytes("signature", count: 64, LearningGuards.signature)
    }

    /// Signs a transaction. Values beyond their ranges stay as they are: others refuse them.
    package static func signed(
        _ kind: Kind, by signer: LearningSigner, to: String = "", amount: Int, fee: Int = 0,
        nonce: Int, network: [UInt8], from: String? = nil
    ) -> [UInt8] {
        let head: [(String, JSONValue)] = [
            ("amount", .integer(amount)), ("fee", .integer(fee)),
            ("from", .string(from ?? signer.address)), ("key", .string(signer.key.text)),
            ("kind", .string(kind.rawValue)), ("network", CanonicalObject.hex(network)),
            ("nonce", .integer(nonce)),
        ]
        let payload = CanonicalObject.bytes(head + [("to", .string(to))])
        let signature = signer.sign(LearningDomain.digest("transaction", payload))
        return CanonicalObject.bytes(
            head + [("signature", CanonicalObject.hex(signature)), ("to", .string(to))])
    }
}
