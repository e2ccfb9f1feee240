internal import Cryptography
internal import LearningNetwork
internal import PublishedLearning
internal import PythonValues
internal import Scenarios
internal import Training
internal import Trials

/// Honest use and judgement under the published rules.
extension LearningArena {
    static let publishedGuards = PublishedLearningGuards.all
    /// Honest use fires the others: nobody's training passes the tests, and no two nodes share a
    /// first block.
    static let publishedNullOracles: [LearningOracle] = [
        .trainingDone, .quorumStake, .authoritiesStaked, .ledgerSupply, .ledgerBalances,
        .ledgerConsent, .blocksWork, .blocksOneObject, .encodingOneMeaning, .trainedChain,
        .mostWork, .storeState, .resourcesBounded, .serviceAlive, .determinismReplay,
    ]

    /// Coins at the start, which the published rules give to nobody: of wallets, and of the names
    /// of nodes, whose stake they are.
    static func publishedCoins(seed: String) throws -> [(owner: String, coins: Int)] {
        let wallets = try LearningParties.wallets.map {
            (try PublishedWorkshop.wallet($0.0, seed: seed).address, $0.1)
        }
        return wallets + LearningParties.validators + LearningParties.publishedTrainers
    }

    static func publishedNode(
        _ setup: TrialSetup, _ keyring: LearningKeyring, peers: [Source], number: Int
    ) throws -> any AttackedLearning {
        let names = LearningParties.validatorNames
        let name = number < names.count ? names[number] : "authority-\(number)"
        return try PublishedLearningSystem(
            PublishedLearningSystem.Setup(
                name: name, wallet: PublishedWorkshop.wallet(name, seed: setup.seed),
                peers: peers, guards: setup.guards, seed: setup.seed,
                startMilliseconds: startMilliseconds - 1_500 * number,
                coins: publishedCoins(seed: setup.seed)))
    }

    /// Books for the trial; the training chain's first block is the node's own.
    static func publishedBooks(
        _ setup: TrialSetup, _ system: LearningUnderTest
    ) throws -> PublishedBooks {
        let keys = setup.allowance.keys
        let addresses = try keys.map {
            try PublishedWorkshop.wallet($0, seed: setup.seed).address
        }
        var books = PublishedBooks(
            coins: try publishedCoins(seed: setup.seed), grantedOwners: keys + addresses)
        for line in system.storedLines { books.note(trained: line) }
        return books
    }

    /// **Throws:** ``StepFault`` in `hardened`.
    var publishedSystem: PublishedLearningSystem {
        get throws { try Self.published(system) }
    }

    static func published(_ system: LearningUnderTest) throws -> PublishedLearningSystem {
        guard let published = system.inside(as: PublishedLearningSystem.self) else {
            throw StepFault("a step of the published rules alone")
        }
        return published
    }

    var publishedWorkshop: PublishedWorkshop {
        PublishedWorkshop(seed: setup.seed, milliseconds: record.clock.milliseconds)
    }

    func publishedAddress(_ name: String) throws -> String {
        try publishedWorkshop.wallet(name).address
    }

    func performPublished(_ operation: LearningOperation) throws {
        switch operation {
        case .pay(let plan, let name):
            let bytes = try honestPayment(plan)
            if let name { try keep(name, [bytes]) }
            try sendHonest(
                bytes, to: LearningSurfaces.transaction, as: "\(plan.from)'s payment")
        case .withhold(let plan, let name): try keep(name, [try honestPayment(plan)])
        case .mine(let count): try minePublished(count)
        case .train(let by, let name): try trainPublished(by, name)
        case .prove(let by, let name):
            proved.append(try honestProof(by))
            try keep(name, [proved[proved.count - 1]])
        case .reward(let trainer, let times): try payPublished(trainer, times: times)
        default: try makePublished(operation)
        }
    }

    // MARK: Honest use

    private func honestPayment(_ plan: PaymentPlan) throws -> [UInt8] {
        let workshop = publishedWorkshop
        paymentCount += 1
        let bytes = try workshop.signed(
            workshop.payment(plan, number: paymentCount), by: plan.from)
        books.note(payment: bytes)
        return bytes
    }

