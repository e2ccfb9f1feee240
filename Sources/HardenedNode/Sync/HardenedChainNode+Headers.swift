internal import BigInt
internal import Chains
internal import Cryptography
internal import GlyphChain
internal import Trials

/// The checks of headers, before any block is fetched or judged.
extension HardenedChainNode {
    /// A clock that no header is ahead of: what is ahead is found in ``part(of:clockSeconds:)``.
    private static var unknownClockSeconds: Int { 1 << 52 }

    /// The row that begins with a header; nil where the block below is not on the main chain.
    func row(beginning header: SealedHeader) -> HeaderRow? {
        let chain = node.chain
        guard let index = Int(exactly: header.header.index), (1...chain.count).contains(index),
            chain[index - 1].digest == header.header.previous
        else { return nil }
        return HeaderRow(
            forkHeight: index - 1, forkHash: header.header.previous,
            workAtFork: node.work(atHeight: index - 1))
    }

    /// Whether the row still stands on the main chain.
    func holds(_ row: HeaderRow) -> Bool {
        row.forkHeight <= node.height && node.chain[row.forkHeight].digest == row.forkHash
    }

    /// The headers without those first ones that are on the main chain.
    func unknown(_ headers: [SealedHeader]) -> ArraySlice<SealedHeader> {
        let chain = node.chain
        return headers.drop { header in
            guard let index = Int(exactly: header.header.index), index < chain.count else {
                return false
            }
            return chain[index].digest == header.block.hash
        }
    }

    /// Appends headers to a row. **Result:** the refusal of the first that does not hold.
    func extend(_ row: inout HeaderRow, with headers: some Sequence<SealedHeader>) -> Refusal? {
        for header in headers {
            switch link(of: header, on: row) {
            case .success(let link): row.append(link)
            case .failure(let refusal): return refusal
            }
        }
        return nil
    }

    private func link(
        of header: SealedHeader, on row: HeaderRow
    ) -> Result<HardenedLink, Refusal> {
        let view = node.chain.parting(atHeight: row.forkHeight, into: row.links)
        if let refusal = node.rules.refusal(
            of: header.header, proof: header.proof, on: view,
            clockSeconds: Self.unknownClockSeconds)
        {
            return .failure(refusal)
        }
        do throws(Refusal) {
            return .success(try node.rules.link(of: header.block))
        } catch {
            return .failure(error)
        }
    }

    /// The part of a row that a clock leaves. Timestamps never fall, so that all blocks from the
    /// first one ahead of the clock on are ahead of it; of those, the ones that are buried under
    /// enough others are taken all the same.
    func part(of row: HeaderRow, clockSeconds: Int, allowsBuried: Bool) -> RowPart {
        let count = row.links.count
        let latest = clockSeconds + HardenedSchedule.secondsAheadMax
        guard node.rules.guards.has(HardenedGuards.futureTime),
            let ahead = row.links.firstIndex(where: { $0.time > latest })
        else { return RowPart(aheadIndex: count, usableCount: count, neededCount: count) }
        let buriedCount = count - HardenedNodeLimits.buryingBlockCount
        guard allowsBuried, node.rules.guards.has(HardenedNodeGuards.buriedClock),
            buriedCount > ahead
        else { return RowPart(aheadIndex: ahead, usableCount: ahead, neededCount: ahead) }
        return RowPart(aheadIndex: ahead, usableCount: buriedCount, neededCount: count)
    }

    /// Whether the first blocks of a row would make it the chain with the most work; without the
    /// guard, every row is judged.
    func isWorthJudging(_ row: HeaderRow, count: Int) -> Bool {
        !node.rules.guards.has(HardenedNodeGuards.headersFirst)
            || row.work(ofFirst: count) > node.work
    }

    /// Points of the main chain, ever farther apart from the tip down to genesis.
    var locator: [ChainPoint] {
        let chain = node.chain
        var points: [ChainPoint] = []
        var (height, step) = (node.height, 1)
        while height > 0 {
            points.append(ChainPoint(height: height, hash: chain[height].digest))
            if points.count >= 4 { step *= 2 }
            height -= step
        }
        return points + [ChainPoint(height: 0, hash: chain[0].digest)]
    }
}
