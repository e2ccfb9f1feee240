internal import BigInt
internal import Chains
internal import Scenarios
internal import Trials

/// An attacker's workshop: bytes from a sight of the chain, a plan and keys. It holds no system and
/// sends nothing.
struct ChainWorkshop<Forge: ChainForge> {
    typealias Link = Forge.Rules.Link
    typealias Scene = ChainScene<Link>
    typealias Made = Artefact<ChainPlace<Link>>

    let forge: Forge
    /// Rules by which the system under attack reads bytes: some of their guards may be missing.
    let rules: Forge.Rules
    let profile: Profile
    /// Source of all keys and of all that is random.
    let seed: String
    let bounds: WorkBounds
    let work = WorkCount()
    var artefacts = Artefacts<ChainPlace<Link>>()

    init(
        forge: Forge, rules: Forge.Rules, profile: Profile, seed: String, bounds: WorkBounds
    ) {
        self.bounds = bounds
        self.forge = forge
        self.rules = rules
        self.profile = profile
        self.seed = seed
    }

    func wallet(_ name: String) -> Wallet { Wallet(seed: "\(seed)/\(name)") }

    // MARK: Places

    /// The chain up to a place, and the block there.
    private func place(
        _ name: String, _ scene: Scene
    ) throws -> (chain: ChainView<Link>, parent: EntryID) {
        let sight = scene.sight
        if name == "tip" { return (sight.chain, sight.tip) }
        if name.hasPrefix("height:"), let height = Int(name.dropFirst("height:".count)) {
            guard (0...sight.height).contains(height) else {
                throw StepFault("no height \(height) of \(sight.height)")
            }
            return (
                ChainView(main: Array(sight.chain.prefix(height + 1))),
                sight.entryID(atHeight: height)
            )
        }
        let artefact = try artefacts.named(name)
        guard let chain = artefact.place?.chain, var parent = artefact.place?.parent else {
            throw StepFault("nothing can stand on \(name)")
        }
        for bytes in artefact.parts { parent = EntryID(parent: parent, bytes: try stored(bytes)) }
        return (chain, parent)
    }

    /// A block's bytes as a node keeps them.
    private func stored(_ bytes: [UInt8]) throws -> [UInt8] {
        rules.bytes(of: try rules.block(bytes))
    }

    private func made(
        _ blocks: [[UInt8]], on chain: ChainView<Link>, parent: EntryID
    ) -> Made {
        var links: ChainView<Link>? = chain
        for bytes in blocks {
            // A block that no other can stand on is still bytes.
            let link = (try? rules.block(bytes)).flatMap { try? rules.link(of: $0) }
            links = link.flatMap { link in links.map { $0.extended(by: link) } }
        }
        return Made(parts: blocks, place: ChainPlace(chain: links, parent: parent))
    }

    // MARK: Blocks and payments

    /// Payments of a step, and those that their sender signed.
    func payments(
        _ step: PaymentStep, _ scene: Scene
    ) throws -> (made: Made, signed: [[UInt8]]) {
        let sender = wallet(step.payer.name)
        let nonce =
            step.nonce.map(UInt64.init) ?? scene.sight.holding(of: sender.address).nextNonce
        let edits = try expanded(step.edits[profile], scene)
        let signer = wallet(edits.signer ?? step.payer.signer ?? step.payer.name)
        var (payments, signed): ([[UInt8]], [[UInt8]]) = ([], [])
        var byteCount = 0
        for index in 0..<step.count {
            let (own, isTooHigh) = nonce.addingReportingOverflow(UInt64(index))
            guard !isTooHigh else { throw StepFault("no nonce after \(nonce)") }
            var bytes = try rules.payment(
                from: sender, to: wallet(step.to).address, amount: UInt64(step.amount),
                nonce: own)
            if !edits.isNone || signer.address != sender.address {
                bytes = try forge.payment(bytes, edits: edits, signer: signer)
            }
            if signer.address == sender.address { signed.append(bytes) }
            // The twin of a signature takes no key.
            if step.signature == .other { bytes = try forge.withOtherS(bytes) }
            payments.append(bytes)
            byteCount += bytes.count
            try bounds.expect(byteCount: byteCount)
        }
        return (Made(parts: payments), signed)
    }

    /// A block without payments on the tip, as honest miners make them.
    func honestBlock(
        by name: String, _ scene: Scene, random: inout ActorRandom
    ) throws -> Made {
        let plan = BlockPlan(
            miner: wallet(name), transactions: [], timestampSeconds: scene.clockSeconds,
            edits: .none)
        var forge = forge
        // Whoever asks has seen that the block takes no more work than honest miners have.
        forge.attemptCountMax = Mining.attemptCountMax
        let bytes = try forge.block(plan, on: scene.sight.chain, random: &random)
        return made([bytes], on: scene.sight.chain, parent: scene.sight.tip)
    }