    /// Lets the node's miner make blocks, ten seconds apart.
    func minePublished(_ count: Int) throws {
        let miner = try publishedWorkshop.wallet(LearningParties.miner).address
        for _ in 0..<count {
            try nodes.advance(10)
            let clock = record.clock
            try nodes.change { under in
                _ = try Self.published(under).mine(to: miner, at: clock)
            }
            let node = try publishedSystem
            if let failure = node.minerFailure {
                return complain("the miner makes no block: \(failure)")
            }
            if nodes.here == 0 { publishedBooks.note(mined: node.head) }
            record.note("the miner's block, head \(node.head), state \(node.stateDigest.text)")
        }
    }

    private func honestProof(_ name: String) throws -> [UInt8] {
        let training = try publishedTraining(name, .honest)
        let bytes = try publishedWorkshop.proof(
            training, by: NamedParty(name: name, signer: name))
        trainings.append((bytes, training))
        publishedBooks.note(done: bytes)
        publishedProofs.append((name, bytes))
        return bytes
    }

    /// Trains and hands the proof in. That the published tests refuse it is no obstacle that an
    /// attack put up: they refuse all honest ones. Then the node's own training gets its block.
    private func trainPublished(_ name: String, _ artefact: String?) throws {
        let bytes = try honestProof(name)
        books.note(training: bytes)
        if let artefact { try keep(artefact, [bytes]) }
        try send(
            bytes, to: LearningSurfaces.proof, from: Self.honestSource, as: "\(name)'s proof")
        let weights = trainings[trainings.count - 1].training.end.bytes
        let clock = record.clock
        try nodes.change { under in
            _ = try Self.published(under).recordTraining(weights, at: clock)
        }
        if nodes.here == 0, let hash = try publishedSystem.storedLines.last {
            publishedBooks.note(trained: hash)
        }
    }

    /// A training from the network's first weights, on data that the trainer's name draws.
    func publishedTraining(
        _ name: String, _ work: MakeProof.Work
    ) throws -> ClaimedTraining {
        var random = ActorRandom(
            seed: "\(setup.seed) \(trainings.count)", actor: "\(name)'s training")
        let seed = random.bytes32()
        return try TrainingWorkshop(
            plan: genesis.model.plan, seed: seed,
            chunk: data[random.integer(in: 0...data.count - 1)],
            start: genesis.model.initialWeights, epoch: 0
        ).training(work, &random)
    }

    /// Works out a trainer's pay for the last of its proofs, and approves it.
    private func payPublished(_ trainer: String, times: Int) throws {
        guard let bytes = publishedProofs.last(where: { $0.trainer == trainer })?.proof,
            let proof = PythonValue.parsed(bytes)
        else { throw StepFault("for: \(trainer) has no proof") }
        let clock = record.clock
        try nodes.change { under in
            try Self.published(under).pay(proof, times: times, at: clock)
        }
        if let payout = try publishedSystem.payouts.last {
            record.note(
                "\(trainer)'s pay is \(payout.reward.text), "
                    + (payout.isApproved ? "approved" : "not approved"))
        }
    }

    // MARK: Judgement

    func publishedFinding(of oracle: LearningOracle) throws -> Finding {
        let probe = nodes.probes[0]
        let view = try Self.published(probe.system).view(heard: probe.submissions)
        return PublishedReferee(books, publishedBooks, view).finding(of: oracle)
    }

    func publishedCount(of counter: String) throws -> Int? {
        let systems = try nodes.probes.map { try Self.published($0.system) }
        switch counter {
        case "waiting": return systems.map(\.waitingCount).max()
        case "audited_steps": return 0
        case "read_bytes":
            // A published node reads whatever comes.
            return nodes.probes.reduce(0) { sum, probe in
                probe.submissions.reduce(sum) { $1.isAttack ? $0 + $1.bytes.count : $0 }
            }
        case "judged":
            return nodes.probes.reduce(0) { $0 + $1.submissions.count { $0.isAttack } }
        default: return nil
        }
    }

    /// A payment is pooled, mined, and moves balances.
    func pollPublished() throws -> String? {
        let workshop = publishedWorkshop
        let shop = PythonValue.text(try workshop.wallet(LearningParties.shop).address)
        let before = try publishedSystem.ledger.balance(shop)
        try perform(
            .pay(
                PaymentPlan(
                    kind: .pay, from: "poll", to: LearningParties.shop, amountMillis: 1_000,
                    feeMillis: 100), artefact: nil), at: 0)
        try perform(.mine(blocks: 1), at: 0)
        if let complaint { return complaint }
        let after = try publishedSystem.ledger.balance(shop)
        return before.isLess(than: after) ? nil : "an honest payment does not arrive"
    }
}
