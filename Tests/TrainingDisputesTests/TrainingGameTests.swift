import Arbitration
import Cryptography
import TestSupport
import Testing
import Training
import TrainingDisputes

@Suite("Disputes about training runs") struct TrainingGameTests {
    @Test(
        "Each of 200 seeded lies is lost by the liar, and nobody honest is blamed",
        arguments: Subjects.forms)
    func lies(form: Subjects.Form) throws {
        let subject = try Subjects.subject(form)
        // All kinds of liars about all operations have a turn in each run.
        let count = Thoroughness.count(4_480, else: 224)
        let trials = try TrainingDisputeTrials(subject, count: count, seed: "lies")
        #expect(trials.trials.count == count && trials.undrawn.isEmpty)
        for trial in trials.trials {
            #expect(trial.miss == nil, "seed \(trial.seed)")
            let cost = trial.game.cost
            #expect(cost.multiplyAddCount <= TrainingDisputeLimits.termCountMax)
            #expect(cost.roundCount <= 16)
        }
    }

    @Test("Honest parties agree in one round")
    func honest() throws {
        let subject = try Subjects.subject(Subjects.forms[0])
        let party = subject.evidence.party(weightHashes: subject.trace.weightHashes)
        let game = try TrainingGame(
            task: TrainingTask(subject.evidence),
            knownTraces: Pair(both: subject.trace.trace.digest), parties: Pair(both: party))
        #expect(game.verdict.kind == .agreed && game.verdict.losers.isEmpty)
        #expect(game.cost.roundCount == 1)
    }

    /// A party whose lines are damaged by a seed at every question from some on.
    private struct Damaged: TrainingDisputeParty {
        var party: TrainingParty
        let from: Int
        var number = 0
        var generator: SeededGenerator

        mutating func answer(_ question: TrainingQuestion) throws -> DisputeAnswer {
            defer { number += 1 }
            guard case .line(var line) = try party.answer(question), number >= from else {
                return try party.answer(question)
            }
            switch Int.random(in: 0...4, using: &generator) {
            case 0: line.removeLast(Int.random(in: 1...line.count, using: &generator))
            case 1: line.insert(.random(in: 0...255, using: &generator), at: line.count / 2)
            case 2: line += line
            default:
                let place = Int.random(in: 0..<line.count, using: &generator)
                line[place] = .random(in: 32...126, using: &generator)
            }
            return .line(line)
        }
    }

    @Test("Whatever bytes a liar's lines become, the honest party never loses")
    func damage() throws {
        let subject = try Subjects.subject(Subjects.forms[0])
        var draw = SeededGenerator(seed: 20)
        let honest = subject.evidence.party(weightHashes: subject.trace.weightHashes)
        for number in 0..<Thoroughness.count(20_000, else: 1_000) {
            let step = number % subject.run.plan.stepCount
            let altered = try AlteredTraining(subject.run) {
                $0 == step
                    ? AlteredTraining.Step(
                        interference: .element(.hidden, element: number % 96, value: 77))
                    : nil
            }
            let liar = Damaged(
                party: TrainingParty(weightHashes: altered.weightHashes) {
                    try altered.values(of: $0)
                }, from: Int.random(in: 0...10, using: &draw), generator: draw)
            let side: Side = number % 2 == 0 ? .left : .right
            var parties = Pair<any TrainingDisputeParty>(both: honest)
            parties[side] = liar
            let game = try TrainingGame(task: TrainingTask(subject.evidence), parties: parties)
            #expect(game.verdict.faults[side.other] == nil, "\(number)")
            let isLie = altered.weightHashes != subject.trace.weightHashes
            #expect(!isLie || game.verdict.losers == [side], "\(number)")
        }
    }

    /// Answers that a test wrote down.
    private struct Scripted: TrainingDisputeParty {
        var answers: [DisputeAnswer]

        mutating func answer(_ question: TrainingQuestion) throws -> DisputeAnswer {
            answers.isEmpty ? .nothing : answers.removeFirst()
        }
    }

    @Test("Silence on both sides concludes nothing")
    func silence() throws {
        let subject = try Subjects.subject(Subjects.forms[1])
        let game = try TrainingGame(
            task: TrainingTask(subject.evidence), parties: Pair(both: Scripted(answers: [])))
        #expect(game.verdict.kind == .inconclusive)
    }

    @Test("Two liars who agree on inputs that no step leaves both lose, and nothing traps")
    func impossibleInputs() throws {
        let subject = try Subjects.subject(Subjects.forms[1])
        let run = subject.run
        // Both posted the same false bias sums, beyond what a step gives, and other biases.
        func values(_ bias: Int64) throws -> StepValues {
            var values = try #require(try subject.evidence.record(of: 2).values)
            values[.hiddenBiasSums] = [Int64](repeating: .max, count: run.plan.shape.hiddenCount)
            values[.hiddenBias] = [Int64](repeating: bias, count: run.plan.shape.hiddenCount)
            return values
        }
        var parties: [TrainingParty] = []
        for bias in [1, 2] as [Int64] {
            let values = try values(bias)
            var hashes = subject.trace.weightHashes
            hashes[3] = Digest(bytes: [UInt8](repeating: UInt8(bias), count: 32))
            parties.append(TrainingParty(weightHashes: hashes) { _ in values })
        }
        let game = try TrainingGame(
            task: TrainingTask(subject.evidence), parties: Pair(parties[0], parties[1]))
        let fault = TrainingDisputeFault.impossibleInputs("g1")
        #expect(game.verdict.faults == Pair(both: fault))
        #expect(game.verdict.path.step == 2 && game.verdict.path.tensor == .hiddenBias)
    }
}
