internal import Encodings
internal import Scenarios
internal import Training
internal import Trials

/// A node under the hardened rules as values, for the referee to look at.
struct HardenedView {
    /// The best chain, from the first block on.
    let blocks: [[UInt8]]
    /// The node's own balances and bonds, by address.
    let balances: [(address: String, balance: Int, held: Int)]
    /// Messages that the node took.
    let taken: [Submission]
    /// The node's head.
    let head: String
}

/// Judges a hardened node by its blocks and the referee's books.
struct HardenedReferee {
    let books: LearningBooks
    let view: HardenedView
    let chronicle: HardenedChronicle

    init(_ books: LearningBooks, _ view: HardenedView, data: [TrainingChunk]) {
        self.books = books
        self.view = view
        chronicle = HardenedChronicle(books, data: data, blocks: view.blocks)
    }

    func finding(of oracle: LearningOracle) -> Finding {
        if let found = chronicle.complaints.first(where: { $0.oracle == oracle }) {
            return .violated(found.text)
        }
        let violation: String? =
            switch oracle {
            case .ledgerSupply: supplyComplaint
            case .ledgerBalances: balanceComplaint
            case .trainersPaid: trainerComplaint
            case .encodingOneMeaning: formComplaint
            case .mostWork: workComplaint
            case .serviceAlive: books.hasDied ? "the node died" : nil
            default: nil
            }
        return violation.map { .violated($0) } ?? .intact(summary(oracle))
    }

    private func summary(_ oracle: LearningOracle) -> String {
        let trainings = chronicle.certifiedProofs.count
        return "\(view.blocks.count) blocks and \(trainings) certified trainings hold"
    }

    private var supplyComplaint: String? {
        let held = view.balances.reduce(0) { $0 + $1.balance + $1.held }
        return held + chronicle.burned == chronicle.supply
            ? nil : "\(held) units, due are \(chronicle.supply - chronicle.burned)"
    }

    private var balanceComplaint: String? {
        for (address, balance, held) in view.balances {
            let account = chronicle[address]
            let due = account.bond + account.endings.reduce(0) { $0 + $1.units }
            guard balance == account.balance, held == due, balance >= 0, held >= 0 else {
                return "\(address) has \(balance) and \(held) units, due are \(account.balance) "
                    + "and \(due)"
            }
        }
        return nil
    }

    private var trainerComplaint: String? {
        for bytes in books.trainings {
            guard let value = LearningReading.canonical(bytes) else { continue }
            let id = LearningReading.signedDigest("proof", value)
            let count = chronicle.certifiedProofs.count { $0 == id }
            guard count == 1 else {
                return "an honest training counts \(count) times"
            }
        }
        return nil
    }

    private var formComplaint: String? {
        let surfaces = ["transaction", "proof", "opening", "vote", "block"]
        let odd = view.taken.first {
            surfaces.contains($0.surface.name) && LearningReading.canonical($0.bytes) == nil
        }
        return odd.map { "a \($0.surface.name) of another than the one form is taken" }
    }

    /// The best chain must end in the best of all blocks with the work that were taken.
    private var workComplaint: String? {
        var best = (index: 0, hash: "")
        for body in view.taken.flatMap(Self.blocks) {
            guard let block = LearningReading.canonical(body),
                let header = LearningReading.member(block, "header")
            else { continue }
            let index = LearningReading.integer(header, "index")
            let hash = Hexadecimal.text(
                of: LearningDomain.digest("block", Array(header.compactText.utf8)))
            guard hash.hasPrefix("0000") else { continue }
            let isBetter =
                index != best.index
                ? index > best.index : hash.utf8.lexicographicallyPrecedes(best.hash.utf8)
            if isBetter { best = (index, hash) }
        }
        guard best.index > 0 else { return nil }
        return best.hash == view.head
            ? nil : "block \(best.index) was taken and is not the head"
    }

    /// The blocks of a message.
    private static func blocks(_ message: Submission) -> [[UInt8]] {
        switch message.surface.name {
        case "block": return [message.bytes]
        case "gossip" where message.bytes.starts(with: "block".utf8):
            return message.bytes.split { $0 == 0x0A || $0 == 0x09 }.dropFirst().map { Array($0) }
        default: return []
        }
    }
}
