internal import Cryptography
internal import Encodings
internal import GlyphChain
internal import Scenarios
internal import Trials

extension ChainGround {
    func finding(of oracle: ChainOracle) throws -> Finding {
        switch oracle {
        case .ledgerExact: return try overBlocks { ledger($0) }
        case .signatureConsent: return try overBlocks { consent($0) }
        case .hashOneObject: return oneObject()
        case .encodingOneMeaning: return oneMeaning()
        case .timeSchedule: return try overBlocks { schedule($0, exactly: false) }
        case .timeOrder: return try overBlocks { order($0) }
        case .timeExact: return try overBlocks { schedule($0, exactly: true) }
        case .forkMostWork: return try mostWork()
        case .forkTwins: return try twins()
        case .proofCredit: return try overBlocks { credit($0) }
        case .proofEarned: return try earned()
        case .serviceAlive:
            return books.hasDied ? .violated("the verifier died") : .intact("it answers")
        case .resourcesBounded: return try budgetFinding()
        case .storeState: return try storeState()
        case .networkPeers: return networkPeers()
        case .determinismReplay: return try replayed()
        case .economyCost:
            guard let measurement else { throw StepFault("nothing was measured") }
            let figures =
                "\(measurement.advantageMillionths) of at most \(measurement.allowedMillionths) "
                + "millionths, over \(measurement.attemptCount) \(measurement.unit)"
            return measurement.isWithin ? .intact(figures) : .violated(figures)
        }
    }

    /// As they stood when this was asked first: twins hear nothing of what comes later.
    private func twins() throws -> Finding {
        if let twinFinding { return twinFinding }
        guard !twinDigests.isEmpty else { throw StepFault("no twin heard anything") }
        let found: Finding =
            twinDigests.allSatisfy { $0 == node.stateDigest }
            ? .intact("twins agree") : .violated("twins hold other states")
        twinFinding = found
        return found
    }

    // MARK: The main chain

    private func mainBlocks() throws -> [[UInt8]] {
        guard node.height > 0 else { return [] }
        return try (1...node.height).map { try node.blockBytes(atHeight: $0) }
    }

    /// Judges the main chain as the referee reads it; what he cannot read exactly is a violation.
    private func overBlocks(_ judge: ([ExactBlock]) -> Finding) throws -> Finding {
        var blocks: [ExactBlock] = []
        for (index, bytes) in try mainBlocks().enumerated() {
            switch forge.exact(bytes, height: index + 1) {
            case .success(let block): blocks.append(block)
            case .failure(let inexact):
                return .violated("the main chain's block \(index + 1): \(inexact.why)")
            }
        }
        return judge(blocks)
    }

    private func ledger(_ blocks: [ExactBlock]) -> Finding {
        var ledger = ExactLedger()
        for (index, block) in blocks.enumerated() {
            if let complaint = ledger.apply(block, height: index + 1) {
                return .violated("block \(index + 1): \(complaint)")
            }
        }
        let held = node.accounts.map { "\($0.ownerText) \($0.balanceText)" }
            .filter { !$0.hasSuffix(" 0") }.sorted()
        let expected = ledger.lines
        guard held == expected else {
            let extra = held.first { !expected.contains($0) } ?? "nothing more"
            return .violated("the system holds \(extra), the referee does not")
        }
        return .intact("\(expected.count) balances, supply \(ledger.supply), exact")
    }

    private func consent(_ blocks: [ExactBlock]) -> Finding {
        let payments = blocks.flatMap(\.payments)
        for payment in payments {
            let paidCount = payments.count { $0.says(what: payment) }
            let signedCount = books.signedCount(payment)
            guard paidCount <= min(signedCount, 1) else {
                return .violated(
                    "\(payment.from) pays \(payment.amount) \(paidCount) times, "
                        + "signed \(signedCount) times")
            }
        }
        return .intact("\(payments.count) payments, each signed by its sender")
    }

    private func schedule(_ blocks: [ExactBlock], exactly: Bool) -> Finding {
        for (index, block) in blocks.enumerated() {
            let height = index + 1
            let before = Array(blocks[..<index])
            let target =
                exactly
                ? ExactSchedule.target(height, before) : forge.exactTarget(height, before)
            guard block.index == height else {
                return .violated("block \(height) claims index \(block.index)")
            }
            guard block.target == target else {
                return .violated("block \(height) has target \(block.target), not \(target)")
            }
            let times = [0] + before.map(\.timestampSeconds)
            guard forge.isLateEnough(block.timestampSeconds, after: times) else {
                return .violated(
                    "block \(height) is of \(block.timestampSeconds), too early for those below")
            }
            let latest = record.clock.seconds + 600
            guard block.timestampSeconds <= latest else {
                return .violated(
                    "block \(height) is of \(block.timestampSeconds), beyond \(latest)")
            }
        }
        return .intact("\(blocks.count) blocks on the schedule")
    }

