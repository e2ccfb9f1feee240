internal import Architectures
package import Cryptography
internal import Fingerprints
package import Inference
internal import Tensors
package import Traces

/// The results of a run of one prompt: the outputs that were observed, the rows and the proof.
package struct PromptOutputs: Sendable {
    /// The output of each place of the schedule, row-major; nil for the proof and where the output
    /// was not observed.
    package var elements: [[Int64]?]
    package var proof: Digest

    /// Runs the prompt by definition.
    ///
    /// - Parameters:
    ///   - places: the operations that are observed; nil for all.
    ///   - interference: a fault of the run; it takes the prompt for sequence 0.
    ///
    /// **Throws:** `InferenceError`.
    package init(
        _ transformer: Transformer, _ task: DisputeTask, prompt: Int, places: [Int]? = nil,
        interference: (any Interference)? = nil
    ) throws {
        let recorder = Recorder(places: places, count: task.schedule.count)
        let challenge = task.prompts[prompt]
        let result = try transformer.forwardByDefinition(
            challenge.tokenIDs, observer: recorder, interference: interference)
        elements = recorder.elements
        let fingerprint = Fingerprint(salt: challenge.salt, rows: result.rows)
        elements[task.schedule.count - 2] = fingerprint.heads.flatMap(\.row)
        proof = fingerprint.proofDigest
    }

    private final class Recorder: ForwardObserver {
        private let places: [Int]?
        private(set) var elements: [[Int64]?]

        init(places: [Int]?, count: Int) {
            self.places = places
            elements = [[Int64]?](repeating: nil, count: count)
        }

        func looksAt(_ operation: Operation) -> Bool { true }

        func observe(
            _ operation: Operation, place: Int, sequence: Int, _ tensor: ObservedTensor
        ) {
            guard places?.contains(place) ?? true else { return }
            elements[place] = tensor.elements
        }
    }

    /// The records of all operations. **Precondition:** all were observed.
    package func records(_ task: DisputeTask, prompt: Int) -> [TraceRecord] {
        elements.indices.map { place in
            guard let form = task.form(prompt: prompt, place: place),
                let elements = elements[place]
            else { return .computed(proof) }
            return .computed(form.digest(elements))
        }
    }

    /// The proof that follows from given rows, [heads, T].
    package static func proof(
        ofRows rows: [Int64], _ task: DisputeTask, prompt: Int
    ) -> Digest {
        let challenge = task.prompts[prompt]
        let shape = task.architecture.shape
        return Fingerprint(
            salt: challenge.salt, layerCount: shape.layerCount, headCount: shape.headCount,
            selectedRows: rows
        ).proofDigest
    }
}

extension TensorForm {
    /// The digest of a tensor of this form.
    package func digest(_ elements: [Int64]) -> Digest {
        var digest = TensorDigest(dimensions: dimensions, elementType: type)
        digest.update(elements[...])
        return digest.finalized()
    }
}
