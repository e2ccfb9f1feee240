import Arbitration
import Cryptography
import TestSupport
import Testing
import Traces

/// A liar whose lines are damaged on the way, at random: whatever can come over a pipe.
private final class Damager: DisputeParty {
    private let inner: any DisputeParty
    private var generator: SeededGenerator

    init(_ inner: any DisputeParty, seed: UInt64) {
        self.inner = inner
        generator = SeededGenerator(seed: seed)
    }

    func answer(_ question: DisputeQuestion) throws -> DisputeAnswer {
        guard case .line(var bytes) = try inner.answer(question), !bytes.isEmpty,
            Int.random(in: 0..<6, using: &generator) == 0
        else { return try inner.answer(question) }
        for _ in 0...Int.random(in: 0..<3, using: &generator) where !bytes.isEmpty {
            let place = Int.random(in: 0..<bytes.count, using: &generator)
            switch Int.random(in: 0..<4, using: &generator) {
            case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
            case 1: bytes.remove(at: place)
            case 2: bytes.removeSubrange(place...)
            default: bytes.insert(bytes[place], at: place)
            }
        }
        return .line(bytes)
    }
}

@Suite("Opponents of every kind") struct OpponentTests {
    @Test("An honest party is never blamed, and loses nothing, whatever bytes the other posts.")
    func damaged() throws {
        let subject = try TinySubject.subject()
        for seed in 0..<UInt64(Thoroughness.count(4000, else: 200)) {
            let side = Side.allCases[Int(seed % 2)]
            let kinds: [LiarKind] = [.patch, .server, .truncated, .sums, .weight]
            let kind = kinds[Int(seed) % kinds.count]
            let liar = try DisputeTrial.liar(
                subject, kind, operation: "attn.heads", seed: "damaged/\(seed)")
            var parties = Pair<any DisputeParty>(both: subject.honestParty())
            parties[side] = Damager(liar, seed: seed)
            let game = try DisputeGame(task: subject.task, parties: parties)
            #expect(game.verdict.losers == [side], "seed \(seed), \(kind)")
            let again = try DisputeGame(task: subject.task, replaying: game.transcript)
            #expect(again.verdict == game.verdict && again.cost == game.cost, "seed \(seed)")
        }
    }

    @Test("Two honest parties have nothing to dispute.")
    func honest() throws {
        let subject = try TinySubject.subject()
        let game = try DisputeGame(
            task: subject.task, parties: Pair(subject.honestParty(), subject.honestParty()))
        #expect(game.verdict.kind == .agreed && game.verdict.losers.isEmpty)
        #expect(game.cost.roundCount == 1)
    }

    @Test("A transcript with a round after the verdict, or an answer nobody asked for, is refused.")
    func foreignRounds() throws {
        let subject = try TinySubject.subject()
        // Without faults the right party is not asked to open.
        let liar = try DisputeTrial.liar(subject, .patch, operation: "ln_1", seed: "foreign")
        let game = try DisputeGame(
            task: subject.task, parties: Pair(subject.honestParty(), liar))
        func refusal(
            _ change: (inout [DisputeTranscript.Round]) -> Void
        ) -> DisputeTranscriptError? {
            var rounds = game.transcript.rounds
            change(&rounds)
            let transcript = DisputeTranscript(
                task: subject.task.digest, knownRoots: Pair(both: nil), rounds: rounds)
            do {
                _ = try DisputeGame(task: subject.task, replaying: transcript)
                return nil
            } catch {
                return error
            }
        }
        let count = game.transcript.rounds.count
        let opening = game.transcript.rounds[count - 1].answers
        #expect(refusal { _ in } == nil && opening.left != nil && opening.right == nil)
        for answers in [Pair(both: nil), opening] {
            let found = refusal { $0.append(DisputeTranscript.Round(answers: answers)) }
            #expect(found == .afterVerdict(round: count))
            #expect(found?.description == "rounds: expected \(count) up to the verdict, got more")
        }
        let found = refusal {
            $0[count - 1] = DisputeTranscript.Round(answers: Pair(opening.left, .tooLong))
        }
        #expect(found == .notAsked(round: count - 1, .right))
        #expect(
            found?.description
                == "rounds[\(count - 1)][1]: expected null, since the right party was not asked, "
                + "got an answer")
    }

    private final class Mute: DisputeParty {
        func answer(_ question: DisputeQuestion) -> DisputeAnswer { .nothing }
    }

    @Test("Where neither answers, the dispute is inconclusive, and both are named.")
    func mute() throws {
        let subject = try TinySubject.subject()
        let game = try DisputeGame(task: subject.task, parties: Pair(Mute(), Mute()))
        #expect(game.verdict.kind == .inconclusive && game.verdict.losers == Side.allCases)
        let one = try DisputeGame(
            task: subject.task, parties: Pair(Mute(), subject.honestParty()))
        #expect(one.verdict.kind == .decided && one.verdict.losers == [.left])
    }

    @Test("A root other than the one that a party was known by is not its.")
    func knownRoot() throws {
        let subject = try TinySubject.subject()
        let known = Digests.sha256("another run".utf8)
        let game = try DisputeGame(
            task: subject.task, knownRoots: Pair(nil, known),
            parties: Pair(subject.honestParty(), subject.honestParty()))
        #expect(game.verdict.faults == Pair(nil, .root))
    }

    @Test("Two liars who agreed to inputs that no run leaves both lose.")
    func impossibleInputs() throws {
        let subject = try TinySubject.subject()
        let place = try #require(
            subject.task.schedule.firstIndex { $0.name == "h.1.mlp.gelu" })
        // Both have one impossible input, of which they make different values.
        let parties = Pair(1, 2).map { value in
            subject.forged(prompt: 0) { outputs in
                outputs.elements[place - 1]?[7] = Int64(Int32.max)
                outputs.elements[place]?[7] = Int64(value)
            }
        }
        let game = try DisputeGame(
            task: subject.task, parties: Pair(parties.left, parties.right))
        #expect(game.verdict.path.place == place && game.verdict.losers == Side.allCases)
        for side in Side.allCases {
            #expect(game.verdict.faults[side]?.name == "impossible_inputs")
        }
        #expect(game.verdict.path.rightValue == nil)
    }

    @Test("Two liars who agreed to rows that sum to nothing both lose, and nothing traps.")
    func impossibleRows() throws {
        let subject = try TinySubject.subject()
        let place = subject.task.schedule.count - 2
        for impossible: Int64 in [0, -1, 65537, Int64(Int32.min)] {
            let parties = Pair("one", "other").map { name in
                subject.forged(prompt: 2) { outputs in
                    outputs.elements[place] = outputs.elements[place]?.map { _ in impossible }
                    outputs.proof = Digests.sha256(name.utf8)
                }
            }
            let game = try DisputeGame(
                task: subject.task, parties: Pair(parties.left, parties.right))
            #expect(game.verdict.losers == Side.allCases)
            #expect(game.verdict.faults.left?.name == "impossible_inputs", "\(impossible)")
        }
    }
}