    private func order(_ blocks: [ExactBlock]) -> Finding {
        for (index, block) in blocks.enumerated().dropFirst()
        where block.timestampSeconds < blocks[index - 1].timestampSeconds {
            let fall = blocks[index - 1].timestampSeconds - block.timestampSeconds
            return .violated("block \(index + 1) is \(fall) s before the one below")
        }
        return .intact("times of \(blocks.count) blocks never fall")
    }

    private func credit(_ blocks: [ExactBlock]) -> Finding {
        for (index, block) in blocks.enumerated() {
            for other in books.honestBlocks.compactMap(\.exact)
            where other.proof == block.proof && other != block {
                return .violated(
                    "block \(index + 1) has an honest miner's proof in another block, for "
                        + "\(block.miner)")
            }
            if let first = blocks[..<index].firstIndex(where: { $0.proof == block.proof }) {
                return .violated("blocks \(first + 1) and \(index + 1) have one proof")
            }
        }
        return .intact("\(blocks.count) proofs, each credited once, to whoever made it")
    }

    private func earned() throws -> Finding {
        for (index, bytes) in try mainBlocks().enumerated() {
            switch forge.exact(bytes, height: index + 1) {
            case .failure(let inexact):
                return .violated("the main chain's block \(index + 1): \(inexact.why)")
            case .success(let block):
                guard let earned = try forge.earnedProof(bytes) else {
                    return .violated("block \(index + 1) asks what no model answers")
                }
                guard block.proof == earned else {
                    return .violated("block \(index + 1) has a proof that it does not earn")
                }
            }
        }
        return .intact("\(node.height) proofs computed again")
    }

    // MARK: What was taken

    /// What the system, or a twin, took at a surface where bytes are one object.
    private var takenObjects: [(surface: Surface, bytes: [UInt8])] {
        var objects: [(surface: Surface, bytes: [UInt8])] = []
        for one in books.submissions where one.isAccepted {
            if one.surface == ChainSurfaces.peer {
                switch try? GossipMessage(bytes: one.bytes) {
                // Blocks on one that the node does not know are asked for, not taken.
                case .blocks(let parent, let blocks)? where node.knows(parent):
                    objects += blocks.map { (ChainSurfaces.block, $0) }
                case .transaction(let bytes)?: objects.append((ChainSurfaces.transaction, bytes))
                default: break
                }
            } else if one.surface != ChainSurfaces.chain {
                objects.append((one.surface, one.bytes))
            } else if let blocks = try? node.rules.blocks(inDocument: one.bytes) {
                objects += blocks.dropFirst().map { (ChainSurfaces.block, $0) }
            }
        }
        return objects
    }

    private func oneObject() -> Finding {
        var seen: [String: [UInt8]] = [:]  // looked up, never iterated
        let honest =
            books.honestBlocks.map { (surface: ChainSurfaces.block, bytes: $0.bytes) }
            + books.signed.map {
                (surface: ChainSurfaces.transaction, bytes: $0.payment.canonicalBytes)
            }
        var unclear: String?
        for object in honest + takenObjects {
            guard let identity = identity(object.surface, object.bytes) else {
                unclear = unclear ?? object.surface.name
                continue
            }
            if let other = seen[identity], other != object.bytes {
                return .violated("two byte strings of \(identity.prefix(80)) were taken")
            }
            seen[identity] = object.bytes
        }
        if let unclear { return .violated("a \(unclear) was taken that nobody can name") }
        return .intact("each identity has one byte string")
    }

    /// What others call a thing by: a block by the hash that it claims, a payment by what is
    /// signed; nil where that cannot be read.
    private func identity(_ surface: Surface, _ bytes: [UInt8]) -> String? {
        if surface == ChainSurfaces.block {
            return (try? forge.field("block_hash", ofBlock: bytes)).map { "block \($0)" }
        }
        guard let payment = try? forge.exactPayment(bytes).get() else { return nil }
        return "payment \(payment.from) \(payment.to) \(payment.amount) \(payment.nonce)"
    }

    private func oneMeaning() -> Finding {
        for one in books.submissions where one.isAccepted {
            if let complaint = complaint(ofMeaning: one.surface, one.bytes) {
                return .violated("taken at \(one.surface.name), though \(complaint)")
            }
        }
        return .intact("all that was taken has one form")
    }

