package import Scenarios
internal import Trials

/// An operation in the arena of proof of learning. An artefact is one byte string or several in a
/// row; parties are names.
package enum LearningOperation: StepOperation {
    /// Honest: a payment, a bond, or its end, signed and sent; kept if it has a name.
    case pay(PaymentPlan, artefact: String?)
    /// Honest: the same, signed and not sent.
    case withhold(PaymentPlan, artefact: String)
    /// Honest: a miner makes blocks of all that waits.
    case mine(blocks: Int)
    /// Honest: a trainer trains for its epoch, proves it, and opens the steps; validators vote, and
    /// a block pays.
    case train(by: String, artefact: String?)
    /// Honest: a trainer trains and proves, and sends nothing yet.
    case prove(by: String, artefact: String)
    /// Honest: a node works out a trainer's pay and lets it be approved; in `hardened`, blocks do.
    case reward(trainer: String, times: Int)
    case payment(MakePayment)
    case proof(MakeProof)
    case opening(MakeOpening)
    case vote(MakeVote)
    case block(MakeBlock)
    case chain(MakeChain)
    case http(MakeRequest)
    case alter(artefact: String, of: String, edits: PerProfile<FieldEdits>)
    case take(artefact: String, kind: Kind, index: Int)
    case bytes(BytesStep)
    case submit(what: String, to: String, source: Int, times: Int)
    /// A message that a node sent to a connection of the attacker's.
    case hear(artefact: String, source: Int)
    case network(NetworkStep)
    case advance(seconds: Int)
    /// Changes the stored bytes, from which the next restart begins.
    case damage(LearningDamage)
    /// Notes the state that a restart must leave.
    case remember
    case restart

    /// Bytes that the ledger holds.
    package enum Kind: String, Sendable, CaseIterable {
        case block, transaction, proof, vote
    }
}

/// A transaction as its sender means it.
package struct PaymentPlan: Sendable {
    package enum Kind: String, Sendable, CaseIterable {
        case pay, bond, unbond
    }

    let kind: Kind
    let from: String
    let to: String
    /// In thousandths of a coin.
    let amountMillis: Int
    let feeMillis: Int
}

/// A transaction as an attacker makes it: edits come before the signature.
package struct MakePayment: Sendable {
    let artefact: String
    let plan: PaymentPlan
    let signer: String
    /// Added to the nonce that is due.
    let nonceOffset: Int
    /// Transactions in a row, each with the next nonce.
    let count: Int
    let edits: PerProfile<FieldEdits>
}

/// A party that bytes name, and the holder of the key that signs them.
package struct NamedParty: Sendable {
    let name: String
    let signer: String
}

/// A proof of training as an attacker makes it.
package struct MakeProof: Sendable {
    /// The training behind a proof.
    package enum Work: String, Sendable, CaseIterable {
        /// All of it, as it should be.
        case honest
        /// None: weights and trace out of thin air.
        case none
        /// All but one step, which is another one's.
        case falseStep = "false_step"
        /// All steps, on data of the trainer's own.
        case otherData = "other_data"
        /// All steps, on batches that another seed draws than the one that the proof names.
        case otherSeed = "other_seed"
        /// All steps, by a seed of the trainer's own, which the proof names.
        case ownSeed = "own_seed"
        /// All steps, from weights of the trainer's own.
        case otherStart = "other_start"
        /// Fewer steps.
        case fewSteps = "few_steps"
        /// The training of another proof, which the trainer has.
        case copied
    }

    let artefact: String
    let by: NamedParty
    let work: Work
    /// The proof whose training is taken; for `copied`.
    let of: String?
    let count: Int
    let edits: PerProfile<FieldEdits>
}

/// The opened steps of a proof, as an attacker sends them.
package struct MakeOpening: Sendable {
    package enum Lie: String, Sendable, CaseIterable {
        case none
        /// The first alone of the steps that are asked for.
        case otherSteps = "other_steps"
        /// Weights before a step that are not the trace's.
        case otherWeights = "other_weights"
    }

    let artefact: String
    /// The proof.
    let of: String
    let lie: Lie
}

/// A validator's verdict, as an attacker makes it.
package struct MakeVote: Sendable {
    let artefact: String
    /// The proof.
    let of: String
    let by: NamedParty
    let isValid: Bool
    let edits: PerProfile<FieldEdits>
}

/// A block, as an attacker makes it.
package struct MakeBlock: Sendable {
    /// The block before it.
    package struct Place: Sendable {
        /// Blocks below the head.
        let depth: Int
        /// An artefact in the place of these; nil for none.
        let on: String?
    }

    /// Artefacts in a block.
    package struct Parts: Sendable {
        let payments: [String]
        let proofs: [String]
        /// Votes of one certificate.
        let votes: [String]
        let certificate: Certificate
        /// The proof of the certificate; nil for that of the votes.
        let certified: String?
    }

    package enum Certificate: String, Sendable, CaseIterable {
        case valid, invalid, double
    }

    let artefact: String
    let place: Place
    let parts: Parts
    /// Whether it has the work.
    let isMined: Bool
    /// Before the work.
    let edits: PerProfile<FieldEdits>
}

/// A training chain, as a published peer or a file has it.
package struct MakeChain: Sendable {
    let artefact: String
    /// Blocks besides the genesis.
    let count: Int
    /// The epoch of the last one; the blocks before it count down.
    let epoch: Int?
    let edits: PerProfile<FieldEdits>
}

/// A request of HTTP by hand.
package struct MakeRequest: Sendable {
    let artefact: String
    let method: String
    let target: String
    let body: String
}

/// A change of a node's stored bytes by somebody who has its disk.
package enum LearningDamage: Sendable {
    /// Keeps the stored bytes, or puts back those that were kept.
    case snapshot, restore
    case splice(Splice)
    /// Puts a file beside the store.
    case file(name: String, text: String)
    /// Changes a member of the store's JSON, in `published` alone.
    case edit(PerProfile<FieldEdits>)
}
