internal import BigInt
internal import PythonValues
package import Scenarios
internal import Trials

/// Judges a published node by its values and the referee's books.
package struct PublishedReferee {
    let books: LearningBooks
    let published: PublishedBooks
    let view: PublishedView
    let chronicle: PublishedChronicle
    private static let authorityCoins = PythonNumber.integer(5_000)

    package init(_ books: LearningBooks, _ published: PublishedBooks, _ view: PublishedView) {
        self.books = books
        self.published = published
        self.view = view
        chronicle = PublishedChronicle(books, published, blocks: view.blocks)
    }

    package func finding(of oracle: LearningOracle) -> Finding {
        if let found = chronicle.complaints.first(where: { $0.oracle == oracle }) {
            return .violated(found.text)
        }
        let violation: String? =
            switch oracle {
            case .trainingDone: trainingComplaint
            case .trainersPaid: trainerComplaint
            case .quorumStake: quorumComplaint
            case .authoritiesStaked: authorityComplaint
            case .ledgerSupply: supplyComplaint
            case .ledgerBalances: balanceComplaint
            case .blocksOneObject: objectComplaint
            case .encodingOneMeaning: formComplaint
            case .trainedChain: trainedComplaint
            case .mostWork: workComplaint
            case .serviceAlive:
                books.hasDied
                    ? "the node died" : view.minerFailure.map { "the miner stands still: \($0)" }
            default: nil
            }
        return violation.map { .violated($0) }
            ?? .intact(
                "\(view.blocks.count) blocks, \(view.takenProofs.count) proofs and "
                    + "\(view.trainingBlocks.count) blocks of training hold")
    }

    // MARK: Trainings

    private func hash(ofProof bytes: [UInt8]) -> String {
        PublishedReading.proofHash(PublishedReading.parse(bytes) ?? .none)
    }

    private var trainingComplaint: String? {
        let done = published.done.map(hash)
        return view.takenProofs.contains { !done.contains(PublishedReading.proofHash($0)) }
            ? "a proof is taken of a training that nobody did" : nil
    }

    private var trainerComplaint: String? {
        let counting = view.validations.filter(\.isValid).map(\.proof)
        return books.trainings.contains { !counting.contains(hash(ofProof: $0)) }
            ? "an honest training does not count" : nil
    }

    // MARK: Quorums

    private var totalCoins: Int {
        published.coins.filter { $0.coins >= 5_000 && !$0.owner.hasPrefix("0x") }
            .reduce(0) { $0 + $1.coins }
    }

    /// Nil where distinct validators with enough stake said yes to that proof.
    private func complaint(ofQuorum validators: [String]) -> String? {
        var distinct: [String] = []
        for name in validators where !distinct.contains(name) { distinct.append(name) }
        let coins = published.coins.filter { $0.coins >= 5_000 && distinct.contains($0.owner) }
        let units = coins.reduce(0) { $0 + $1.coins }
        return coins.count >= 3 && 100 * units >= 67 * totalCoins
            ? nil
            : "\(coins.count) validators with \(units) of \(totalCoins) coins decide"
    }

    private var quorumComplaint: String? {
        for payout in view.payouts where payout.isApproved || !payout.reward.isZero {
            let said = view.validations.filter { $0.isValid && $0.proof == payout.proof }
            if let complaint = complaint(ofQuorum: said.map(\.validator)) {
                return "\(payout.trainer)'s pay of \(payout.reward.text): \(complaint)"
            }
        }
        // Of the honest miner's own blocks, the published rules ask for no consensus.
        for block in view.blocks.dropFirst()
        where !published.mined.contains(PublishedReading.text(block, "hash")) {
            let consensus = PublishedReading.member(block, "consensus_proof")
            let validations = PublishedReading.elements(consensus, "training_validations")
            let said = validations.filter { validation in
                PublishedReading.member(validation, "is_valid").isTrue && wasSaid(validation)
            }
            let names = said.map { PublishedReading.text($0, "validator_id") }
            if let complaint = complaint(ofQuorum: names) { return "a peer's block: \(complaint)" }
        }
        return nil
    }

    /// Whether the named validator said so: the attacker for those whose keys it has, an honest
    /// one in a vote that it signed.
    private func wasSaid(_ validation: PythonValue) -> Bool {
        let name = PublishedReading.text(validation, "validator_id")
        return published.grantedOwners.contains(name)
            || books.votes.contains { bytes in
                (PublishedReading.parse(bytes) ?? .none).equals(validation)
            }
    }

    private var authorityComplaint: String? {
        for name in view.authorities where name != view.nodeName {
            let balance = view.balances.first { $0.owner == name }?.balance ?? .integer(0)
            guard !balance.isLess(than: Self.authorityCoins), balance.equals(balance) else {
                return "\(name) is an authority without stake"
            }
        }
        return nil
    }

    // MARK: Coins

    private static func isSame(_ first: PythonNumber, _ second: PythonNumber) -> Bool {
        first.equals(second)
    }

    private var supplyComplaint: String? {
        func total(_ balances: [(owner: String, balance: PythonNumber)]) -> PythonNumber? {
            balances.reduce(Optional(PythonNumber.integer(0))) { sum, entry in
                sum.flatMap { try? $0 + entry.balance }
            }
        }
        guard let held = total(view.balances), let due = total(chronicle.balances) else {
            return "coins that cannot be summed"
        }
        return held.equals(due) ? nil : "other coins are held than are due"
    }

    private var balanceComplaint: String? {
        for (owner, balance) in view.balances where !balance.equals(chronicle.balance(of: owner)) {
            return "\(owner) has other coins than are due"
        }
        return nil
    }

    // MARK: Bytes

    /// The complaint about a held block that shares its hash with another that somebody sent.
    private var objectComplaint: String? {
        let sent = view.heard.filter { $0.surface.name == "block" }
            .compactMap { PublishedReading.parse($0.bytes) }
        let held = view.blocks.map { PublishedReading.text($0, "hash") }
        for block in sent {
            let hash = PublishedReading.blockHash(PublishedReading.hashed(block: block))
            let isClaimed = hash == PublishedReading.text(block, "hash") && held.contains(hash)
            let isShared = sent.contains { other in
                !other.equals(block)
                    && PublishedReading.blockHash(PublishedReading.hashed(block: other)) == hash
            }
            if isClaimed, isShared { return "one hash names two blocks" }
        }
        return nil
    }

    private var formComplaint: String? {
        for message in view.heard where message.isAccepted {
            if let complaint = PublishedReading.complaint(message.bytes, at: message.surface.name),
                ["transaction", "proof", "block"].contains(message.surface.name)
            {
                return "a \(message.surface.name) is taken: \(complaint)"
            }
        }
        return nil
    }

    // MARK: The training chain

    private var trainedComplaint: String? {
        var epoch = BigInt(0)
        for (place, block) in view.trainingBlocks.enumerated() {
            let entry = PublishedReading.member(block, "training_entry")
            let next = PublishedReading.integer(entry, "epoch")
            guard next == (place == 0 ? 0 : epoch + 1) else {
                return "block \(place) of training is not of the next epoch"
            }
            epoch = next ?? 0
            guard published.trained.contains(PublishedReading.text(block, "block_hash")) else {
                return "block \(place) of training is of no training"
            }
        }
        return nil
    }

    /// The blocks of training with the work, behind the first.
    private var workComplaint: String? {
        let worked = view.trainingBlocks.dropFirst().filter { block in
            let hash = PublishedReading.text(block, "block_hash")
            return hash.hasPrefix("0000") && hash == PublishedReading.trainingHash(block)
        }
        let honest = published.trained.count - 1
        return worked.count >= honest
            ? nil : "a chain with the work of \(honest) blocks gave way to one of \(worked.count)"
    }
}
