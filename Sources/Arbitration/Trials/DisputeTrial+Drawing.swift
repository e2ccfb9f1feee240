internal import Architectures
internal import Fingerprints
internal import Traces

/// Draws a liar of a kind, and plays the dispute.
extension DisputeTrial {
    /// - Parameter operation: the kind of operation that the lie is about, where the kind of liar
    ///   allows a choice.
    init(
        _ subject: DisputeSubject, _ kind: LiarKind, operation: String, seed: String
    ) throws {
        var draw = LieDraw(subject, seed: seed)
        let plan = try Self.plan(kind, operation, &draw, subject)
        let lie = plan.lie
        let records = Self.records(kind, lie, subject, &draw)
        let party = subject.party(prompt: lie.prompt, lie.outputs, records: records)
        let liar = Liar(party, plan.conduct, draw.random)
        let side = Self.side(kind, &draw)
        var parties = Pair<any DisputeParty>(both: subject.honestParty())
        var roots = Pair(both: Optional(subject.honestParty().parts.root))
        parties[side] = liar
        roots[side] = party.parts.root
        if kind == .both {
            let other = draw.another(than: lie)
            let second = subject.party(
                prompt: lie.prompt, other.outputs,
                records: other.outputs.records(subject.task, prompt: lie.prompt))
            parties[side.other] = second
            roots[side.other] = second.parts.root
        }
        if [.otherRun, .otherWeights].contains(kind) { roots[side] = nil }
        let game = try DisputeGame(task: subject.task, knownRoots: roots, parties: parties)
        self.init(
            kind: kind, seed: seed, liar: side, prompt: lie.prompt,
            operation: subject.task.schedule[lie.place].name, game: game,
            miss: Self.miss(kind, side, lie, game))
    }

    /// A liar without a dispute, as a trial draws it.
    package static func liar(
        _ subject: DisputeSubject, _ kind: LiarKind, operation: String, seed: String
    ) throws -> any DisputeParty {
        var draw = LieDraw(subject, seed: seed)
        let plan = try plan(kind, operation, &draw, subject)
        let records = records(kind, plan.lie, subject, &draw)
        let party = subject.party(prompt: plan.lie.prompt, plan.lie.outputs, records: records)
        return Liar(party, plan.conduct, draw.random)
    }

    private struct Plan {
        let lie: LieDraw.Lie
        let conduct: Liar.Conduct
    }

    /// The most questions to a party; no game asks more.
    private static let questionCountMax = 20

    private static func plan(
        _ kind: LiarKind, _ operation: String, _ draw: inout LieDraw, _ subject: DisputeSubject
    ) throws -> Plan {
        let number = draw.index(below: questionCountMax)
        let conduct: Liar.Conduct
        switch kind {
        case .server, .challenger, .patch, .truncated, .unopenable, .both: conduct = .plays
        case .otherWeights: conduct = .altersRoot(\.integers)
        case .otherRun: conduct = .altersRoot(\.run)
        case .falseRoot: conduct = .breaksRoot
        case .staller: conduct = .stalls(from: number)
        case .changedStory: conduct = .alters(at: number)
        case .opening: conduct = .altersOpening
        case .refusal: conduct = .refusesOpening
        case .garbage: conduct = .babbles(at: number)
        case .flood: conduct = .floods(at: number)
        case .weight:
            let linear = subject.task.architecture.operations.filter {
                $0.kind == .linear && $0.station.layer == 0
            }.map(\.station.operation.rawValue)
            let place = draw.place(ofKind: linear[draw.index(below: linear.count)])
            let (lie, weight) = try draw.weightLie(prompt: draw.prompt(), place: place)
            return Plan(
                lie: lie,
                conduct: .altersWeight(weight.name, element: weight.element, by: weight.change))
        case .sums:
            let prompt = draw.longPrompt() ?? draw.prompt()
            let place = draw.place(ofKind: "attn.heads")
            let lie = try draw.lie(prompt: prompt, place: place, spreads: false)
            let change = lie.truth.map { ($0.wrong - $0.right) << 12 } ?? 0
            return Plan(lie: lie, conduct: .makesUpSums(by: change))
        }
        let spreads = kind == .server || kind != .patch && draw.index(below: 2) == 0
        let lie = try draw.lie(
            prompt: draw.prompt(), place: draw.place(ofKind: operation), spreads: spreads)
        return Plan(lie: lie, conduct: conduct)
    }

    private static func records(
        _ kind: LiarKind, _ lie: LieDraw.Lie, _ subject: DisputeSubject, _ draw: inout LieDraw
    ) -> [TraceRecord] {
        var records = lie.outputs.records(subject.task, prompt: lie.prompt)
        switch kind {
        case .truncated:
            records = subject.trace.prompts[lie.prompt].records
            for place in lie.place..<max(lie.place + 1, records.count - 2) {
                records[place] = .notComputed(.stopsEarly)
            }
        case .unopenable: records[lie.place] = .computed(draw.digest())
        default: break
        }
        return records
    }

    /// The liar's side: servers stand on the left, challengers on the right, and a liar who has to
    /// open first in order to cheat stands on the left, too.
    private static func side(_ kind: LiarKind, _ draw: inout LieDraw) -> Side {
        switch kind {
        case .server, .opening, .refusal: .left
        case .challenger: .right
        default: Side.allCases[draw.index(below: 2)]
        }
    }

    /// The expected verdict and the one that came instead; nil where it was right.
    private static func miss(
        _ kind: LiarKind, _ side: Side, _ lie: LieDraw.Lie, _ game: DisputeGame
    ) -> String? {
        let verdict = game.verdict
        let expected = kind == .both ? Side.allCases : [side]
        guard verdict.kind == .decided, verdict.losers == expected else {
            return "expected \(expected.map(\.name)) to lose, got \(verdict.kind.rawValue), "
                + "\(verdict.losers.map(\.name))"
        }
        do throws(DisputeTranscriptError) {
            let again = try DisputeGame(task: game.task, replaying: game.transcript)
            guard again.verdict == verdict else { return "the transcript gives another verdict" }
        } catch {
            return "the transcript is refused: \(error)"
        }
        let path = verdict.path
        if let prompt = path.prompt, prompt != lie.prompt {
            return "expected prompt \(lie.prompt), got \(prompt)"
        }
        if let place = path.place, place != lie.place {
            return "expected operation \(lie.place), got \(place)"
        }
        guard let truth = lie.truth else { return nil }
        if let element = path.element, element != truth.element {
            return "expected element \(truth.element), got \(element)"
        }
        if let right = path.rightValue, right != truth.right {
            return "expected the value \(truth.right), got \(right)"
        }
        return nil
    }
}
