internal import BigInt
package import PythonValues

/// The verdict of an authority on a node's training: on the node, not on one proof of its.
package struct PublishedValidation: Sendable {
    package let validatorID: PythonValue
    package let targetNodeID: PythonValue
    package let isValid: PythonValue
    package let computationVerification: PythonValue
    package let signature: PythonValue
    package let timestamp: PythonValue

    package init(
        validatorID: PythonValue, targetNodeID: PythonValue, isValid: PythonValue,
        computationVerification: PythonValue, signature: PythonValue, timestamp: PythonValue
    ) {
        self.validatorID = validatorID
        self.targetNodeID = targetNodeID
        self.isValid = isValid
        self.computationVerification = computationVerification
        self.signature = signature
        self.timestamp = timestamp
    }

    /// `TrainingValidation(**value)`. **Throws:** ``PythonError/type(_:)`` where a member is
    /// missing or unknown.
    package init(_ value: PythonValue, now: PythonFloat) throws(PythonError) {
        let members = try ClassMembers(
            value,
            required: [
                "validator_id", "target_node_id", "is_valid", "computation_verification",
                "signature",
            ], optional: ["timestamp"])
        validatorID = members["validator_id"]
        targetNodeID = members["target_node_id"]
        isValid = members["is_valid"]
        computationVerification = members["computation_verification"]
        signature = members["signature"]
        timestamp = members["timestamp", default: .float(now)]
    }
}

/// The claim of authorities to agree on an epoch. A block's hash does not cover it.
package struct PublishedConsensusProof: Sendable {
    package let authorityNodes: PythonValue
    package let trainingValidations: ClassMember<[PublishedValidation]>
    package let aggregatedModelHash: PythonValue
    package let consensusSignature: PythonValue
    package let epoch: PythonValue

    package init(
        authorityNodes: PythonValue, trainingValidations: ClassMember<[PublishedValidation]>,
        aggregatedModelHash: PythonValue, consensusSignature: PythonValue, epoch: PythonValue
    ) {
        self.authorityNodes = authorityNodes
        self.trainingValidations = trainingValidations
        self.aggregatedModelHash = aggregatedModelHash
        self.consensusSignature = consensusSignature
        self.epoch = epoch
    }

    /// `ConsensusProof(**value)`, its validations rebuilt, as no published handler makes them.
    ///
    /// **Throws:** ``PythonError/type(_:)`` where a member is missing or unknown, or the
    /// validations are no sequence.
    package init(rebuilding value: PythonValue, now: PythonFloat) throws(PythonError) {
        let members = try ClassMembers(
            value,
            required: [
                "authority_nodes", "training_validations", "aggregated_model_hash",
                "consensus_signature", "epoch",
            ])
        authorityNodes = members["authority_nodes"]
        var validations: [PublishedValidation] = []
        for element in try members["training_validations"].elements() {
            validations.append(try PublishedValidation(element, now: now))
        }
        trainingValidations = .object(validations)
        aggregatedModelHash = members["aggregated_model_hash"]
        consensusSignature = members["consensus_signature"]
        epoch = members["epoch"]
    }

    /// `len(training_validations)`. **Throws:** ``PythonError/type(_:)`` where it has no length.
    package func validationCount() throws(PythonError) -> Int {
        switch trainingValidations {
        case .object(let validations): return validations.count
        case .value(let value): return try value.length()
        }
    }

    /// The validations that are true, in Python's sense.
    ///
    /// **Throws:** ``PythonError`` where they cannot be iterated, or are plain values.
    package func validCount() throws(PythonError) -> Int {
        switch trainingValidations {
        case .object(let validations): return validations.count { $0.isValid.isTrue }
        case .value(let value):
            if let first = try value.elements().first { throw first.lacks("is_valid") }
            return 0
        }
    }

    /// The consensus proof of a first block.
    package static let genesis = PublishedConsensusProof(
        authorityNodes: .list([]), trainingValidations: .object([]),
        aggregatedModelHash: .text("genesis"), consensusSignature: .text("genesis"),
        epoch: .integer(0))
}
