internal import Cryptography
internal import Encodings
internal import PythonValues
package import Training
package import Trials

/// The opened steps of a proof.
package struct LearningOpening: Sendable {
    private static let keys = ["proof", "steps"]
    private static let stepKeys = ["after", "before", "path_after", "path_before", "step"]

    package let bytes: [UInt8]
    /// The proof's id.
    package let proof: [UInt8]
    package let steps: [TrainingOpening]

    /// **Throws:** ``Refusal``.
    package init(
        _ bytes: [UInt8], _ model: LearningModel, _ guards: Guards
    ) throws(Refusal) {
        let document = try LearningDocument(
            bytes, byteCountMax: model.openingByteCountMax, Self.keys, guards)
        self.bytes = bytes
        proof = try document.bytes("proof", count: 32, LearningGuards.proofKnown)
        var steps: [TrainingOpening] = []
        for value in try document.elements("steps", countMax: model.sampleCount) {
            let step = try LearningDocument(value, Self.stepKeys, guards)
            steps.append(
                TrainingOpening(
                    step: try step.integer(
                        "step", in: 0...TrainingPlan.stepCountMax, LearningGuards.auditSteps),
                    before: try step.bytes(
                        "before", count: model.plan.shape.weightByteCount,
                        LearningGuards.auditPath),
                    pathBefore: try Self.path(step, "path_before"),
                    afterHash: Digest(bytes: try step.bytes("after", count: 32)),
                    pathAfter: try Self.path(step, "path_after")))
        }
        self.steps = steps
    }

    private static func path(
        _ step: LearningDocument, _ key: String
    ) throws(Refusal) -> [Digest] {
        try step.digests(key, countMax: LearningProof.pathCountMax).map { Digest(bytes: $0) }
    }

    package static func bytes(proof: [UInt8], steps: [TrainingOpening]) -> [UInt8] {
        func path(_ digests: [Digest]) -> JSONValue {
            .array(digests.map { CanonicalObject.hex($0.bytes) })
        }
        return CanonicalObject.bytes([
            ("proof", CanonicalObject.hex(proof)),
            (
                "steps",
                .array(
                    steps.map {
                        CanonicalObject.value([
                            ("after", CanonicalObject.hex($0.afterHash.bytes)),
                            ("before", CanonicalObject.hex($0.before)),
                            ("path_after", path($0.pathAfter)),
                            ("path_before", path($0.pathBefore)), ("step", .integer($0.step)),
                        ])
                    })
            ),
        ])
    }
}
