import Chains
import Cryptography
import Fingerprints
import TestSupport
import Trials

/// Everything that a node's store goes through, step by step: blocks, payments, reorganisations, a
/// branch that is refused. It is prepared once and played on nodes whose disks fail.
struct ChainScript<Rules: ChainRules> {
    enum Step {
        case blocks([[UInt8]], parentHeight: Int)
        case payment([UInt8])
    }

    let rules: Rules
    private(set) var steps: [Step] = []
    /// What a node holds after so many steps, the first before any.
    private(set) var states: [String] = []
    private let node: ChainNode<Rules>

    init(_ rules: Rules) throws {
        self.rules = rules
        node = try SmallChains.node(rules)
        states = [try Self.state(of: node)]
        let wallet = Wallet(seed: "script")
        for round in 0..<3 {
            for _ in 0..<4 { try extend(wallet, parentHeight: node.height, by: 1) }
            for index in 0..<2 {
                let holding = node.holding(of: wallet.address)
                try play(
                    .payment(
                        rules.payment(
                            from: wallet, to: Wallet(seed: "payee \(index)").address,
                            amount: UInt64(3 + index), nonce: holding.nextNonce)))
            }
            // Deeper each time, so that payments go back to waiting and out again.
            let depth = 2 + 3 * round
            try extend(
                Wallet(seed: "rival \(round)"), parentHeight: node.height - depth, by: depth + 1)
            try extend(wallet, parentHeight: node.height - 1, by: 1)
            try fraud(round)
        }
    }

    private mutating func play(_ step: Step) throws {
        try Self.play(step, on: node)
        steps.append(step)
        states.append(try Self.state(of: node))
    }

    /// Blocks on a height, which become the tip where they are enough.
    private mutating func extend(_ wallet: Wallet, parentHeight: Int, by count: Int) throws {
        let other = try SmallChains.node(rules)
        _ = try other.submit(
            Array(try SmallChains.blocks(node).prefix(parentHeight)), clockSeconds: Self.clock)
        if parentHeight == node.height {
            for payment in node.waitingTransactions {
                _ = try other.submit(transaction: rules.bytes(of: payment)).get()
            }
        }
        try SmallChains.extend(other, by: count, seed: "step \(steps.count)", wallet: wallet)
        try play(
            .blocks(try SmallChains.blocks(other, above: parentHeight), parentHeight: parentHeight))
    }

    /// A heavier branch that pays what nobody has.
    private mutating func fraud(_ round: Int) throws {
        let thief = Wallet(seed: "thief")
        var random = ActorRandom(seed: "fraud \(round)", actor: "miner")
        let parentHeight = node.height - 1
        var view = ChainView(main: Array(node.chain.prefix(parentHeight + 1)))
        var blocks: [[UInt8]] = []
        let payment = try rules.transaction(
            rules.payment(from: thief, to: thief.address, amount: 500_000, nonce: 0))
        for index in 0..<3 {
            let template = BlockTemplate(
                miner: thief.address, transactions: index == 1 ? [payment] : [],
                timestampSeconds: SmallChains.startSeconds + 20 * (view.count),
                attemptCountMax: 100_000)
            let block = try required(rules.mine(template, on: view, random: &random))
            view = view.extended(by: try rules.link(of: block))
            blocks.append(rules.bytes(of: block))
        }
        try play(.blocks(blocks, parentHeight: parentHeight))
    }

    private func required(_ block: Rules.Block?) throws -> Rules.Block {
        guard let block else { throw SmallChains.Unlucky(height: 0) }
        return block
    }

    static var clock: Int { SmallChains.startSeconds + 100_000 }

    static func play(_ step: Step, on node: ChainNode<Rules>) throws {
        switch step {
        case .blocks(let blocks, let parentHeight):
            _ = try node.submit(
                blocks, on: node.entryID(atHeight: parentHeight), clockSeconds: clock)
        case .payment(let payment): _ = try node.submit(transaction: payment).get()
        }
    }

    /// All that a store is to keep, in one line.
    static func state(of node: ChainNode<Rules>) throws -> String {
        let waiting = node.waitingTransactions.flatMap(node.rules.bytes(of:))
        let blocks = try SmallChains.blocks(node).flatMap { $0 }
        return
            "height \(node.height), state \(node.stateDigest.text), kept \(node.keptBlockCount), "
            + "waiting \(Digests.sha256(waiting).text), blocks \(Digests.sha256(blocks).text)"
    }
}
