internal import Encodings
internal import Scenarios
internal import Trials

/// The judge of a trial on the chain: the books and the node's values in, a finding out. It reads
/// bytes by code of its own.
struct ChainReferee<Reading: ChainReading> {
    let reading: Reading

    /// **Throws:** ``StepFault`` where nothing was noted that the oracle could judge, an error of
    /// the store.
    func finding(
        of oracle: ChainOracle, _ books: ChainBooks, _ view: NodeView
    ) throws -> Finding {
        switch oracle {
        case .ledgerExact: try overBlocks(view) { ledger($0, view) }
        case .signatureConsent: try overBlocks(view) { consent($0, books) }
        case .hashOneObject: oneObject(books, view)
        case .encodingOneMeaning: oneMeaning(books, view)
        case .timeSchedule: try overBlocks(view) { schedule($0, view, exactly: false) }
        case .timeOrder: try overBlocks(view) { order($0) }
        case .timeExact: try overBlocks(view) { schedule($0, view, exactly: true) }
        case .forkMostWork:
            books.isOfScript ? try heaviest(books, view) : try mostWork(books, view)
        case .forkTwins: try twins(books)
        case .proofCredit: try overBlocks(view) { credit($0, books) }
        case .proofEarned: try earned(view)
        case .serviceAlive:
            books.hasDied ? .violated("the verifier died") : .intact("it answers")
        case .resourcesBounded: throw StepFault("the bounds of a budget are the engine's")
        case .storeState: try storeState(books)
        case .networkPeers: networkPeers(books, view)
        case .networkAgreement: try agreement(books, view)
        case .determinismReplay: try replayed(books, view)
        case .economyCost: try cost(books)
        }
    }

    // MARK: The main chain

    /// Blocks from height 1 on.
    func mainBlocks(_ view: NodeView) throws -> [[UInt8]] {
        Array(try view.blocks.get().dropFirst())
    }

    /// Judges the main chain as the referee reads it; what he cannot read exactly is a violation.
    private func overBlocks(
        _ view: NodeView, _ judge: ([ExactBlock]) -> Finding
    ) throws -> Finding {
        var blocks: [ExactBlock] = []
        for (index, bytes) in try mainBlocks(view).enumerated() {
            switch reading.exact(bytes, height: index + 1) {
            case .success(let block): blocks.append(block)
            case .failure(let inexact):
                return .violated("the main chain's block \(index + 1): \(inexact.why)")
            }
        }
        return judge(blocks)
    }

    private func ledger(_ blocks: [ExactBlock], _ view: NodeView) -> Finding {
        var ledger = ExactLedger()
        for (index, block) in blocks.enumerated() {
            if let complaint = ledger.apply(block, height: index + 1) {
                return .violated("block \(index + 1): \(complaint)")
            }
        }
        let held = view.accounts.filter { !$0.hasSuffix(" 0") }.sorted()
        let expected = ledger.lines
        guard held == expected else {
            let extra = held.first { !expected.contains($0) } ?? "nothing more"
            return .violated("the system holds \(extra), the referee does not")
        }
        return .intact("\(expected.count) balances, supply \(ledger.supply), exact")
    }

    private func consent(_ blocks: [ExactBlock], _ books: ChainBooks) -> Finding {
        let payments = blocks.flatMap(\.payments)
        var paidCounts: [ExactPayment.Content: Int] = [:]  // looked up, never iterated
        for payment in payments { paidCounts[payment.content, default: 0] += 1 }
        for payment in payments where books.judges(senderOf: payment) {
            let paidCount = paidCounts[payment.content] ?? 0
            let signedCount = books.signedCount(payment)
            guard paidCount <= min(signedCount, 1) else {
                return .violated(
                    "\(payment.from) pays \(payment.amount) \(paidCount) times, "
                        + "signed \(signedCount) times")
            }
        }
        return .intact("\(payments.count) payments, each signed by its sender")
    }

    private func schedule(
        _ blocks: [ExactBlock], _ view: NodeView, exactly: Bool
    ) -> Finding {
        var times = [0]
        for (index, block) in blocks.enumerated() {
            let height = index + 1
            let target =
                exactly
                ? ExactSchedule.target(height, blocks) : reading.exactTarget(height, blocks)
            guard block.index == height else {
                return .violated("block \(height) claims index \(block.index)")
            }
            guard block.target == target else {
                return .violated("block \(height) has target \(block.target), not \(target)")
            }
            guard reading.isLateEnough(block.timestampSeconds, after: times) else {
                return .violated(
                    "block \(height) is of \(block.timestampSeconds), too early for those below")
            }
            let latest = view.clockSeconds + 600
            guard block.timestampSeconds <= latest else {
                return .violated(
                    "block \(height) is of \(block.timestampSeconds), beyond \(latest)")
            }
            times.append(block.timestampSeconds)
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

    private func credit(_ blocks: [ExactBlock], _ books: ChainBooks) -> Finding {
        var honest: [String: [ExactBlock]] = [:]  // looked up, never iterated
        for block in books.honestBlocks.compactMap(\.exact) {
            honest[block.proof, default: []].append(block)
        }
        var first: [String: Int] = [:]  // looked up, never iterated
        for (index, block) in blocks.enumerated() {
            guard (honest[block.proof] ?? []).allSatisfy({ $0 == block }) else {
                return .violated(
                    "block \(index + 1) has an honest miner's proof in another block, for "
                        + "\(block.miner)")
            }
            if let first = first[block.proof] {
                return .violated("blocks \(first + 1) and \(index + 1) have one proof")
            }
            first[block.proof] = index
        }
        return .intact("\(blocks.count) proofs, each credited once, to whoever made it")
    }

    private func earned(_ view: NodeView) throws -> Finding {
        let blocks = try mainBlocks(view)
        for (index, bytes) in blocks.enumerated() {
            switch reading.exact(bytes, height: index + 1) {
            case .failure(let inexact):
                return .violated("the main chain's block \(index + 1): \(inexact.why)")
            case .success(let block):
                guard let earned = try reading.earnedProof(bytes) else {
                    return .violated("block \(index + 1) asks what no model answers")
                }
                guard block.proof == earned else {
                    return .violated("block \(index + 1) has a proof that it does not earn")
                }
            }
        }
        return .intact("\(blocks.count) proofs computed again")
    }
}