    func blocks(_ step: ForgeStep, _ scene: Scene) throws -> Made {
        let (first, parent) = try place(step.on, scene)
        var chain = first
        let edits = try expanded(step.edits[profile], scene)
        let transactions = try step.transactions.flatMap { try artefacts.named($0).parts }
        var random = ActorRandom(seed: seed, actor: "forger \(step.artefact)")
        var blocks: [[UInt8]] = []
        for index in 0..<step.blockCount {
            try beginWork(on: chain)
            let plan = BlockPlan(
                miner: wallet(step.by), transactions: index == 0 ? transactions : [],
                timestampSeconds: scene.clockSeconds + step.seconds + index * step.spacing,
                edits: index == 0 ? edits : .none)
            let bytes = try forge.block(plan, on: chain, random: &random)
            blocks.append(bytes)
            guard index + 1 < step.blockCount else { break }
            chain = chain.extended(by: try rules.link(of: try rules.block(bytes)))
        }
        return made(blocks, on: first, parent: parent)
    }

    func altered(_ step: AlterStep, _ scene: Scene) throws -> Made {
        let bytes = try artefacts.oneByteString(step.of)
        let edits = try expanded(step.edits[profile], scene)
        let transactions = try step.transactions?.flatMap { try artefacts.named($0).parts }
        if edits.seals?.contains(.proof) == true { try beginWork(on: scene.sight.chain) }
        var random = ActorRandom(seed: seed, actor: "forger \(step.artefact)")
        let altered = try forge.altered(
            bytes, transactions: transactions, edits: edits, random: &random)
        guard altered != bytes else { throw StepFault("nothing of \(step.of) changes") }
        return inPlace(altered, of: try artefacts.named(step.of))
    }

    func taken(height: Int, transaction: Int?, _ scene: Scene) throws -> Made {
        guard (0...scene.sight.height).contains(height) else {
            throw StepFault("no height \(height) of \(scene.sight.height)")
        }
        let block = try scene.sight.blockBytes(atHeight: height)
        if let transaction {
            return Made(parts: [try forge.transaction(transaction, ofBlock: block)])
        }
        let below = height == 0 ? nil : try place("height:\(height - 1)", scene)
        let chain = try place("height:\(height)", scene).chain
        return Made(
            parts: [block], place: ChainPlace(chain: chain, parent: below?.parent))
    }

    // MARK: Bytes

    func bytes(_ step: BytesStep) throws -> Made {
        inPlace(try artefacts.bytes(step, profile), of: try step.of.map(artefacts.named))
    }

    /// Bytes where a block stood, if it was one.
    private func inPlace(_ bytes: [UInt8], of old: Made?) -> Made {
        guard let parent = old?.place?.parent, let chain = old?.place?.chain else {
            return Made(parts: [bytes])
        }
        return made([bytes], on: ChainView(main: Array(chain.dropLast())), parent: parent)
    }

    /// A chain's file of artefacts and heights such as "main:0-5".
    func file(_ blocks: [String], _ scene: Scene) throws -> Made {
        var parts: [[UInt8]] = []
        for block in blocks {
            guard block.hasPrefix("main:") else {
                parts += try artefacts.named(block).parts
                continue
            }
            let ends = block.dropFirst("main:".count).split(separator: "-").compactMap { Int($0) }
            guard ends.count == 2, ends[0] <= ends[1], ends[1] <= scene.sight.height else {
                throw StepFault("no blocks \(block)")
            }
            try bounds.expect(partCount: parts.count + ends[1] - ends[0])
            for height in ends[0]...ends[1] {
                parts.append(try scene.sight.blockBytes(atHeight: height))
            }
        }
        try bounds.expect(byteCount: parts.reduce(0) { $0 + $1.count })
        let elements = parts.map(rules.documentElement)
        return Made(parts: [[0x5B] + elements.joined(separator: [0x2C]) + [0x5D]])
    }

    /// The goods of a message that a node sent: its blocks or its payment; nil for other messages.
    func goods(_ message: [UInt8], _ scene: Scene) throws -> Made? {
        switch try GossipMessage(bytes: message) {
        case .blocks(let parent, let blocks):
            let sight = scene.sight
            let heights = 0...sight.height
            // Blocks on a branch can be changed and sent on, but nothing can be made on them.
            guard let height = heights.first(where: { sight.entryID(atHeight: $0) == parent })
            else { return Made(parts: blocks, place: ChainPlace(chain: nil, parent: parent)) }
            let chain = ChainView(main: Array(sight.chain.prefix(height + 1)))
            return made(blocks, on: chain, parent: parent)
        case .transaction(let payment): return Made(parts: [payment])
        case .status, .request, .peersRequest, .peers: return nil
        }
    }

    func message(_ step: MessageStep, _ scene: Scene) throws -> Made {
        let parts = try step.what.flatMap { try artefacts.named($0).parts }
        func parent() throws -> EntryID { try place(step.on, scene).parent }
        let message: GossipMessage
        switch step.kind {
        case .blocks:
            let first = try step.what.first.map(artefacts.named)?.place?.parent
            message = .blocks(
                parent: step.on == "tip" ? try first ?? parent() : try parent(), blocks: parts)
        case .transaction:
            return Made(parts: parts.map { GossipMessage.transaction($0).bytes })
        case .peers:
            message = .peers(
                (0..<step.peerCount).map { PeerAddress(UInt32(step.firstPeer + $0)) })
        case .request: message = .request(locator: [try parent()])
        case .status: message = .status(tip: try parent(), work: 1 << 200)
        }
        return Made(parts: [message.bytes])
    }
}
