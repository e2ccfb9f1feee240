package import PythonValues

/// A `TrainingProof` as the consensus, the pool and the validator read it: members of any type.
package struct TrainingProofView: Sendable {
    package let nodeID: PythonValue
    package let modelStateHash: PythonValue
    package let gradientHash: PythonValue
    package let datasetChunkHash: PythonValue
    package let computationProof: PythonValue
    package let timestamp: PythonValue
    package let validationSignatures: PythonValue

    /// The members behind the six that are hashed: the second has a default.
    private static let otherNames = ["signature", "validation_signatures"]

    /// `TrainingProof(**members)`.
    ///
    /// **Throws:** ``PythonError/type(_:)`` where a member is unknown or missing.
    package init(_ members: PythonDictionary) throws(PythonError) {
        let known = (Self.hashedNames + Self.otherNames).map(PythonText.init)
        guard members.members.allSatisfy({ known.contains($0.key) }) else {
            throw .type("__init__() got an unexpected keyword argument")
        }
        func required(_ name: String) throws(PythonError) -> PythonValue {
            guard let value = members[name] else {
                throw .type("__init__() missing 1 required positional argument: '\(name)'")
            }
            return value
        }
        nodeID = try required("node_id")
        modelStateHash = try required("model_state_hash")
        gradientHash = try required("gradient_hash")
        datasetChunkHash = try required("dataset_chunk_hash")
        computationProof = try required("computation_proof")
        timestamp = try required("timestamp")
        _ = try required("signature")
        validationSignatures = members["validation_signatures"] ?? .list([])
    }

    /// The members that the proof's hash covers, in the order of the class.
    package static let hashedNames = [
        "node_id", "model_state_hash", "gradient_hash", "dataset_chunk_hash",
        "computation_proof", "timestamp",
    ]

    /// The values of ``hashedNames``.
    package var hashedValues: [PythonValue] {
        [nodeID, modelStateHash, gradientHash, datasetChunkHash, computationProof, timestamp]
    }

    /// `hash_data` of the first six members.
    ///
    /// **Throws:** ``PythonError`` where they cannot be written.
    package func hash() throws(PythonError) -> PythonText {
        var members = PythonDictionary()
        for (name, value) in zip(Self.hashedNames, hashedValues) { members[name] = value }
        return PythonText(try PublishedHash.hash(.dictionary(members)))
    }

    /// The SHA-256 of texts one behind the other, in lower hexadecimal: `(a + b).encode()`.
    ///
    /// **Throws:** ``PythonError``: a type where a part is no text, as the sum with a text raises,
    /// a Unicode error for a surrogate alone.
    static func digest(of parts: [PythonValue]) throws(PythonError) -> PythonText {
        var text = PythonText()
        for part in parts { text.codePoints += try part.requiredText().codePoints }
        return try digest(of: text)
    }

    /// The SHA-256 of a text, in lower hexadecimal.
    ///
    /// **Throws:** ``PythonError/unicode(_:)`` for a surrogate alone.
    static func digest(of text: PythonText) throws(PythonError) -> PythonText {
        PythonText(try PublishedHash.hash(.string(text)))
    }
}

extension PythonText {
    /// `part in text`.
    func contains(_ part: some Collection<UInt32>) -> Bool {
        guard let first = part.first else { return true }
        guard codePoints.count >= part.count else { return false }
        return (0...codePoints.count - part.count).contains { place in
            codePoints[place] == first && codePoints[place...].starts(with: part)
        }
    }

    /// `part in text`.
    func contains(_ part: String) -> Bool { contains(PythonText(part).codePoints) }

    /// How many different characters there are: `len(set(text))`.
    var distinctCount: Int {
        let sorted = codePoints.sorted()
        return zip(sorted, sorted.dropFirst()).count { $0 != $1 } + (sorted.isEmpty ? 0 : 1)
    }
}
