/// A node at a glance, for people and for the programs that watch it: the same for both rules.
package struct NodeView: Sendable, Equatable {
    package struct Block: Sendable, Equatable {
        package let height: Int
        package let hash: String
        /// The address that is paid; empty for genesis.
        package let miner: String
        /// Since 1970, as the block has it.
        package let timestampSeconds: Int
        package let paymentCount: Int

        package init(
            height: Int, hash: String, miner: String, timestampSeconds: Int, paymentCount: Int
        ) {
            self.height = height
            self.hash = hash
            self.miner = miner
            self.timestampSeconds = timestampSeconds
            self.paymentCount = paymentCount
        }
    }

    package struct Peer: Sendable, Equatable {
        package enum State: String, Sendable {
            case unasked = "not asked yet"
            case answers
            case silent
            case banned
        }

        package let url: String
        package let state: State

        package init(url: String, state: State) {
            self.url = url
            self.state = state
        }
    }

    /// Blocks beside the best chain, from the one above the fork on.
    package struct Branch: Sendable, Equatable {
        /// The height of the last common block.
        package let forkHeight: Int
        package let hashes: [String]

        package init(forkHeight: Int, hashes: [String]) {
            self.forkHeight = forkHeight
            self.hashes = hashes
        }
    }

    /// The work that the node did itself.
    package struct Mining: Sendable, Equatable {
        package var isOn = false
        package var proofCount = 0
        /// Tenths of proofs a second, of the last seconds.
        package var proofsPerTenSeconds = 0
        package var wonCount = 0

        package init() {}
    }

    /// The requests that the node answered.
    package struct Serving: Sendable, Equatable {
        package var requestCount = 0
        /// Those with a status of 400 or above.
        package var refusedCount = 0
        package var connectionCount = 0

        package init() {}
    }

    /// Blocks that a view shows at most.
    package static let blockCountMax = 12

    /// `published` or `hardened`.
    package let rules: String
    package let height: Int
    package let tip: String
    /// A whole number in decimal digits.
    package let work: String
    package let peers: [Peer]
    package let waitingPaymentCount: Int
    /// The best chain's last places, from the lowest to the tip's.
    package let chain: [ChainPlace]
    /// The last ones, the newest first.
    package let blocks: [Block]
    package let branches: [Branch]
    package var mining = Mining()
    package var serving = Serving()

    package init(
        rules: String, height: Int, tip: String, work: String, peers: [Peer],
        waitingPaymentCount: Int, chain: [ChainPlace], blocks: [Block],
        branches: [Branch]
    ) {
        self.rules = rules
        self.height = height
        self.tip = tip
        self.work = work
        self.peers = peers
        self.waitingPaymentCount = waitingPaymentCount
        self.chain = chain
        self.blocks = blocks
        self.branches = branches
    }

    /// A rate with one digit behind the point.
    package var proofsPerSecond: String {
        "\(mining.proofsPerTenSeconds / 10).\(mining.proofsPerTenSeconds % 10)"
    }
}
