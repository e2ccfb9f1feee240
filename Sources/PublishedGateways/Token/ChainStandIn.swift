package import BigInt
package import PythonValues

/// The part of a chain that a minter sees: nonces, mining, receipts, and the token on it.
///
/// It stands in for a node and a chain behind it. A transaction is mined once its nonce is the
/// sender's next; one whose nonce lies further waits.
package final class ChainStandIn {
    /// The state of a transaction that was sent.
    package enum Status: Sendable, Equatable {
        case pending
        case mined
        case reverted(TokenRevert)
    }

    /// A transaction that was sent, or sent again.
    package struct Sent: Sendable {
        package let transaction: ChainTransaction
        package fileprivate(set) var status: Status
    }

    /// The gas that any batch is estimated to use; a real node would refuse one that reverts.
    package let estimatedGas = 71_000
    /// In wei.
    package let gasPrice = BigUInt(30_000_000_000)

    package var token: PublishedToken
    /// Whether the node says that it is connected. It answers even where it says no.
    package var isConnected = true
    /// Whether transactions are mined as soon as they can be; otherwise ``mine()`` does it.
    package let minesAtOnce: Bool
    /// In the order of sending, repetitions included.
    package private(set) var sent: [Sent] = []
    private var minedCounts: [TokenAddress: Int] = [:]  // looked up, never iterated

    package init(token: PublishedToken, minesAtOnce: Bool = true) {
        self.token = token
        self.minesAtOnce = minesAtOnce
    }

    /// How many transactions of a sender are mined, which is its next nonce.
    package func transactionCount(of sender: TokenAddress) -> Int { minedCounts[sender] ?? 0 }

    /// Takes a transaction; one that waits already is taken again and listed twice.
    ///
    /// **Throws:** ``PythonError``, a ValueError for a nonce that is used.
    package func send(_ transaction: ChainTransaction) throws(PythonError) {
        guard transaction.nonce >= transactionCount(of: transaction.sender) else {
            throw .value("nonce too low")
        }
        let isOther = sent.contains {
            $0.status == .pending && $0.transaction.sender == transaction.sender
                && $0.transaction.nonce == transaction.nonce && $0.transaction != transaction
        }
        guard !isOther else { throw .value("replacement transaction underpriced") }
        sent.append(Sent(transaction: transaction, status: .pending))
        if minesAtOnce { mine() }
    }

    /// Mines all transactions that can be mined, in the order of sending.
    package func mine() {
        while let place = sent.firstIndex(where: {
            $0.status == .pending
                && $0.transaction.nonce == transactionCount(of: $0.transaction.sender)
        }) {
            let transaction = sent[place].transaction
            do throws(TokenRevert) {
                try token.take(transaction.call, from: transaction.sender)
                sent[place].status = .mined
            } catch {
                sent[place].status = .reverted(error)
            }
            minedCounts[transaction.sender] = transaction.nonce + 1
        }
    }

    /// Whether the transaction took effect; nil where it is not mined.
    package func receipt(of transaction: ChainTransaction) -> Bool? {
        sent.first { $0.transaction == transaction && $0.status != .pending }
            .map { $0.status == .mined }
    }

    /// How many transactions wait for a nonce that is missing before theirs.
    package var stuckCount: Int {
        sent.count {
            $0.status == .pending
                && $0.transaction.nonce > transactionCount(of: $0.transaction.sender)
        }
    }
}
