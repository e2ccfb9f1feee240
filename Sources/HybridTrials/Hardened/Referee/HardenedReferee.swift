internal import HybridChain

/// The referee of a hardened network: reads all blocks that a node took and all that the attacker
/// sent, executes them again, and tells what breaks a rule.
struct HardenedReferee {
    let rules: RefereeRules
    let parties: HardenedParties
    let books: HardenedBooks
    private(set) var places = RefereePlaces()
    private(set) var faults: [RefereeFault] = []
    /// The head by the referee's own choice.
    private(set) var head: RefereePlace
    /// The blocks that were read, in their order.
    private(set) var blocks: [RefereeBlock] = []

    /// - Parameters:
    ///   - history: the blocks that a node took, in their order.
    ///   - known: the content of a delta, if somebody has it.
    init(
        _ parties: HardenedParties, _ books: HardenedBooks, history: [[UInt8]],
        known: ([UInt8]) -> [UInt8]?
    ) {
        self.parties = parties
        self.books = books
        rules = RefereeRules(parties.genesis)
        head = rules.start
        places.take(head)
        for bytes in history { read(RefereeBlock(bytes), known: known) }
        judgeMessages(known: known)
        judgeStakes(known: known)
        for text in books.engineFaults { add(.engine, text) }
    }

    private mutating func add(_ kind: RefereeFault.Kind, _ text: String) {
        faults.append(RefereeFault(kind: kind, text: text))
    }

    // MARK: Blocks

    private mutating func read(_ block: RefereeBlock, known: ([UInt8]) -> [UInt8]?) {
        blocks.append(block)
        // A block without a parent stands where a node without the guard would put it.
        let parent = places[block.parent] ?? head
        faults += rules.faults(of: block, on: parent, places, known: known)
        let finalised = head.state.finalised
        if finalised.epoch > 0, !places.contains(finalised.root, onChainTo: parent) {
            add(.finality, "block \(block.number) leaves what is final")
        }
        let deltas = RefereeUpdate(block.update).deltaIDs.compactMap(known)
        if !block.hasNoUpdate { judgeMajority(deltas, on: parent, block) }
        let state = rules.state(
            on: parent, slot: block.slot, proposer: block.proposer, evidence: block.evidenceList,
            votes: block.voteList,
            weights: block.hasNoUpdate ? nil : rules.weights(deltas, on: parent)?.new)
        if state.root(rules.model) != block.stateRoot {
            add(.form, "block \(block.number) states another state")
        }
        let place = RefereePlace(
            hash: block.hash, parent: parent.hash, number: parent.number + 1, slot: block.slot,
            state: state)
        places.take(place)
        if isBetter(place) { head = place }
    }

    private func isBetter(_ place: RefereePlace) -> Bool {
        let (one, other) = (place.state.highest.epoch, head.state.highest.epoch)
        if one != other { return one > other }
        if place.number != head.number { return place.number > head.number }
        return place.hash.lexicographicallyPrecedes(head.hash)
    }

    private mutating func judgeMajority(
        _ deltas: [[UInt8]], on parent: RefereePlace, _ block: RefereeBlock
    ) {
        guard let chosen = rules.weights(deltas, on: parent)?.chosen else { return }
        let liars = chosen.count { place in
            books.lies.contains(RefereeBytes.hash("delta", deltas[place]))
        }
        if 2 * liars >= chosen.count {
            add(.majority, "\(liars) lies of \(chosen.count) deltas made block \(block.number)")
        }
    }

    // MARK: Messages

