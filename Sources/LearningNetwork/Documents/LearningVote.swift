internal import Encodings
internal import PythonValues
internal import Training
package import Trials

/// A validator's verdict on one proof, after its audit by one beacon.
package struct LearningVote: Sendable {
    static let keys = [
        "beacon", "epoch", "network", "proof", "signature", "valid", "validator",
    ]

    package let bytes: [UInt8]
    /// H(`vote` || all but the signature): the digest that is signed.
    package let digest: [UInt8]
    package let network: [UInt8]
    package let validator: LearningKey
    package let epoch: Int
    /// The proof's id.
    package let proof: [UInt8]
    package let beacon: [UInt8]
    package let isValid: Bool
    package let signature: [UInt8]

    /// Reads a message. The members are judged by ``LearningRules``, but for their form.
    ///
    /// **Throws:** ``Refusal``.
    package init(_ bytes: [UInt8], _ guards: Guards) throws(Refusal) {
        try self.init(
            LearningDocument(
                bytes, byteCountMax: LearningLimits.voteByteCountMax, Self.keys, guards),
            bytes)
    }

    /// Reads a part of a certificate.
    init(part value: PythonValue, _ guards: Guards) throws(Refusal) {
        try self.init(LearningDocument(value, Self.keys, guards), try PartBytes.text(value))
    }

    private init(_ document: LearningDocument, _ bytes: [UInt8]) throws(Refusal) {
        self.bytes = bytes
        digest = LearningDomain.digest("vote", try PartBytes.payload(document))
        epoch = try document.integer(
            "epoch", in: 0...LearningLimits.countMax, LearningGuards.proofKnown)
        isValid = try document.boolean("valid")
        network = try document.bytes("network", count: 32, LearningGuards.network)
        validator = LearningKey(
            bytes: try document.bytes(
                "validator", count: LearningKey.byteCount, LearningGuards.keyForm))
        proof = try document.bytes("proof", count: 32, LearningGuards.proofKnown)
        beacon = try document.bytes("beacon", count: 32, LearningGuards.proofKnown)
        signature = try document.bytes("signature", count: 64, LearningGuards.voteSignature)
    }

    /// - Parameter key: the validator that the vote names; the signer where nothing is said.
    package static func signed(
        by signer: LearningSigner, epoch: Int, proof: [UInt8], beacon: [UInt8], isValid: Bool,
        network: [UInt8], naming key: LearningKey? = nil
    ) -> [UInt8] {
        let head: [(String, JSONValue)] = [
            ("beacon", CanonicalObject.hex(beacon)), ("epoch", .integer(epoch)),
            ("network", CanonicalObject.hex(network)), ("proof", CanonicalObject.hex(proof)),
        ]
        let tail: [(String, JSONValue)] = [
            ("valid", .boolean(isValid)), ("validator", .string((key ?? signer.key).text)),
        ]
        let digest = LearningDomain.digest("vote", CanonicalObject.bytes(head + tail))
        return CanonicalObject.bytes(
            head + [("signature", CanonicalObject.hex(signer.sign(digest)))] + tail)
    }
}
