internal import BigInt
package import Scenarios

/// Judges a chain by its values and the referee's books.
package struct ChainReferee {
    let books: ChainBooks
    let view: ChainView

    package init(_ books: ChainBooks, _ view: ChainView) {
        self.books = books
        self.view = view
    }

    package func finding(of question: ChainQuestion) -> Finding {
        let violation =
            question == .stakeSupply
            ? supplyComplaint
            : view.epochs.lazy.compactMap { complaint(question, $0) }.first
        return violation.map { .violated($0) }
            ?? .intact("\(view.epochs.count) epochs with a proposal hold")
    }

    private func complaint(_ question: ChainQuestion, _ epoch: ChainView.Epoch) -> String? {
        let found: String? =
            switch question {
            case .quorumValidators: quorumComplaint(epoch)
            case .attestersPaid:
                epoch.paid.first { !epoch.attestors.contains($0.node) }
                    .map { "node \($0.node) is paid without a word" }
            case .scoresOnce: twiceComplaint(epoch)
            case .scoresDeserved: unpaidComplaint(epoch)
            case .honestUnpunished:
                books.isHonest(epoch.number) && epoch.slashed > 0
                    ? "node \(epoch.proposer) pays for an honest proposal" : nil
            case .paymentsBounded: paymentComplaint(epoch)
            case .stakeSupply: nil
            }
        return found.map { "epoch \(epoch.number): \($0)" }
    }

    private func quorumComplaint(_ epoch: ChainView.Epoch) -> String? {
        guard epoch.isPaid else { return nil }
        let words = epoch.validators.filter { epoch.attestors.contains($0) }.count
        return 3 * words >= 2 * epoch.validators.count
            ? nil : "paid with the words of \(words) of \(epoch.validators.count) validators"
    }

    private func twiceComplaint(_ epoch: ChainView.Epoch) -> String? {
        guard epoch.isPaid else { return nil }
        let nodes = epoch.entries.map(\.node)
        for (place, node) in nodes.enumerated() where nodes[..<place].contains(node) {
            return "node \(node) stands twice"
        }
        return nil
    }

    private func unpaidComplaint(_ epoch: ChainView.Epoch) -> String? {
        guard epoch.isPaid else { return nil }
        let unpaid = books.present(in: epoch.number).first { node in
            epoch.validators.contains(node) && epoch.attestors.contains(node)
                && !epoch.paid.contains { $0.node == node }
        }
        return unpaid.map { "node \($0) was there, and is not paid" }
    }

    private func paymentComplaint(_ epoch: ChainView.Epoch) -> String? {
        let sum = Self.sum(epoch.paid) + Self.sum(epoch.pools) + epoch.delegates
        return sum <= view.emissions ? nil : "\(sum) is paid of \(view.emissions)"
    }

    private static func sum(_ amounts: ChainView.Amounts) -> BigInt {
        amounts.reduce(0) { $0 + $1.amount }
    }

    private var supplyComplaint: String? {
        let due = view.epochs.reduce(view.startStake) { stake, epoch in
            stake + Self.sum(epoch.paid) + epoch.reward - epoch.slashed
        }
        return due == view.totalStake ? nil : "\(view.totalStake) is staked, \(due) is due"
    }
}
