internal import BigInt
package import PythonValues

/// A block. Its members are as they came: no type is checked when it is made.
package struct PublishedBlock: Sendable {
    package let index: PythonValue
    package let previousHash: PythonValue
    package let timestamp: PythonValue
    package let transactions: ClassMember<[PublishedTransaction]>
    package let trainingEpoch: PythonValue
    package let modelStateHash: PythonValue
    package let consensusProof: ClassMember<PublishedConsensusProof>
    package var nonce: PythonValue
    package var hash: PythonValue

    package init(
        index: PythonValue, previousHash: PythonValue, timestamp: PythonValue,
        transactions: [PublishedTransaction], trainingEpoch: PythonValue,
        modelStateHash: PythonValue, consensusProof: PublishedConsensusProof
    ) {
        self.index = index
        self.previousHash = previousHash
        self.timestamp = timestamp
        self.transactions = .object(transactions)
        self.trainingEpoch = trainingEpoch
        self.modelStateHash = modelStateHash
        self.consensusProof = .object(consensusProof)
        nonce = .integer(0)
        hash = .text("")
    }

    /// `Block(**value)`.
    ///
    /// - Parameters:
    ///   - now: the timestamp of nested objects that have none.
    ///   - rebuilds: whether nested objects become objects of their classes, as no published
    ///     handler makes them.
    /// **Throws:** ``PythonError/type(_:)`` where a member is missing or unknown.
    package init(_ value: PythonValue, now: PythonFloat, rebuilds: Bool) throws(PythonError) {
        let members = try ClassMembers(
            value,
            required: [
                "index", "previous_hash", "timestamp", "transactions", "training_epoch",
                "model_state_hash", "consensus_proof",
            ], optional: ["nonce", "hash"])
        index = members["index"]
        previousHash = members["previous_hash"]
        timestamp = members["timestamp"]
        trainingEpoch = members["training_epoch"]
        modelStateHash = members["model_state_hash"]
        nonce = members["nonce", default: .integer(0)]
        hash = members["hash", default: .text("")]
        guard rebuilds else {
            transactions = .value(members["transactions"])
            consensusProof = .value(members["consensus_proof"])
            return
        }
        var rebuilt: [PublishedTransaction] = []
        for element in try members["transactions"].elements() {
            rebuilt.append(try PublishedTransaction(element, now: now, rebuildsProof: true))
        }
        transactions = .object(rebuilt)
        consensusProof = .object(
            try PublishedConsensusProof(rebuilding: members["consensus_proof"], now: now))
    }

    /// The first block of a ledger that starts at this time.
    package static func genesis(now: PythonFloat) -> PublishedBlock {
        var block = PublishedBlock(
            index: .integer(0), previousHash: .text("0"), timestamp: .float(now),
            transactions: [], trainingEpoch: .integer(0), modelStateHash: .text("genesis"),
            consensusProof: .genesis)
        // Nothing in it can fail to be spelt.
        block.hash = .text((try? block.computedHash()) ?? "")
        return block
    }

    /// The payments.
    ///
    /// - Parameter attribute: the member that is asked of each: what plain values in their place
    ///   are said to lack.
    /// **Throws:** ``PythonError`` where there is no sequence of payments.
    package func payments(for attribute: String) throws(PythonError) -> [PublishedTransaction] {
        switch transactions {
        case .object(let transactions): return transactions
        case .value(let value):
            if let first = try value.elements().first { throw first.lacks(attribute) }
            return []
        }
    }
}
