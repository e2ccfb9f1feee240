internal import BigInt
internal import Cryptography
internal import Encodings
internal import GlyphChain
internal import Scenarios
internal import Trials

/// The attacker at work: nothing here reaches the system.
extension ChainGround {
    // MARK: Places

    /// The chain up to a place, and what comes next stands on.
    func place(_ name: String) throws -> (chain: ChainView<Rules.Link>, parent: EntryID) {
        if name == "tip" { return (node.chain, node.tip) }
        if name.hasPrefix("height:"), let height = Int(name.dropFirst("height:".count)) {
            guard (0...node.height).contains(height) else {
                throw StepFault("no height \(height) of \(node.height)")
            }
            let links = node.chain
            return (
                ChainView(main: Array(links.prefix(height + 1))), node.entryID(atHeight: height)
            )
        }
        let artefact = try artefact(name)
        guard let chain = artefact.chain, var parent = artefact.parent else {
            throw StepFault("nothing can stand on \(name)")
        }
        for bytes in artefact.parts { parent = EntryID(parent: parent, bytes: try stored(bytes)) }
        return (chain, parent)
    }

    /// As a node keeps it.
    private func stored(_ bytes: [UInt8]) throws -> [UInt8] {
        node.rules.bytes(of: try node.rules.block(bytes))
    }

    func keepBlocks(
        _ name: String, _ blocks: [[UInt8]], on chain: ChainView<Rules.Link>, parent: EntryID
    ) throws {
        var links: ChainView<Rules.Link>? = chain
        for bytes in blocks {
            // What later blocks cannot stand on is still bytes.
            let link = (try? node.rules.block(bytes)).flatMap { try? node.rules.link(of: $0) }
            links = link.flatMap { link in links.map { $0.extended(by: link) } }
        }
        try keep(name, Artefact(parts: blocks, chain: links, parent: parent))
    }

    // MARK: Blocks and payments

    func makePayment(_ step: PaymentStep) throws {
        let sender = wallet(step.payer.name)
        let nonce = step.nonce.map(UInt64.init) ?? node.holding(of: sender.address).nextNonce
        let edits = try expanded(step.edits[profile])
        let signer = wallet(edits.signer ?? step.payer.signer ?? step.payer.name)
        var payments: [[UInt8]] = []
        for index in 0..<step.count {
            var bytes = try node.rules.payment(
                from: sender, to: wallet(step.to).address, amount: UInt64(step.amount),
                nonce: nonce + UInt64(index))
            if !edits.isNone || signer.address != sender.address {
                bytes = try forge.payment(bytes, edits: edits, signer: signer)
            }
            if signer.address == sender.address, let exact = try? forge.exactPayment(bytes).get() {
                books.noteSigned(exact, by: step.payer.name)
            }
            // The twin of a signature takes no key.
            if step.signature == .other { bytes = try forge.withOtherS(bytes) }
            payments.append(bytes)
        }
        try keep(step.artefact, Artefact(parts: payments, chain: nil, parent: nil))
    }

    func makeBlocks(_ step: ForgeStep) throws {
        var (chain, parent) = try place(step.on)
        let (first, firstChain) = (parent, chain)
        let edits = try expanded(step.edits[profile])
        let transactions = try step.transactions.flatMap { try artefact($0).parts }
        var random = ActorRandom(seed: setup.seed, actor: "forger \(step.artefact)")
        var blocks: [[UInt8]] = []
        for index in 0..<step.blockCount {
            let plan = BlockPlan(
                miner: wallet(step.by), transactions: index == 0 ? transactions : [],
                timestampSeconds: record.clock.seconds + step.seconds + index * step.spacing,
                edits: index == 0 ? edits : .none)
            let bytes = try forge.block(plan, on: chain, random: &random)
            blocks.append(bytes)
            guard index + 1 < step.blockCount else { break }
            let block = try node.rules.block(bytes)
            chain = chain.extended(by: try node.rules.link(of: block))
            parent = EntryID(parent: parent, bytes: node.rules.bytes(of: block))
        }
        try keepBlocks(step.artefact, blocks, on: firstChain, parent: first)
    }

    func alterBlock(_ step: AlterStep) throws {
        let bytes = try oneByteString(step.of)
        let edits = try expanded(step.edits[profile])
        let transactions = try step.transactions?.flatMap { try artefact($0).parts }
        var random = ActorRandom(seed: setup.seed, actor: "forger \(step.artefact)")
        let altered = try forge.altered(
            bytes, transactions: transactions, edits: edits, random: &random)
        guard altered != bytes else { throw StepFault("nothing of \(step.of) changes") }
        try keepInPlace(step.artefact, altered, of: artefact(step.of))
    }