    private mutating func judgeMessages(known: ([UInt8]) -> [UInt8]?) {
        for shown in books.shown where shown.isTaken && shown.isBlock {
            if !RefereeBlock(shown.bytes).isExact { add(.form, "a block with more than a block") }
        }
        for (place, shown) in books.shown.enumerated() where shown.isTaken && !shown.isBlock {
            guard let head = places[shown.head] else { continue }
            let body = Array(shown.bytes.dropFirst())
            switch shown.bytes.first {
            case 2: judge(delta: body, head, shown.slot, before: place)
            case 3:
                if let fault = rules.fault(
                    ofUpdate: body, head, slot: shown.slot, known: known)
                {
                    faults.append(fault)
                }
            case 4: judge(acknowledgement: body, head, shown.slot, before: place)
            case 5: judge(vote: body, head, before: place)
            case 6:
                var reader = RefereeBytes(body)
                let evidence = RefereeEvidence(&reader)
                if !reader.isAtEnd { add(.innocent, "evidence of another layout") }
                if let text = rules.fault(of: evidence, head, places) { add(.innocent, text) }
                if isSlashed(evidence.accused, head.state) {
                    add(.innocent, "evidence against one who is slashed")
                }
            case 1, 7, 8, 9, 10, 11: break
            default: add(.form, "a message of no kind")
            }
        }
    }

    private func isSlashed(_ index: UInt16, _ state: RefereeState) -> Bool {
        Int(index) < state.isSlashed.count && state.isSlashed[Int(index)]
    }

    private func earlier(_ kind: UInt8, before place: Int) -> [[UInt8]] {
        books.shown.prefix(place).filter { $0.isTaken && $0.bytes.first == kind }
            .map { Array($0.bytes.dropFirst()) }
    }

    private mutating func judge(
        delta bytes: [UInt8], _ head: RefereePlace, _ slot: UInt64, before place: Int
    ) {
        if let text = rules.fault(ofDelta: bytes, head, slot: slot) { add(.content, text) }
        let shape = parties.genesis.shape
        let one = RefereeDelta(bytes, shape)
        let twice = earlier(2, before: place).map { RefereeDelta($0, shape) }.contains {
            $0.index == one.index && $0.slot == one.slot
        }
        if twice { add(.content, "two deltas of trainer \(one.index) in slot \(slot)") }
    }

    private mutating func judge(
        acknowledgement bytes: [UInt8], _ head: RefereePlace, _ slot: UInt64, before place: Int
    ) {
        let one = RefereeAcknowledgement(bytes)
        let state = rules.state(on: head, slot: slot)
        if bytes.count != RefereeAcknowledgement.byteCount || one.network != rules.network
            || one.slot != slot || !state.isActive(one.index)
            || !rules.isSigned("ack", one.message, one.signature, by: one.index)
        {
            add(.consent, "an acknowledgement that \(one.index) did not make for slot \(slot)")
        }
        let updates = earlier(3, before: place).map { RefereeBytes.hash("update", $0) }
        if !updates.contains(one.updateID),
            !blocks.contains(where: { $0.updateID == one.updateID })
        {
            add(.consent, "an acknowledgement of an update that nobody has")
        }
        let twice = earlier(4, before: place).map { RefereeAcknowledgement($0) }.contains {
            $0.index == one.index && $0.slot == one.slot
        }
        if twice { add(.quorum, "two acknowledgements of member \(one.index)") }
    }

    private mutating func judge(vote bytes: [UInt8], _ head: RefereePlace, before place: Int) {
        let vote = RefereeVote(bytes)
        if bytes.count != RefereeVote.byteCount { add(.finality, "a vote of another size") }
        if let text = rules.fault(of: vote, head.state, head, places) { add(.finality, text) }
        let others = earlier(5, before: place).map { RefereeVote($0) }.filter {
            $0.index == vote.index
        }
        if others.contains(where: { $0.message == vote.message }) {
            add(.finality, "a vote twice")
        }
    }

    // MARK: Stakes

    private mutating func judgeStakes(known: ([UInt8]) -> [UInt8]?) {
        let guilty = guilty(known: known)
        for index in parties.genesis.validators.indices {
            let isSlashed = head.state.isSlashed[index]
            let name = parties.names[index]
            if isSlashed, !guilty.contains(UInt16(index)) {
                add(.innocent, "\(name) lost a stake without a fault that was shown")
            }
            if isSlashed, parties.isHonest(UInt16(index)) {
                add(.innocent, "\(name) is honest, and lost a stake")
            }
            if !isSlashed, guilty.contains(UInt16(index)) {
                add(.guilty, "\(name)'s fault was shown, and nothing was lost")
            }
        }
        let held = head.state.bonds.reduce(head.state.burnt, +)
        let given = parties.genesis.validators.reduce(0) { $0 + $1.bond }
        if held != given { add(.innocent, "\(held) units of \(given)") }
    }

