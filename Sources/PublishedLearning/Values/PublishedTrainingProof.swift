package import PythonValues

/// The claim of a node to have trained the shared model. Its members are as they came: no type is
/// checked when it is made.
package struct PublishedTrainingProof: Sendable {
    package let nodeID: PythonValue
    package let modelStateHash: PythonValue
    package let gradientHash: PythonValue
    package let datasetChunkHash: PythonValue
    package let computationProof: PythonValue
    package let timestamp: PythonValue
    package let signature: PythonValue
    package let validationSignatures: PythonValue

    package init(
        nodeID: PythonValue, modelStateHash: PythonValue, gradientHash: PythonValue,
        datasetChunkHash: PythonValue, computationProof: PythonValue, timestamp: PythonValue,
        signature: PythonValue, validationSignatures: PythonValue = .list([])
    ) {
        self.nodeID = nodeID
        self.modelStateHash = modelStateHash
        self.gradientHash = gradientHash
        self.datasetChunkHash = datasetChunkHash
        self.computationProof = computationProof
        self.timestamp = timestamp
        self.signature = signature
        self.validationSignatures = validationSignatures
    }

    /// `TrainingProof(**value)`.
    ///
    /// **Throws:** ``PythonError/type(_:)`` where the value is no object, or a member is missing or
    /// unknown.
    package init(_ value: PythonValue) throws(PythonError) {
        let members = try ClassMembers(
            value,
            required: [
                "node_id", "model_state_hash", "gradient_hash", "dataset_chunk_hash",
                "computation_proof", "timestamp", "signature",
            ], optional: ["validation_signatures"])
        nodeID = members["node_id"]
        modelStateHash = members["model_state_hash"]
        gradientHash = members["gradient_hash"]
        datasetChunkHash = members["dataset_chunk_hash"]
        computationProof = members["computation_proof"]
        timestamp = members["timestamp"]
        signature = members["signature"]
        validationSignatures = members["validation_signatures", default: .list([])]
    }

    /// `to_dict()`.
    package var object: PythonValue {
        .object([
            "node_id": nodeID, "model_state_hash": modelStateHash, "gradient_hash": gradientHash,
            "dataset_chunk_hash": datasetChunkHash, "computation_proof": computationProof,
            "timestamp": timestamp, "signature": signature,
            "validation_signatures": validationSignatures,
        ])
    }

    /// The hash by which tables know the proof: of the first six members.
    ///
    /// **Throws:** ``PythonError`` for an integer of more digits than CPython prints.
    package func proofHash() throws(PythonError) -> String {
        try PublishedHash.hash(
            .object([
                "node_id": nodeID, "model_state_hash": modelStateHash,
                "gradient_hash": gradientHash, "dataset_chunk_hash": datasetChunkHash,
                "computation_proof": computationProof, "timestamp": timestamp,
            ]))
    }
}
