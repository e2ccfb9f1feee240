internal import BigInt
internal import Chains
internal import Scenarios
internal import Trials

/// The referee's own fork choice.
extension ChainReferee {
    private struct Known {
        let bytes: [UInt8]
        let block: ExactBlock
    }

    func mostWork(_ books: ChainBooks, _ view: NodeView) throws -> Finding {
        var known: [Known] = []
        for bytes in honestAndSubmitted(books) {
            guard let block = try? reading.exact(bytes, height: 0).get(),
                !known.contains(where: { $0.block.hash == block.hash })
            else { continue }
            known.append(Known(bytes: bytes, block: block))
        }
        let main = try view.blocks.get()
        let genesis = try reading.claimedHash(main[0]).trimmingQuotes
        var best: (work: BigUInt, hash: String, height: Int) = (0, genesis, 0)
        /// Blocks with as much work, the first of them apart.
        var equals: [String] = []
        var frontier: [[Known]] = [[]]
        // Level by level, in the order of arrival: of equal work the first stays.
        while !frontier.isEmpty {
            var next: [[Known]] = []
            for chain in frontier {
                let tip = chain.last?.block.hash ?? genesis
                for candidate in known where candidate.block.previousHash == tip {
                    let longer = chain + [candidate]
                    guard try complaint(of: longer, view) == nil else { continue }
                    next.append(longer)
                    let work = longer.reduce(BigUInt(0)) {
                        $0 + ExactSchedule.work($1.block.target)
                    }
                    if work > best.work {
                        (best, equals) = ((work, candidate.block.hash, longer.count), [])
                    } else if work == best.work {
                        equals.append(candidate.block.hash)
                    }
                }
            }
            frontier = next
        }
        let height = main.count - 1
        let head = try reading.claimedHash(main[height]).trimmingQuotes
        // A node alone hears blocks in the order in which they were made; of several, each keeps
        // the first that it heard.
        let isBest = head == best.hash || !view.isAlone && equals.contains(head)
        guard isBest || height == 0 && best.height == 0 else {
            return .violated(
                "the head is \(head.prefix(16)) at height \(height), the most valid work "
                    + "\(best.hash.prefix(16)) at height \(best.height)")
        }
        return .intact("the head has the most valid work, height \(height)")
    }

    /// Honest blocks first: they were there.
    private func honestAndSubmitted(_ books: ChainBooks) -> [[UInt8]] {
        var all = books.honestBlocks.map(\.bytes)
        for submission in books.submissions where !submission.isTwins {
            let bytes = submission.bytes
            switch submission.surface {
            case ChainSurfaces.block: all.append(bytes)
            case ChainSurfaces.chain:
                all += (reading.blocks(inFile: bytes) ?? []).dropFirst()
            case ChainSurfaces.peer:
                if case .blocks(_, let blocks)? = ExactMessage(bytes) {
                    all += blocks
                }
            default: break
            }
        }
        return all
    }

    /// The rule that the last block of a chain breaks, the others being valid; nil for none.
    private func complaint(of chain: [Known], _ view: NodeView) throws -> String? {
        let (height, last) = (chain.count, chain[chain.count - 1])
        let before = chain.dropLast().map(\.block)
        guard last.block.index == height else { return "its index" }
        guard last.block.target == reading.exactTarget(height, before) else { return "its target" }
        guard ExactSchedule.number(last.block.proof) < ExactSchedule.number(last.block.target),
            try reading.earnedProof(last.bytes) == last.block.proof
        else { return "its proof" }
        guard
            reading.isLateEnough(
                last.block.timestampSeconds, after: [0] + before.map(\.timestampSeconds)),
            last.block.timestampSeconds <= view.clockSeconds + 600
        else { return "its time" }
        var ledger = ExactLedger()
        for (index, block) in (before + [last.block]).enumerated() {
            if let complaint = ledger.apply(block, height: index + 1) { return complaint }
        }
        return nil
    }
}

extension String {
    /// A text of JSON without its quotes; anything else as it is.
    fileprivate var trimmingQuotes: String {
        hasPrefix("\"") && hasSuffix("\"") && count >= 2 ? String(dropFirst().dropLast()) : self
    }
}
