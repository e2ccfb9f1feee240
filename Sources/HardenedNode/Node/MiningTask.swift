internal import Chains
internal import GlyphChain
package import Trials

/// Attempts on the tip as it was, which need the node no more: they may run beside it.
package struct MiningTask: Sendable {
    private let rules: HardenedRules
    private let template: BlockTemplate<HardenedTransaction>
    private let chain: ChainView<HardenedLink>

    init(
        rules: HardenedRules, template: BlockTemplate<HardenedTransaction>,
        chain: ChainView<HardenedLink>
    ) {
        self.rules = rules
        self.template = template
        self.chain = chain
    }

    /// The height of the block that it tries to win.
    package var height: Int { chain.count }

    /// The won block; nil where no attempt won. **Throws:** ``Refusal`` where nothing can be mined.
    package func run(random: inout ActorRandom) throws(Refusal) -> [UInt8]? {
        try rules.mine(template, on: chain, random: &random).map { rules.bytes(of: $0) }
    }
}
