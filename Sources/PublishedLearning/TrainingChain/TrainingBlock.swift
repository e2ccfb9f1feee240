internal import BigInt
package import PythonValues

/// A block of the training chain: its members, of any type.
package struct TrainingBlock: Sendable {
    package let index: PythonValue
    package let timestamp: PythonValue
    package let entry: TrainingEntry
    package let previousHash: PythonValue
    package let nonce: PythonValue
    package let difficulty: PythonValue
    package let hash: PythonValue
    package let validatorSignatures: PythonValue
    package let consensusProof: PythonValue

    package init(
        index: PythonValue, timestamp: PythonValue, entry: TrainingEntry,
        previousHash: PythonValue, nonce: PythonValue, difficulty: PythonValue, hash: PythonValue,
        validatorSignatures: PythonValue, consensusProof: PythonValue
    ) {
        self.index = index
        self.timestamp = timestamp
        self.entry = entry
        self.previousHash = previousHash
        self.nonce = nonce
        self.difficulty = difficulty
        self.hash = hash
        self.validatorSignatures = validatorSignatures
        self.consensusProof = consensusProof
    }

    /// A block of a document: members that it does not need are passed over.
    ///
    /// **Throws:** ``PythonError``: a key where a member is missing, a type where the entry's
    /// members are others than an entry's.
    package init(_ value: PythonValue) throws(PythonError) {
        self.init(
            index: try value.member("index"), timestamp: try value.member("timestamp"),
            entry: try TrainingEntry(value.member("training_entry")),
            previousHash: try value.member("previous_hash"), nonce: try value.member("nonce"),
            difficulty: try value.member("difficulty"), hash: try value.member("block_hash"),
            validatorSignatures: try value.member("validator_signatures"),
            consensusProof: try value.member("consensus_proof"))
    }

    /// The block as a document has it, in the order of the class.
    package var value: PythonValue {
        var members = PythonDictionary()
        members["index"] = index
        members["timestamp"] = timestamp
        members["training_entry"] = .dictionary(entry.members)
        members["previous_hash"] = previousHash
        members["nonce"] = nonce
        members["difficulty"] = difficulty
        members["block_hash"] = hash
        members["validator_signatures"] = validatorSignatures
        members["consensus_proof"] = consensusProof
        return .dictionary(members)
    }

    /// The hash that follows from the members: without difficulty, signatures and consensus proof.
    ///
    /// **Throws:** ``PythonError`` where they cannot be written.
    package func computedHash() throws(PythonError) -> String {
        try Self.hash(
            index: index, timestamp: timestamp, entry: entry, previousHash: previousHash,
            nonce: nonce)
    }

    static func hash(
        index: PythonValue, timestamp: PythonValue, entry: TrainingEntry,
        previousHash: PythonValue, nonce: PythonValue
    ) throws(PythonError) -> String {
        var members = PythonDictionary()
        members["index"] = index
        members["timestamp"] = timestamp
        members["training_entry"] = .dictionary(entry.members)
        members["previous_hash"] = previousHash
        members["nonce"] = nonce
        return try PublishedHash.hash(.dictionary(members))
    }
}
