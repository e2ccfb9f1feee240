internal import PublishedLearning
internal import PythonValues

/// Objects of a published node as plain values, for the referee and for peers.
extension PublishedBlock {
    /// All members; payments as `to_dict` has them.
    var wholeObject: PythonValue {
        whole { (try? $0.object()) ?? PythonValue.none }
    }

    /// The object that another node makes the same block of: `Block(**object)`.
    var rebuildableObject: PythonValue { whole(\.rebuildableObject) }

    private func whole(_ payment: (PublishedTransaction) -> PythonValue) -> PythonValue {
        let payments = (try? self.payments(for: "to_dict")) ?? []
        let proof = try? consensusProof.object(for: "authority_nodes")
        return .object([
            "consensus_proof": proof?.object ?? PythonValue.none, "hash": hash, "index": index,
            "model_state_hash": modelStateHash, "nonce": nonce, "previous_hash": previousHash,
            "timestamp": timestamp, "training_epoch": trainingEpoch,
            "transactions": .list(payments.map(payment)),
        ])
    }
}

extension PublishedTransaction {
    /// `Transaction(**object)` makes the same payment.
    var rebuildableObject: PythonValue {
        .object([
            "amount": amount, "fee": fee, "from_address": from, "id": id,
            "signature": signature, "timestamp": timestamp, "to_address": to,
            "training_proof": (try? proofObject()) ?? PythonValue.none,
        ])
    }
}

extension PublishedConsensusProof {
    var object: PythonValue {
        var validations = PythonValue.none
        switch trainingValidations {
        case .object(let all): validations = .list(all.map(\.object))
        case .value(let value): validations = value
        }
        return .object([
            "aggregated_model_hash": aggregatedModelHash, "authority_nodes": authorityNodes,
            "consensus_signature": consensusSignature, "epoch": epoch,
            "training_validations": validations,
        ])
    }
}

extension PublishedValidation {
    init(_ validation: ConsensusValidation) {
        self.init(
            validatorID: validation.validatorID, targetNodeID: validation.targetNodeID,
            isValid: validation.isValid,
            computationVerification: validation.computationVerification,
            signature: validation.signature, timestamp: validation.timestamp)
    }

    var object: PythonValue {
        .object([
            "computation_verification": computationVerification, "is_valid": isValid,
            "signature": signature, "target_node_id": targetNodeID, "timestamp": timestamp,
            "validator_id": validatorID,
        ])
    }
}

extension PythonValue {
    /// Compact JSON, members in the order of their keys; empty for what cannot be written.
    var json: [UInt8] { Array(((try? PythonJSONWriter.text(self)) ?? "").utf8) }

    /// Nil for bytes that Python reads as no JSON.
    static func parsed(_ bytes: [UInt8]) -> PythonValue? {
        try? PythonJSONParser.parse(bytes, byteCountMax: .max)
    }
}
