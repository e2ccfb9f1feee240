internal import PublishedLearning
internal import PythonValues
internal import Scenarios
internal import Trials

/// The published methods behind the surfaces.
extension PublishedLearningSystem {
    /// `handle_transaction_broadcast`, which leaves a proof a dictionary.
    func take(
        payment value: PythonValue, _ now: PythonFloat
    ) throws(PythonError) -> Refusal? {
        let payment = try PublishedTransaction(value, now: now, rebuildsProof: false)
        return try ledger.add(payment).map { Self.refusal(Self.check($0)) }
    }

    private static func check(_ refusal: PaymentRefusal) -> LearningCheck {
        switch refusal {
        case .amount: .amount
        case .recipient: .toSelf
        case .balance: .balance
        }
    }

    /// `submit_training_proof`.
    func take(proof value: PythonValue, _ now: PythonFloat) throws(PythonError) -> Refusal? {
        guard case .dictionary(let members) = value else {
            throw .type("argument after ** must be a mapping, not \(value.typeName)")
        }
        let submission = engine.submit(try TrainingProofView(members), now: now)
        guard let reason = submission.reason else {
            taken.append(value)
            return nil
        }
        let message =
            submission.authenticityException.map { "\($0)" }
            ?? submission.issues.joined(separator: ", ")
        guard let check = LearningCheck(rawValue: reason.rawValue) else {
            return Self.refusal(PublishedLearningGuards.exception, message)
        }
        return Self.refusal(check, message)
    }

    /// `handle_block_proposal`, with the objects rebuilt, which the shipped handler does not do.
    func take(block value: PythonValue, _ now: PythonFloat) throws(PythonError) -> Refusal? {
        let (refusal, _) = ledger.propose(try PublishedBlock(value, now: now, rebuilds: true))
        // What a block that was taken ends in, is an exception that changes nothing.
        return refusal.map { refusal in
            switch refusal {
            case .index: Self.refusal(LearningCheck.index)
            case .previous: Self.refusal(LearningCheck.previous)
            case .structure: Self.refusal(LearningCheck.structure)
            case .authorities: Self.refusal(LearningCheck.authorities)
            case .noValidations: Self.refusal(LearningCheck.noValidations)
            case .authorityStake: Self.refusal(LearningCheck.authorityStake)
            case .payment(let refusal): Self.refusal(Self.check(refusal), "a payment in it")
            case .exception(let error, _):
                Self.refusal(PublishedLearningGuards.exception, "\(error)")
            }
        }
    }

    /// `sync_with_peer_chain`.
    func take(chain value: PythonValue) throws(PythonError) -> Refusal? {
        var blocks: [TrainingBlock] = []
        for element in try value.elements() { blocks.append(try TrainingBlock(element)) }
        let checks = PublishedLearningGuards.checks(setup.guards)
        guard let refusal = try chain.synchronise(with: blocks, checks: checks) else {
            try chain.save()
            return nil
        }
        return switch refusal {
        case .length: Self.refusal(LearningCheck.length)
        case .invalid: Self.refusal(LearningCheck.invalid)
        case .epoch: Self.refusal(LearningCheck.epoch)
        }
    }

    /// Hears of a peer: its reputation is what it says, its stake what its name holds.
    func take(peer value: PythonValue) throws(PythonError) -> Refusal? {
        let name = try value.member("node_id").requiredText()
        let reputation = value.memberOrNone("reputation")
        if case .none = reputation {
        } else {
            engine.setReputation(try reputation.convertedToFloat(), of: name)
        }
        engine.updateStake(of: name, to: try ledger.balance(of: name))
        return nil
    }

    // MARK: The disk

    var storeDocument: [UInt8] { PublishedStore.document(of: chain) }

    var storedLines: [String] { chain.blocks.map { Self.shown($0.hash) } }

    /// Loads the training chain again. The ledger, which is on no disk, stays as it is.
    func restore(_ bytes: [UInt8], _ now: PythonFloat) -> Refusal? {
        do throws(PythonError) {
            let loading = try PublishedTrainingChain.load(
                PublishedStore.store(bytes), difficulty: PublishedLedger.defaultDifficulty,
                now: now)
            chain = loading.chain
            return loading.exception.map {
                Self.refusal(PublishedLearningGuards.exception, $0)
            }
        } catch {
            return Self.refusal(PublishedLearningGuards.exception, "\(error)")
        }
    }

    /// All that the referee looks at.
    func view(heard: [Submission]) -> PublishedView {
        PublishedView(
            nodeName: setup.name, blocks: ledger.chain.map(\.wholeObject),
            balances: ledger.balances.entries.map { (Self.shown($0.address), $0.balance) },
            authorities: engine.authorityNodes.map(\.shown),
            validations: engine.validated.entries.map { hash, validation in
                PublishedView.Validation(
                    proof: hash.shown, validator: Self.shown(validation.validatorID),
                    target: Self.shown(validation.targetNodeID),
                    isValid: validation.isValid.isTrue)
            },
            takenProofs: taken, payouts: payouts,
            trainingBlocks: chain.blocks.map(\.value), heard: heard, minerFailure: minerFailure)
    }
}
