import Cryptography
import Encodings
import LearningNetwork
import Platform
import Training
import Trials

/// An epoch of training by one key, from the chain's head to the certificate.
final class TrainingSession {
    private static let pauseMilliseconds = 250

    /// A training that was certified and paid.
    struct Paid {
        let epoch: Int
        /// Sums over the first steps' batches, and the last ones', in bits of a sample.
        let lossBefore: String
        let lossAfter: String
        let weights: String
        let proof: String
        /// In units.
        let reward: Int
        let block: Int

        var json: JSONValue {
            .object([
                JSONMember("epoch", .integer(epoch)),
                JSONMember("loss_before", .string(lossBefore)),
                JSONMember("loss_after", .string(lossAfter)),
                JSONMember("weights", .string(weights)), JSONMember("proof", .string(proof)),
                JSONMember("reward", .integer(reward)), JSONMember("block", .integer(block)),
            ])
        }
    }

    private let trainer: LearningTrainer
    private let calls: LearningNodeCalls
    private let seconds: Int
    private let replica: LearningReplica
    private var model: TrainedModel
    private let watch = Stopwatch()
    private var told = ""

    init(
        folder: LearningFolder, signer: LearningSigner, calls: LearningNodeCalls, seconds: Int
    ) throws {
        replica = LearningReplica(genesis: folder.genesis)
        let rules = replica.system.rules
        trainer = LearningTrainer(rules: rules, signer: signer, data: folder.data)
        model = TrainedModel(rules: rules, data: folder.data)
        self.calls = calls
        self.seconds = seconds
    }

    /// Trains in the first epoch that leaves time for it, and waits for the certificate.
    ///
    /// **Throws:** ``Failure``.
    func run() throws -> Paid {
        while true {
            try awaitEpoch()
            let state = replica.system.state
            do {
                try model.follow(replica.system)
            } catch let failure as TrainedModel.Failure {
                throw Failure(outcome: .doesNotHold, message: "\(failure)")
            }
            guard let run = try trainer.run(state, from: model.weights) else {
                throw Failure(
                    outcome: .badInput, message: "expected the epoch's data in the folder, got none"
                )
            }
            let training = try trained(run, epoch: state.epoch)
            let bytes = trainer.proof(training.claim)
            tell("epoch \(state.epoch): the proof is on its way")
            _ = try calls.hand("proof", bytes)
            let proof = try LearningProof(bytes, .all)
            if let paid = try certified(proof, training) { return paid }
            tell("epoch \(state.epoch) ended without a certificate; the next is tried")
        }
    }

    /// Catches up until there is a proof to be made, with blocks enough for all that follows.
    private func awaitEpoch() throws {
        while true {
            try follow()
            let system = replica.system
            let (state, rules) = (system.state, system.rules)
            let next = system.tree.head.index + 1
            let last = (rules.epoch(ofBlock: next) + 1) * rules.genesis.epochBlockCount - 1
            guard state.stake(of: trainer.signer.key) >= LearningLimits.trainerBond else {
                guard state[trainer.signer.address].bond >= LearningLimits.trainerBond else {
                    throw Failure(
                        outcome: .doesNotHold,
                        message: "\(trainer.signer.address): expected a bond of "
                            + "\(CoinAmount.text(LearningLimits.trainerBond)) POL")
                }
                tell("the bond counts from the next epoch on")
                try pause()
                continue
            }
            // The proof's block, the beacon's, and one for the certificate.
            let isOver =
                state.proofs.contains { $0.proof.key == trainer.signer.key }
                || state.proofs.contains { $0.status == .valid }
            if rules.takesProofs(atBlock: next, state), next + 2 <= last, !isOver { return }
            tell("epoch \(state.epoch): waits for the next one")
            try pause()
        }
    }

    private func trained(
        _ run: TrainingRun, epoch: Int
    ) throws -> LearningTrainer.Training {
        let progress = Progress("steps", total: run.plan.stepCount)
        defer { progress.finish() }
        return try trainer.training(run, epoch: epoch) { progress.advance() }
    }

    /// Opens the steps that are asked for, again where another block asks for others, and waits.
    /// Nil where the epoch ended.
    private func certified(
        _ proof: LearningProof, _ training: LearningTrainer.Training
    ) throws -> Paid? {
        var opened: [UInt8] = []
        while true {
            try follow()
            let state = replica.system.state
            guard state.epoch == proof.epoch else { return nil }
            if let entry = state.proof(proof.digest) {
                switch entry.status {
                case .valid: return try paid(proof, training)
                case .invalid:
                    throw Failure(
                        outcome: .doesNotHold, message: "\(proof.id): the validators refused it")
                case .open:
                    if entry.beacon == nil {
                        tell("epoch \(state.epoch): the proof is in block \(entry.index)")
                    }
                    if let beacon = entry.beacon, beacon != opened {
                        let opening = try trainer.opening(training, of: proof, beacon: beacon)
                        tell("epoch \(state.epoch): opens the steps that are asked for")
                        _ = try calls.hand("opening", opening)
                        opened = beacon
                    }
                }
            }
            try pause()
        }
    }

    private func paid(_ proof: LearningProof, _ training: LearningTrainer.Training) throws -> Paid {
        var reward = 0
        var block = 0
        for node in replica.system.tree.main {
            for certificate in node.block?.certificates ?? []
            where certificate.proof == proof.digest && certificate.kind == .valid {
                (reward, block) = (certificate.reward, node.index)
            }
        }
        let losses = training.history.losses
        let count = max(1, losses.count / 8)
        let samples = count * training.run.plan.batchCount
        return Paid(
            epoch: proof.epoch, lossBefore: Self.bits(losses.prefix(count), samples),
            lossAfter: Self.bits(losses.suffix(count), samples),
            weights: training.history.end.hash.text, proof: proof.id, reward: reward, block: block)
    }

    /// The mean of losses in Q16, with three digits behind the point, rounded down.
    private static func bits(_ losses: ArraySlice<Int64>, _ sampleCount: Int) -> String {
        let mean = losses.reduce(0, +) / Int64(sampleCount)
        let thousandths = (mean * 1_000) >> 16
        let digits = String(thousandths % 1_000)
        return "\(thousandths / 1_000)." + String(repeating: "0", count: 3 - digits.count) + digits
    }

    private func follow() throws {
        do {
            try replica.follow { try calls.gossip($0) }
        } catch let refusal as Refusal {
            throw Failure(
                outcome: .doesNotHold,
                message: "\(calls.url): expected blocks of this network that hold, got: \(refusal)")
        }
    }

    private func pause() throws {
        guard watch.nanoseconds / 1_000_000_000 < seconds else {
            throw Failure(
                outcome: .inconclusive, message: "no certificate came within \(seconds) s")
        }
        Pause.wait(milliseconds: Self.pauseMilliseconds)
    }

    /// Says once what is waited for.
    private func tell(_ text: String) {
        guard text != told else { return }
        told = text
        StandardStreams.writeMessage("glyphlab: \(text)\n")
    }
}
