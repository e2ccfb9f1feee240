internal import Checkpoints
internal import Conformance
internal import Cryptography
internal import Fingerprints
internal import FloatEngine
internal import Proving
internal import PythonValues
internal import Tokenization

/// A model's tensors, receipts, cases and intermediates.
struct FloatModelVectors: LongVectorJudge {
    let name = "model"
    let maker: String? = "reference, PyTorch"
    let surroundings: FloatVectorSurroundings

    func recognises(_ document: PythonDictionary) -> Bool {
        document["tensors_sha256"] != nil && document["architecture"] != nil
    }

    func outcomes(
        of document: PythonDictionary,
        progress: @escaping @Sendable (_ done: Int, _ total: Int) -> Void
    ) throws -> [VectorOutcome] {
        let file = document.vectorDocument
        let description = try FloatModelDescription(file)
        guard description.runs(surroundings) else {
            return [VectorOutcome(index: "model", .skipped(reason: description.whyNot))]
        }
        return try description.withFolder(surroundings) { folder, synthetic in
            guard let folder else {
                return [
                    VectorOutcome(
                        index: "model", .skipped(reason: "needs the embedded model's folder"))
                ]
            }
            let run = try FloatModelRun(
                file: file, description: description, folder: folder, synthetic: synthetic,
                surroundings: surroundings)
            return try run.outcomes(progress: progress)
        }
    }
}
