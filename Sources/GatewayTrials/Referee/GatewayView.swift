package import BigInt
package import Cryptography

/// A gateway's ledger as values, for a referee to look at.
package struct GatewayView: Sendable {
    package struct Receipt: Sendable {
        let bytes: [UInt8]
        let id: String
        let chainHash: String

        package init(bytes: [UInt8], id: String, chainHash: String) {
            (self.bytes, self.id, self.chainHash) = (bytes, id, chainHash)
        }
    }

    package struct Payout: Sendable, Equatable {
        /// The node's key.
        let node: String
        let address: String
        let amount: BigInt

        package init(node: String, address: String, amount: BigInt) {
            (self.node, self.address, self.amount) = (node, address, amount)
        }
    }

    package struct Settlement: Sendable {
        /// The request, as received.
        let bytes: [UInt8]
        /// A number in `hardened`, a published id.
        let epoch: String
        /// Root of the snapshot that was minted.
        let root: String
        let payouts: [Payout]

        package init(bytes: [UInt8], epoch: String, root: String, payouts: [Payout]) {
            (self.bytes, self.epoch, self.root, self.payouts) = (bytes, epoch, root, payouts)
        }

        var minted: BigInt { payouts.reduce(0) { $0 + $1.amount } }
    }

    /// Votes that the gateway counts for one snapshot.
    package struct Tally: Sendable {
        /// A number in `hardened`, a published id.
        let epoch: String
        let root: String
        let weight: Int

        package init(epoch: String, root: String, weight: Int) {
            (self.epoch, self.root, self.weight) = (epoch, root, weight)
        }
    }

    /// Tokens that were made for an epoch, by one call.
    package struct Mint: Sendable, Equatable {
        /// A published id, or a number in `hardened`.
        let epoch: String
        /// Root of the snapshot that was minted; empty for none.
        let root: String
        let payouts: [(address: String, amount: BigInt)]

        package init(
            epoch: String, root: String, payouts: [(address: String, amount: BigInt)]
        ) {
            (self.epoch, self.root, self.payouts) = (epoch, root, payouts)
        }

        package static func == (left: Mint, right: Mint) -> Bool {
            left.epoch == right.epoch && left.root == right.root
                && left.payouts.elementsEqual(right.payouts, by: ==)
        }
    }

    /// An epoch as a published gateway holds it now.
    package struct Epoch: Sendable {
        let id: String
        let root: String
        let total: Int
        let payouts: [Payout]
        /// Whether the gateway counts it as paid.
        let isFinalized: Bool
        /// The bytes that validators sign.
        let signedBytes: [UInt8]

        package init(
            id: String, root: String, total: Int, payouts: [Payout], isFinalized: Bool,
            signedBytes: [UInt8]
        ) {
            (self.id, self.root, self.total) = (id, root, total)
            (self.payouts, self.isFinalized) = (payouts, isFinalized)
            self.signedBytes = signedBytes
        }
    }

    /// A row of a hardened gateway's store: a message that it took, or a fact of its own.
    package struct Row: Sendable {
        let kind: String
        let bytes: [UInt8]
        let name: String
        let link: String

        package init(kind: String, bytes: [UInt8], name: String, link: String) {
            (self.kind, self.bytes, self.name, self.link) = (kind, bytes, name, link)
        }
    }

    /// A batch that a gateway proposes to pay in another way, and the weight that it counts.
    package struct Proposal: Sendable {
        let batch: String
        let epoch: String
        let weight: Int

        package init(batch: String, epoch: String, weight: Int) {
            (self.batch, self.epoch, self.weight) = (batch, epoch, weight)
        }
    }

    /// Where the gateway stands, as it names it.
    package struct State: Sendable, Equatable {
        let digest: Digest
        let head: String

        package init(digest: Digest, head: String) {
            (self.digest, self.head) = (digest, head)
        }
    }

    /// By position.
    package var receipts: [Receipt] = []
    package var votes: [[UInt8]] = []
    package var settlements: [Settlement] = []
    package var tallies: [Tally] = []
    package var balances: [(address: String, amount: BigInt)] = []
    /// Calls of the token that made tokens, in their order.
    package var mints: [Mint] = []
    /// By id; none in `hardened`.
    package var epochs: [Epoch] = []
    /// Users by key, with what they have in thousandths of a GLYPH.
    package var accounts: [(user: String, balance: Int)] = []
    /// Honest nodes, with texts that they generated and receipts that they signed.
    package var nodes: [(name: String, generated: Int, signed: Int)] = []
    /// Proposals to mint, each with the keys that its signatures name; none in `hardened`.
    package var signedProposals: [(id: String, signers: [String])] = []
    /// Thousandths of a GLYPH for 1,000 tokens.
    package var price = 100
    /// URLs that the gateway called.
    package var calls: [String] = []
    /// Receipts that a peer which follows has seen.
    package var pulled: Set<[UInt8]> = []  // membership only, never iterated
    /// Rows of the store, in their order; none in `published`.
    package var rows: [Row] = []
    /// Batches of the token that are proposed; none in `published`.
    package var mintProposals: [Proposal] = []
    /// Records of the directory, as received; none in `published`.
    package var records: [[UInt8]] = []
    /// Whether the token is paused.
    package var isPaused = false
    /// Lines of all else that the gateway serves.
    package var furtherLines: [String] = []
    package var clockMilliseconds = 0
    package var state: State

    /// An empty ledger.
    package init(state: State) {
        self.state = state
    }

    var minted: BigInt { settlements.reduce(0) { $0 + $1.minted } }

    /// Lines that a restart must not change.
    var stored: [String] {
        receipts.map {
            "receipt \($0.id) \($0.chainHash) \(Base64Reading.text(of: $0.bytes))"
        }
            + votes.map { "vote \(Base64Reading.text(of: $0))" }
            + settlements.map { settlement in
                let payouts = settlement.payouts.map { "\($0.node) \($0.address) \($0.amount)" }
                return "settlement \(Base64Reading.text(of: settlement.bytes)) "
                    + payouts.joined(separator: ", ")
            } + balances.map { "balance \($0.address) \($0.amount)" } + furtherLines
    }
}
