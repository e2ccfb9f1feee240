internal import Trials

/// Messages of other nodes.
extension HybridNode {
    func hear(_ bytes: [UInt8], _ source: Source, _ clock: LogicalClock) throws(Refusal) {
        let message = HybridMessage(bytes: bytes)
        try rules.guards.require(
            message != nil, HybridGuards.encoding,
            "a message: expected a byte of a kind first")
        guard let message else { return }
        switch message.kind {
        case .head:
            guard let hash = message.digests(countMax: 1).first, tree.tip(hash) == nil else {
                return
            }
            answer(HybridMessage(.askBlocks, knownHashes.flatMap { $0 }), to: source)
        case .askBlocks: answerBlocks(message, source)
        case .askDeltas: answerDeltas(message, source)
        default: try take(message, source, clock)
        }
    }

    /// Hashes of the best chain from the head down, ever farther apart; the genesis' last.
    var knownHashes: [[UInt8]] {
        var known: [[UInt8]] = []
        var (place, step): (HybridTip, UInt64) = (tree.head, 1)
        while place.number > 0, known.count < HybridNodeLimits.askedCountMax - 1 {
            known.append(place.hash)
            let below = place.number > step ? place.number - step : 0
            place = ancestor(of: place, number: below)
            if known.count > 8 { step *= 2 }
        }
        return known + [rules.genesis.tip]
    }

    private func ancestor(of tip: HybridTip, number: UInt64) -> HybridTip {
        var place = tip
        while place.number > number, let parent = tree.tip(place.parent) { place = parent }
        return place
    }

    /// Sends the blocks of the best chain after the last one that the asker names.
    private func answerBlocks(_ message: HybridMessage, _ source: Source) {
        let asked = message.digests(countMax: HybridNodeLimits.askedCountMax)
        let common = asked.compactMap { tree.main.ancestor($0) }.map(\.number).max() ?? 0
        let blocks = tree.main.blocks(from: common &+ 1)
        var body: [UInt8] = []
        for tip in blocks.prefix(HybridNodeLimits.answeredBlockCount) {
            guard let bundle = bundle(tip.hash) else { break }
            let part = bundle.bytes.hybridPart
            guard body.isEmpty || body.count + part.count <= HybridNodeLimits.answerByteCountMax
            else { break }
            body += part
        }
        if !body.isEmpty { answer(HybridMessage(.bundles, body), to: source) }
    }

    /// A block that was taken, with its deltas.
    package func bundle(_ hash: [UInt8]) -> HybridBundle? {
        tree.block(hash).map { HybridBundle(deltas: blockDeltas[hash] ?? [], block: $0.bytes) }
    }

    /// Takes the blocks of an answer in their order, up to the first that is refused; asks on where
    /// some were new.
    func take(bundles body: [UInt8], from source: Source?) throws(Refusal) {
        try rules.guards.require(
            body.count <= 2 * HybridNodeLimits.answerByteCountMax, HybridGuards.size,
            "expected at most \(2 * HybridNodeLimits.answerByteCountMax) bytes, got \(body.count)")
        let before = tree.order.count
        var reader = HybridReader(body)
        for _ in 0..<HybridNodeLimits.answeredBlockCount where reader.leftByteCount > 0 {
            try take(bundle: HybridBundle(bytes: reader.part()), from: source)
        }
        guard tree.order.count > before else { return }
        answer(HybridMessage(.askBlocks, knownHashes.flatMap { $0 }), to: source)
    }

    private func answerDeltas(_ message: HybridMessage, _ source: Source) {
        for id in message.digests(countMax: HybridLimits.validatorCountMax) {
            if let content = deltas.content(id) {
                answer(HybridMessage(.delta, content), to: source)
            }
        }
    }
}
