internal import Chains
internal import GlyphChainTrials
internal import Scenarios
internal import Trials

/// The attacker's workshop: blocks and payments from his own keys and what everybody can read.
struct NodeWorkshop<Forge: ChainForge> {
    let forge: Forge
    let seed: String
    let profile: Profile

    func wallet(_ name: String) -> Wallet { NodeParties.wallet(name, seed: seed) }

    /// The links of blocks in a row from genesis on. **Throws:** ``StepFault``.
    func chain(_ blocks: [[UInt8]]) throws -> ChainView<Forge.Rules.Link> {
        ChainView(main: try blocks.map { try forge.rules.link(of: try forge.rules.block($0)) })
    }

    /// Blocks on others, edits on the last of them.
    func blocks(
        _ step: ForgedBlocks, on base: [[UInt8]], transactions: [[UInt8]], clockSeconds: Int
    ) throws -> [[UInt8]] {
        var chain = try chain(base)
        var random = ActorRandom(seed: seed, actor: "forger \(step.artefact)")
        var made: [[UInt8]] = []
        for index in 0..<step.blockCount {
            let isLast = index + 1 == step.blockCount
            let plan = BlockPlan(
                miner: wallet(step.by), transactions: isLast ? transactions : [],
                timestampSeconds: clockSeconds + step.seconds + index * step.spacing,
                edits: isLast ? try expanded(step.edits[profile]) : .none)
            let bytes = try forge.block(plan, on: chain, random: &random)
            made.append(bytes)
            guard !isLast else { break }
            chain = chain.extended(by: try forge.rules.link(of: try forge.rules.block(bytes)))
        }
        return made
    }

    func altered(_ bytes: [UInt8], _ artefact: String, _ edits: FieldEdits) throws -> [UInt8] {
        var random = ActorRandom(seed: seed, actor: "forger \(artefact)")
        let altered = try forge.altered(
            bytes, transactions: nil, edits: try expanded(edits), random: &random)
        guard altered != bytes else { throw StepFault("nothing of \(artefact) changes") }
        return altered
    }

    func payments(_ step: ForgedPayment) throws -> [[UInt8]] {
        let sender = wallet(step.from)
        let edits = try expanded(step.edits[profile])
        let signer = wallet(edits.signer ?? step.signer)
        return try (0..<step.count).map { index in
            let bytes = try forge.rules.payment(
                from: sender, to: wallet(step.to).address, amount: UInt64(step.amount),
                nonce: UInt64(step.nonce + index))
            guard !edits.isNone || signer.address != sender.address else { return bytes }
            return try forge.payment(bytes, edits: edits, signer: signer)
        }
    }

    /// `${address NAME}` in edits stands for the address of a name.
    private func expanded(_ edits: FieldEdits) throws -> FieldEdits {
        try edits.mapValues { value in
            try Placeholders.expanded(value) { words in
                guard words.count == 2, words[0] == "address" else { return nil }
                return wallet(words[1]).address
            }
        }
    }
}