    func take(_ name: String, height: Int, transaction: Int?) throws {
        guard (0...node.height).contains(height) else {
            throw StepFault("no height \(height) of \(node.height)")
        }
        let block = try node.blockBytes(atHeight: height)
        if let transaction {
            let bytes = try forge.transaction(transaction, ofBlock: block)
            try keep(name, Artefact(parts: [bytes], chain: nil, parent: nil))
        } else {
            let below = height == 0 ? nil : try place("height:\(height - 1)")
            try keep(
                name,
                Artefact(
                    parts: [block], chain: try place("height:\(height)").chain,
                    parent: below?.parent))
        }
    }

    // MARK: Bytes

    func makeBytes(_ step: BytesStep) throws {
        let start = try step.of.map(artefact)
        var bytes = try step.of.map(oneByteString) ?? []
        let content = [[UInt8]](repeating: step.content, count: step.times).flatMap { $0 }
        bytes += content
        for splice in step.splices[profile] { bytes = try splice.applied(to: bytes) }
        try keepInPlace(step.artefact, bytes, of: start)
    }

    /// Keeps bytes where a block stood, if it was one.
    private func keepInPlace(_ name: String, _ bytes: [UInt8], of old: Artefact?) throws {
        guard let parent = old?.parent, let chain = old?.chain else {
            return try keep(name, Artefact(parts: [bytes], chain: nil, parent: nil))
        }
        let below = ChainView(main: Array(chain.dropLast()))
        try keepBlocks(name, [bytes], on: below, parent: parent)
    }

    func makeFile(_ name: String, _ blocks: [String]) throws {
        var parts: [[UInt8]] = []
        for block in blocks {
            if block.hasPrefix("main:") {
                let ends = block.dropFirst("main:".count).split(separator: "-").compactMap {
                    Int($0)
                }
                guard ends.count == 2, ends[0] <= ends[1], ends[1] <= node.height else {
                    throw StepFault("no blocks \(block)")
                }
                for height in ends[0]...ends[1] {
                    parts.append(try node.blockBytes(atHeight: height))
                }
            } else {
                parts += try artefact(block).parts
            }
        }
        let elements = parts.map(node.rules.documentElement)
        let bytes = [0x5B] + elements.joined(separator: [0x2C]) + [0x5D]
        try keep(name, Artefact(parts: [Array(bytes)], chain: nil, parent: nil))
    }

    func makeMessage(_ step: MessageStep) throws {
        let parts = try step.what.flatMap { try artefact($0).parts }
        let message: GossipMessage
        switch step.kind {
        case .blocks:
            let first = try step.what.first.map(artefact)
            let parent = try first?.parent ?? place(step.on).parent
            message = .blocks(
                parent: step.on == "tip" ? parent : try place(step.on).parent, blocks: parts)
        case .transaction:
            let messages = parts.map { GossipMessage.transaction($0).bytes }
            return try keep(step.artefact, Artefact(parts: messages, chain: nil, parent: nil))
        case .peers:
            message = .peers(
                (0..<step.peerCount).map { PeerAddress(UInt32(step.firstPeer + $0)) })
        case .request: message = .request(locator: [try place(step.on).parent])
        case .status: message = .status(tip: try place(step.on).parent, work: 1 << 200)
        }
        try keep(step.artefact, Artefact(parts: [message.bytes], chain: nil, parent: nil))
    }

    // MARK: Words that stand for something

    private func expanded(_ edits: FieldEdits) throws -> FieldEdits {
        try edits.mapValues(expanded)
    }

    /// Of `${…}`: `address NAME`, `key NAME` (compressed), `public_key NAME` (x‖y),
    /// `field HEIGHT PATH`, `of ARTEFACT PATH`, `clock ±SECONDS`, `repeat COUNT TEXT`, `chain`.
    private func expanded(_ text: String) throws -> String {
        try Placeholders.expanded(text, meaning)
    }

    private func meaning(_ words: [String]) throws -> String? {
        switch (words.first, words.count) {
        case ("address", 2): return wallet(words[1]).address
        case ("key", 2): return Hexadecimal.text(of: wallet(words[1]).publicKey.compressedBytes)
        case ("public_key", 2): return Hexadecimal.text(of: wallet(words[1]).publicKey.rawBytes)
        case ("clock", 2):
            guard let seconds = Int(words[1]) else { break }
            return String(record.clock.seconds + seconds)
        case ("field", 3):
            guard let height = Int(words[1]), (0...node.height).contains(height) else { break }
            return try forge.field(words[2], ofBlock: node.blockBytes(atHeight: height))
        case ("of", 3):
            guard let bytes = try artefact(words[1]).parts.last else { break }
            return try forge.field(words[2], ofBlock: bytes)
        case ("repeat", 3):
            guard let count = Int(words[1]), (1...10_000_000).contains(count) else { break }
            return String(repeating: words[2], count: count)
        default: break
        }
        return nil
    }
}