    /// Those whose fault the attacker's own messages, or what nodes took, show.
    private func guilty(known: ([UInt8]) -> [UInt8]?) -> [UInt16] {
        let sent = books.shown.filter(\.isBlock).map { RefereeBlock($0.bytes) }.filter(isPaid)
        let headers = sent + blocks
        var guilty: [UInt16] = []
        for (place, one) in headers.enumerated() {
            for other in headers.prefix(place)
            where other.proposer == one.proposer && other.slot == one.slot
                && other.hash != one.hash
            {
                guilty.append(one.proposer)
            }
        }
        guilty += guiltyOfWords(headers) + guiltyOfVotes(headers)
        for block in sent { guilty += guiltyOfUpdate(block, known: known) }
        return guilty
    }

    /// Whether a block is of a form that nodes look at: with work, and its proposer's signature.
    private func isPaid(_ block: RefereeBlock) -> Bool {
        block.isExact && block.network == rules.network
            && !parties.genesis.target.lexicographicallyPrecedes(block.hash)
            && rules.isSigned("proposal", block.hash, block.signature, by: block.proposer)
    }

    private func signed(_ kind: UInt8) -> [[UInt8]] {
        books.shown.filter { !$0.isBlock && $0.bytes.first == kind }
            .map { Array($0.bytes.dropFirst()) }
    }

    private func words(of block: RefereeBlock) -> [RefereeAcknowledgement] {
        guard !block.hasNoUpdate else { return [] }
        return block.acknowledgements.map { entry in
            RefereeAcknowledgement(
                rules.network + RefereeBytes.of(block.slot, 8) + block.updateID
                    + RefereeBytes.of(UInt64(entry.index), 2) + entry.signature)
        }
    }

    private func isMade(_ one: RefereeAcknowledgement) -> Bool {
        one.bytes.count == RefereeAcknowledgement.byteCount && one.network == rules.network
            && rules.isSigned("ack", one.message, one.signature, by: one.index)
    }

    private func guiltyOfWords(_ headers: [RefereeBlock]) -> [UInt16] {
        let shown = signed(4).map { RefereeAcknowledgement($0) } + headers.flatMap(words)
        let made = shown.filter(isMade)
        return made.enumerated().filter { place, one in
            made.prefix(place).contains {
                $0.index == one.index && $0.slot == one.slot && $0.message != one.message
            }
        }.map(\.element.index)
    }

    private func guiltyOfVotes(_ headers: [RefereeBlock]) -> [UInt16] {
        let shown = signed(5).map { RefereeVote($0) } + headers.flatMap(\.voteList)
        let made = shown.filter {
            $0.bytes.count == RefereeVote.byteCount && $0.network == rules.network
                && rules.isSigned("vote", $0.message, $0.signature, by: $0.index)
        }
        return made.enumerated().filter { place, vote in
            made.prefix(place).contains { $0.index == vote.index && $0.conflicts(with: vote) }
        }.map(\.element.index)
    }

    /// Those who signed a block whose update breaks a rule, with deltas that everybody has.
    private func guiltyOfUpdate(
        _ block: RefereeBlock, known: ([UInt8]) -> [UInt8]?
    ) -> [UInt16] {
        let update = RefereeUpdate(block.update)
        guard !block.hasNoUpdate, update.id == block.updateID,
            let parent = places[block.parent], parent.hash == update.parent,
            places.contains(parent.hash, onChainTo: head),
            update.deltaIDs.allSatisfy({ known($0) != nil }),
            rules.fault(ofUpdate: block.update, parent, slot: block.slot, known: known) != nil
        else { return [] }
        return [block.proposer] + words(of: block).filter(isMade).map(\.index)
    }
}
