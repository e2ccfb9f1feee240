internal import Encodings
internal import PythonValues
internal import Training
package import Trials

/// A trainer's claim to have trained the model for the steps of one epoch, from the weights at the
/// chain's head to other weights, with a digest of all weights between them.
package struct LearningProof: Sendable {
    static let keys = [
        "chunk", "end", "epoch", "key", "network", "path_end", "path_start", "seed", "signature",
        "start", "steps", "trace",
    ]
    /// The digests of a path to a leaf among 2^32.
    static let pathCountMax = 32

    package let bytes: [UInt8]
    /// H(`proof` || all but the signature): the id, and the digest that is signed.
    package let digest: [UInt8]
    package let network: [UInt8]
    package let key: LearningKey
    package let epoch: Int
    package let seed: [UInt8]
    /// The data's hash.
    package let chunk: [UInt8]
    /// The hash of the weights before the first step, and after the last.
    package let start: [UInt8]
    package let end: [UInt8]
    package let stepCount: Int
    package let trace: [UInt8]
    package let startPath: [[UInt8]]
    package let endPath: [[UInt8]]
    package let signature: [UInt8]

    package var id: String { Hexadecimal.text(of: digest) }
    package var trainer: String { key.address }

    /// Reads a message. The members are judged by ``LearningRules``, but for their form.
    ///
    /// **Throws:** ``Refusal``.
    package init(_ bytes: [UInt8], _ guards: Guards) throws(Refusal) {
        try self.init(
            LearningDocument(
                bytes, byteCountMax: LearningLimits.proofByteCountMax, Self.keys, guards),
            bytes)
    }

    /// Reads a part of a block.
    init(part value: PythonValue, _ guards: Guards) throws(Refusal) {
        let bytes = try PartBytes.text(value)
        try guards.require(
            bytes.count <= LearningLimits.proofByteCountMax, LearningGuards.size,
            "a proof: expected at most \(LearningLimits.proofByteCountMax) bytes")
        try self.init(LearningDocument(value, Self.keys, guards), bytes)
    }

    private init(_ document: LearningDocument, _ bytes: [UInt8]) throws(Refusal) {
        self.bytes = bytes
        digest = LearningDomain.digest("proof", try PartBytes.payload(document))
        epoch = try document.integer(
            "epoch", in: 0...LearningLimits.countMax, LearningGuards.epoch)
        stepCount = try document.integer(
            "steps", in: 0...LearningLimits.countMax, LearningGuards.steps)
        network = try document.bytes("network", count: 32, LearningGuards.network)
        key = LearningKey(
            bytes: try document.bytes(
                "key", count: LearningKey.byteCount, LearningGuards.keyForm))
        seed = try document.bytes("seed", count: 32, LearningGuards.seed)
        chunk = try document.bytes("chunk", count: 32, LearningGuards.chunk)
        start = try document.bytes("start", count: 32, LearningGuards.start)
        end = try document.bytes("end", count: 32)
        trace = try document.bytes("trace", count: 32)
        startPath = try document.digests("path_start", countMax: Self.pathCountMax)
        endPath = try document.digests("path_end", countMax: Self.pathCountMax)
        signature = try document.bytes(
            "signature", count: 64, LearningGuards.proofSignature)
    }

    /// The members that a trainer chooses.
    package struct Claim: Sendable {
        package var epoch: Int
        package var seed: [UInt8]
        package var chunk: [UInt8]
        package var start: [UInt8]
        package var end: [UInt8]
        package var stepCount: Int
        package var trace: [UInt8]
        package var startPath: [[UInt8]]
        package var endPath: [[UInt8]]

        package init(
            epoch: Int, seed: [UInt8], chunk: [UInt8], start: [UInt8], end: [UInt8],
            stepCount: Int, trace: [UInt8], startPath: [[UInt8]], endPath: [[UInt8]]
        ) {
            self.epoch = epoch
            self.seed = seed
            self.chunk = chunk
            self.start = start
            self.end = end
            self.stepCount = stepCount
            self.trace = trace
            self.startPath = startPath
            self.endPath = endPath
        }
    }

    /// - Parameter key: the key that the proof names; the signer's where nothing is said.
    package static func signed(
        _ claim: Claim, by signer: LearningSigner, network: [UInt8], naming key: LearningKey? = nil
    ) -> [UInt8] {
        let head: [(String, JSONValue)] = [
            ("chunk", CanonicalObject.hex(claim.chunk)), ("end", CanonicalObject.hex(claim.end)),
            ("epoch", .integer(claim.epoch)), ("key", .string((key ?? signer.key).text)),
            ("network", CanonicalObject.hex(network)),
            ("path_end", .array(claim.endPath.map(CanonicalObject.hex))),
            ("path_start", .array(claim.startPath.map(CanonicalObject.hex))),
            ("seed", CanonicalObject.hex(claim.seed)),
        ]
        let tail: [(String, JSONValue)] = [
            ("start", CanonicalObject.hex(claim.start)), ("steps", .integer(claim.stepCount)),
            ("trace", CanonicalObject.hex(claim.trace)),
        ]
        let digest = LearningDomain.digest("proof", CanonicalObject.bytes(head + tail))
        return CanonicalObject.bytes(
            head + [("signature", CanonicalObject.hex(signer.sign(digest)))] + tail)
    }
}
