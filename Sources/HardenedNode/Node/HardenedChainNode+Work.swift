internal import Chains
internal import Cryptography
internal import GlyphChain
internal import Trials

/// The judging of blocks.
extension HardenedChainNode {
    /// The outcome of a block that was judged.
    private enum Verdict {
        case taken(EntryID)
        /// It stands on nothing, waits for the clock, or the store failed.
        case ended
        case convicted(Refusal)
    }

    /// Whether ``work(atMilliseconds:)`` has something to judge.
    package var hasWork: Bool {
        fault == nil && (!inbox.isEmpty || sessions.contains { !$0.blocks.isEmpty })
    }

    /// Judges one block, with one inference at most. **Result:** whether there was one.
    package func work(atMilliseconds milliseconds: Int) -> Bool {
        guard hasWork else { return false }
        turn &+= 1
        let ready = sessions.indices.filter { !sessions[$0].blocks.isEmpty }
        if !inbox.isEmpty, ready.isEmpty || turn % 2 == 0 {
            judgeInbox(milliseconds)
        } else if !ready.isEmpty {
            judgeSession(ready[(turn / 2) % ready.count], milliseconds)
        }
        return true
    }

    private func judge(
        _ bytes: [UInt8], on parent: EntryID, from source: BlockSource, clockSeconds: Int,
        isProven: Bool = false
    ) -> Verdict {
        if !isProven { counts.judgedBlocks += 1 }
        let before = node.tip
        let submission: Submission
        let last: EntryID
        do throws(StoreError) {
            let outcome = try node.submit(
                [bytes], on: parent, clockSeconds: clockSeconds,
                costlyCheck: isProven ? .passedBefore : .made)
            (submission, last) = (outcome.submissions[0], outcome.last)
        } catch {
            fault = error
            return .ended
        }
        if node.tip != before { noteAdoption(submission, source) }
        switch submission {
        case .extended, .kept, .reorganised, .known: return .taken(last)
        case .orphan: return .ended
        case .refused(let refusals):
            guard let refusal = refusals.first else { return .ended }
            if node.rules.clockCodes.contains(refusal.by) {
                note(.early(source: "\(source)", height: refusal.index ?? node.height + 1))
                return .ended
            }
            return .convicted(refusal)
        }
    }

    private func noteAdoption(_ submission: Submission, _ source: BlockSource) {
        var depth = 0
        if case .reorganised(let count) = submission { depth = count }
        counts.adoptedBlocks += 1
        if depth > 0 {
            counts.reorganisations += 1
            // Payments that came back wait again: peers may not have them.
            for place in book.peers.indices { book.change(place) { $0.nextPayments = 0 } }
        }
        note(
            .adopted(
                source: "\(source)", height: node.height, tip: node.tipHash, depth: depth))
        tipNews = .from(source)
    }

    // MARK: Blocks that were asked for

    private func judgeSession(_ place: Int, _ milliseconds: Int) {
        let peer = sessions[place].peer
        guard let row = sessions[place].row, holds(row) || sessions[place].last != nil else {
            return endSession(peer)
        }
        let index = sessions[place].judgedCount
        let bytes = sessions[place].blocks.removeFirst()
        sessions[place].judgedCount += 1
        let part = sessions[place].part
        let isAhead = index >= part.aheadIndex
        var ready: [UInt8]? = bytes
        if isAhead {
            guard let proven = prove(bytes, index, place, row, milliseconds) else { return }
            ready = proven.isEmpty ? nil : proven
        }
        if let ready {
            let parent = sessions[place].last ?? node.entryID(atHeight: row.forkHeight)
            let seconds =
                isAhead
                ? row.links[index - HardenedNodeLimits.buryingBlockCount].time
                : milliseconds / 1_000
            let verdict = judge(
                ready, on: parent, from: .peer(peer),
                clockSeconds: max(seconds, milliseconds / 1_000), isProven: isAhead)
            switch verdict {
            case .taken(let id): sessions[place].last = id
            case .ended: return endSession(peer)
            case .convicted(let refusal): return convict(peer, refusal, milliseconds)
            }
        }
        guard sessions[place].judgedCount >= part.neededCount else { return }
        finish(place, milliseconds)
    }

    /// Goes on to the peer's next headers, or ends the session.
    private func finish(_ place: Int, _ milliseconds: Int) {
        let (peer, isFull) = (sessions[place].peer, sessions[place].isFull)
        if isFull {
            sessions[place] = HeaderSession(peer: peer, atMilliseconds: milliseconds)
        } else {
            endSession(peer)
        }
    }

    /// Proves a block that is ahead of the clock. **Result:** the block that is buried by it, empty
    /// while none is; nil where the session is over.
    private func prove(
        _ bytes: [UInt8], _ index: Int, _ place: Int, _ row: HeaderRow, _ milliseconds: Int
    ) -> [UInt8]? {
        let peer = sessions[place].peer
        let block: HardenedBlock
        do throws(Refusal) {
            block = try node.rules.block(bytes)
        } catch {
            convict(peer, error, milliseconds)
            return nil
        }
        let hash = block.hash
        if !provenHashes.contains(hash) {
            counts.judgedBlocks += 1
            if let refusal = node.rules.costlyRefusal(of: block, on: node.chain) {
                convict(
                    peer,
                    Refusal(
                        index: row.forkHeight + 1 + index, by: refusal.by,
                        message: refusal.message), milliseconds)
                return nil
            }
            if provenHashes.count >= HardenedNodeLimits.provenCountMax {
                provenHashes.removeFirst()
            }
            provenHashes.append(hash)
        }
        sessions[place].proven.append(bytes)
        guard sessions[place].proven.count > HardenedNodeLimits.buryingBlockCount else { return [] }
        return sessions[place].proven.removeFirst()
    }

    // MARK: Blocks that were pushed

    private func judgeInbox(_ milliseconds: Int) {
        var entry = inbox.removeFirst()
        let source = BlockSource.caller(entry.source)
        if entry.parent == nil {
            // The node's chain may have changed since.
            guard case .worth(let blocks, let parent) = review(entry.blocks, milliseconds) else {
                return
            }
            (entry.blocks, entry.parent) = (blocks, parent)
        }
        guard let parent = entry.parent, !entry.blocks.isEmpty else { return }
        let bytes = entry.blocks.removeFirst()
        switch judge(bytes, on: parent, from: source, clockSeconds: milliseconds / 1_000) {
        case .taken(let id):
            entry.parent = id
            if !entry.blocks.isEmpty { inbox.insert(entry, at: 0) }
        case .ended: return
        case .convicted(let refusal):
            note(.refused(source: "\(source)", refusal))
            ledger.noteWaste(atMilliseconds: milliseconds)
            pause(source, milliseconds)
        }
    }

    /// Stops listening to a caller for some time.
    func pause(_ source: BlockSource, _ milliseconds: Int) {
        guard node.rules.guards.has(HardenedNodeGuards.budget) else { return }
        ledger.pause(source, atMilliseconds: milliseconds)
        note(.paused(source: "\(source)"))
    }
}
