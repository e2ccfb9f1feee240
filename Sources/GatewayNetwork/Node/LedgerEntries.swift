package import BigInt

/// A receipt in the ledger.
package struct ReceiptEntry: Sendable, Equatable {
    /// The place in the ledger, from 0 on.
    package let position: Int
    /// As received; of a batch's receipt, its sorted compact JSON.
    package let bytes: [UInt8]
    package let id: String
    package let chainHash: String
    /// In base64, as the node's key is.
    package let gateway: String
    package let node: String
    /// The tokens of which contributions are made.
    package let outputTokens: BigInt
    /// The payment of the session that a user ordered; nil for any other receipt.
    let charge: SessionCharge?

    package static func == (left: ReceiptEntry, right: ReceiptEntry) -> Bool {
        left.position == right.position && left.bytes == right.bytes && left.id.isSame(right.id)
            && left.chainHash.isSame(right.chainHash)
    }
}

/// A validator's signature that counted.
package struct VoteEntry: Sendable, Equatable {
    package let bytes: [UInt8]
    package let epoch: String
    package let root: String
    package let validator: String
    package let weight: Int
    /// The number of the validator's vote in the epoch, higher than that of the vote before.
    package let round: Int
    /// In base64.
    package let signature: String
}

/// The votes of one snapshot.
package struct SnapshotTally: Sendable, Equatable {
    package let epoch: String
    package let root: String
    /// In the order in which they voted.
    package internal(set) var validators: [String]
    package internal(set) var weight: Int
    /// The snapshot that has the root; nil if this gateway has not computed it.
    let snapshot: EpochSnapshot?
}

/// The payment of a node for an epoch, in units.
package struct Payout: Sendable, Equatable {
    package let node: String
    package let address: String
    package let amount: BigInt

    package init(node: String, address: String, amount: BigInt) {
        self.node = node
        self.address = address
        self.amount = amount
    }
}

/// The payouts of an epoch before anybody has agreed to them, for the receipts of the positions
/// `first..<receiptCount`.
package struct EpochSnapshot: Sendable, Equatable {
    package let epoch: String
    package let first: Int
    package let receiptCount: Int
    /// The notes by which qualities and addresses are known.
    package let notes: Int
    package let total: BigInt
    /// In the order of the nodes' keys.
    package let payouts: [Payout]
    /// The root of the epoch before, or the network's id.
    package let previous: String
    /// The ledger's chain hash at `receiptCount`.
    package let head: String
    /// The notes' chain hash at `notes`.
    package let notesHead: String
    package let root: String
}

/// An epoch whose payouts stand: the token is to mint them.
package struct EpochSettlement: Sendable, Equatable {
    /// The request, as received.
    package let bytes: [UInt8]
    package let snapshot: EpochSnapshot
    /// The payouts that are to be minted.
    package let payouts: [Payout]
    /// The votes by which the snapshot became quorate, in their order.
    package let certificate: [VoteEntry]

    package var minted: BigInt { payouts.reduce(0) { $0 + $1.amount } }
}
