public import BigInt
internal import PythonValues

/// A receipt in the ledger.
public struct ReceiptEntry: Sendable, Equatable {
    /// The place in the ledger, from 0 on.
    public let position: Int
    /// As received; of a batch's receipt, its sorted compact JSON.
    public let bytes: [UInt8]
    public let id: String
    public let chainHash: String
    /// As the ledger tells parties apart: `published` by the text that stands in the receipt,
    /// `hardened` by the key's one text.
    public let gateway: String
    public let node: String
    /// The output tokens, of which contributions are made: any value of JSON in `published`, an
    /// integer in `hardened`.
    let outputTokens: PythonValue

    /// For looking at: the number as Python prints it, "?" where it has no text.
    public var outputTokensText: String { ((try? outputTokens.text())?.shown) ?? "?" }

    public static func == (left: ReceiptEntry, right: ReceiptEntry) -> Bool {
        left.position == right.position && left.bytes == right.bytes && left.id.isSame(right.id)
            && left.chainHash.isSame(right.chainHash)
    }
}

/// A validator's signature that counted.
public struct VoteEntry: Sendable, Equatable {
    public let bytes: [UInt8]
    /// Empty in `published`, where votes are for a root alone.
    public let epoch: String
    public let root: String
    public let validator: String
    /// 1 in `published`.
    public let weight: Int
    /// The number of the validator's vote in the epoch, higher than that of the vote before; 0 in
    /// `published`.
    let round: Int
}

/// The votes of one snapshot.
public struct SnapshotTally: Sendable, Equatable {
    /// Empty in `published`.
    public let epoch: String
    public let root: String
    /// In the order in which they voted.
    public internal(set) var validators: [String]
    public internal(set) var weight: Int
    /// The snapshot that has the root; nil if this gateway has not computed it.
    let snapshot: EpochSnapshot?
}

/// The payment of a node for an epoch, in units.
public struct Payout: Sendable, Equatable {
    public let node: String
    public let address: String
    public let amount: BigInt

    public init(node: String, address: String, amount: BigInt) {
        self.node = node
        self.address = address
        self.amount = amount
    }
}

/// The payouts of an epoch before anybody has agreed to them, for the receipts of the positions
/// `first..<receiptCount`.
public struct EpochSnapshot: Sendable, Equatable {
    public let epoch: String
    public let first: Int
    public let receiptCount: Int
    public let total: BigInt
    /// In the order of the nodes' keys in `hardened`, of their first receipts in `published`.
    public let payouts: [Payout]
    /// The root of the epoch before, or the network's id; empty in `published`.
    public let previous: String
    /// The ledger's chain hash at `receiptCount`.
    public let head: String
    public let root: String
}

/// An epoch that was minted.
public struct EpochSettlement: Sendable, Equatable {
    /// The request, as received.
    public let bytes: [UInt8]
    public let snapshot: EpochSnapshot
    /// The payouts that were made.
    public let payouts: [Payout]

    public var minted: BigInt { payouts.reduce(0) { $0 + $1.amount } }
}
