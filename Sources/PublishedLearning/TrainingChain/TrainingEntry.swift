internal import BigInt
internal import Cryptography
package import PythonValues

/// An entry of the training chain: its members, of any type, in the order of the class.
package struct TrainingEntry: Sendable {
    package let members: PythonDictionary

    package static let names = [
        "epoch", "node_id", "timestamp", "training_loss", "learning_rate", "batch_count",
        "consciousness_level", "reasoning_quality", "quantum_coherence", "model_state_hash",
        "optimizer_state_hash", "training_data_hash", "model_storage_path", "checkpoint_size",
        "gradient_proof", "validation_scores", "consensus_signatures", "previous_hash",
        "merkle_root", "expert_utilization", "consciousness_growth", "knowledge_accumulation",
    ]

    /// `TrainingEntry(**value)`.
    ///
    /// **Throws:** ``PythonError/type(_:)`` where a member is unknown or missing.
    package init(_ value: PythonValue) throws(PythonError) {
        guard case .dictionary(let given) = value else {
            throw .type("argument after ** must be a mapping, not \(value.typeName)")
        }
        var members = PythonDictionary()
        for name in Self.names {
            guard let value = given[name] else {
                throw .type("__init__() missing 1 required positional argument: '\(name)'")
            }
            members[name] = value
        }
        guard given.count == members.count else {
            throw .type("__init__() got an unexpected keyword argument")
        }
        self.members = members
    }

    package var epoch: PythonValue { members["epoch"] ?? .none }
    package var storagePath: PythonValue { members["model_storage_path"] ?? .none }

    /// The SHA-256 of enc(entry), in lower hexadecimal.
    ///
    /// **Throws:** ``PythonError`` where the entry cannot be written.
    package func hash() throws(PythonError) -> String {
        try PublishedHash.hash(.dictionary(members))
    }

    /// The Merkle root over texts of hashes: a level's odd one is doubled.
    package static func merkleRoot(_ leaves: [String]) -> String {
        var level = leaves
        while level.count > 1 {
            level = stride(from: 0, to: level.count, by: 2).map { place in
                let right = place + 1 < level.count ? level[place + 1] : level[place]
                return Digests.sha256((level[place] + right).utf8).text
            }
        }
        return level.first ?? ""
    }

    static let zeroHash = String(repeating: "0", count: 64)

    /// `value <= other`. **Throws:** ``PythonError/type(_:)`` where the two have no order.
    static func isAtMost(
        _ value: PythonValue, _ other: PythonValue
    ) throws(PythonError) -> Bool {
        try value.isLess(than: other) || value.equals(other)
    }
}