    private func complaint(ofMeaning surface: Surface, _ bytes: [UInt8]) -> String? {
        switch surface {
        case ChainSurfaces.block:
            switch forge.exact(bytes, height: node.height) {
            case .failure(let inexact): return inexact.why
            case .success(let block):
                return block.canonicalBytes == bytes ? nil : "it is another spelling"
            }
        case ChainSurfaces.transaction:
            switch forge.exactPayment(bytes) {
            case .failure(let inexact): return inexact.why
            case .success(let payment):
                return payment.canonicalBytes == bytes ? nil : "it is another spelling"
            }
        case ChainSurfaces.peer:
            guard let message = try? GossipMessage(bytes: bytes), message.bytes == bytes else {
                return "it is no message in its one form"
            }
            switch message {
            case .blocks(let parent, let blocks) where node.knows(parent):
                return blocks.lazy.compactMap {
                    self.complaint(ofMeaning: ChainSurfaces.block, $0)
                }.first
            case .transaction(let payment):
                return complaint(ofMeaning: ChainSurfaces.transaction, payment)
            default: return nil
            }
        default:
            guard let value = try? JSONParser.parse(bytes, byteCountMax: 64 << 20),
                let elements = value.arrayValue, elements.count >= 1
            else { return "it is no strict JSON array of blocks" }
            let texts = elements.map { Array($0.compactText.utf8) }
            guard [0x5B] + texts.joined(separator: [0x2C]) + [0x5D] == bytes else {
                return "it is another spelling"
            }
            guard (try? node.blockBytes(atHeight: 0)).map(node.rules.documentElement) == texts[0]
            else { return "its first block is another genesis" }
            guard let blocks = try? node.rules.blocks(inDocument: bytes) else {
                return "it is no document of blocks"
            }
            return blocks.dropFirst().lazy.compactMap {
                self.complaint(ofMeaning: ChainSurfaces.block, $0)
            }.first
        }
    }

    // MARK: Cost, peers, the store

    func count(of counter: String) throws -> Int? {
        switch counter {
        case "inferences": spent.inferences
        case "signature_checks": spent.signatureChecks
        case "transactions": spent.transactions
        case "waiting": max(peaks.waiting, node.waitingTransactions.count)
        case "kept_blocks": max(peaks.keptBlocks, node.keptBlockCount)
        case "peers": max(peaks.peers, system.peers.count)
        case "block_bytes": try system.blocks().map(\.count).max() ?? 0
        default: nil
        }
    }

    private func networkPeers() -> Finding {
        let peers = system.peers
        if let lost = Self.honestPeers.first(where: { !peers.contains($0) }) {
            return .violated("the given peer \(lost.number) was lost")
        }
        let unknown = newcomers.filter { !peers.contains($0) }
        guard unknown.count < newcomers.count || newcomers.isEmpty else {
            return .violated("none of \(newcomers.count) honest newcomers found a place")
        }
        return .intact("\(newcomers.count - unknown.count) of \(newcomers.count) newcomers known")
    }

    /// All that happened to the node, once more to a new one; and the main chain's blocks alone to
    /// another.
    private func replayed() throws -> Finding {
        guard modelSwitch.isReadable else { throw StepFault("a model that reads nothing") }
        var again = ChainSystem(try newNode(), peers: Self.honestPeers)
        for event in books.journal {
            switch event {
            case .message(let bytes, let surface, let source, let clock):
                _ = try again.submit(bytes, to: surface, from: source, at: clock)
            case .started(let peers): again = ChainSystem(again.node, peers: peers)
            case .blinded: modelSwitch.toggle()
            }
        }
        guard again.stateDigest == node.stateDigest, again.head == system.head else {
            return .violated("another state of the same \(books.journal.count) events")
        }
        var direct = ChainSystem(try newNode(), peers: Self.honestPeers)
        for bytes in try mainBlocks() {
            _ = try direct.submit(
                bytes, to: ChainSurfaces.block, from: Source(1), at: record.clock)
        }
        return direct.stateDigest == node.stateDigest
            ? .intact("the same state of \(books.journal.count) events, and of its blocks alone")
            : .violated("another state of the same blocks")
    }

    private func newNode() throws -> ChainNode<Rules> {
        try ChainNode(rules: node.rules, beginningIn: ChainStore(inMemoryFor: node.rules.pin))
    }

    func storedView() -> RefereeBooks.StoredView {
        RefereeBooks.StoredView(
            state: node.stateDigest.text,
            accounts: node.accounts.map { "\($0.ownerText) \($0.balanceText)" })
    }

    private func storeState() throws -> Finding {
        guard let before = books.heldBefore else { throw StepFault("no state was noted") }
        if let others = books.madeForOthers {
            return .violated("it serves a file made for \(others)")
        }
        guard let after = books.servedAfter else { return .intact("it was not started again") }
        return after == before
            ? .intact("it holds what it held") : .violated("it serves a state that it never held")
    }
}
