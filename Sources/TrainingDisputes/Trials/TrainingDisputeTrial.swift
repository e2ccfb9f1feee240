package import Arbitration
internal import Cryptography
internal import Training
internal import Trials

/// A dispute with a liar in it, and whether the liar was found and nobody else blamed.
package struct TrainingDisputeTrial: Sendable {
    package let kind: TrainingLiarKind
    /// The seed that draws the same dispute again.
    package let seed: String
    /// The liar's side; of two liars, the left one's.
    package let liar: Side
    /// The tensor that the lie is about, where it is about one.
    package let tensor: StepTensor
    package let game: TrainingGame
    /// The error in the verdict, in words; nil where the verdict is right.
    package let miss: String?

    private static let questionCountMax = 12

    /// Draws a liar and plays. Nil where no lie of the kind was drawn that changes a weight.
    init?(
        _ subject: TrainingSubject, _ kind: TrainingLiarKind, tensor: StepTensor, seed: String
    ) throws {
        var draw = TrainingLieDraw(subject, seed: seed)
        let liar: Side = draw.index(below: 2) == 0 ? .left : .right
        guard let lie = try Self.lie(subject, kind, tensor, seed, &draw) else { return nil }
        var parties = Pair<any TrainingDisputeParty>(
            both: subject.evidence.party(weightHashes: subject.trace.weightHashes))
        var known = Pair<Digest?>(both: subject.trace.trace.digest)
        parties[liar] = lie.party
        known[liar] = kind == .otherTrace ? draw.digest() : lie.trace
        if let second = lie.second {
            parties[liar.other] = second.party
            known[liar.other] = second.trace
        }
        let game = try TrainingGame(
            task: TrainingTask(subject.evidence), knownTraces: known, parties: parties)
        self.kind = kind
        self.seed = seed
        self.liar = liar
        self.tensor = tensor
        self.game = game
        miss = Self.miss(game, liars: lie.second == nil ? [liar] : Side.allCases, lie.truth)
    }

    /// A liar, and the finding that a game must come to where it goes down to an element.
    private struct Lie {
        let party: TrainingLiar
        let trace: Digest
        var truth: FaultTruth?
        var second: (party: TrainingLiar, trace: Digest)?
    }

    private static func lie(
        _ subject: TrainingSubject, _ kind: TrainingLiarKind, _ tensor: StepTensor,
        _ seed: String, _ draw: inout TrainingLieDraw
    ) throws -> Lie? {
        let random = ActorRandom(seed: seed, actor: "conduct")
        let run = subject.run
        func liar(_ party: TrainingParty, _ truth: FaultTruth? = nil) -> Lie {
            Lie(
                party: TrainingLiar(party, conduct, random: random), trace: party.traceDigest,
                truth: truth)
        }
        let place = draw.index(below: questionCountMax)
        let conduct = conduct(kind, place)
        switch kind {
        case .fault:
            var faults = TrainingFaultDraw(subject, seed: seed)
            let kinds = TrainingFaultKind.allCases
            guard let (fault, truth) = try faults.fault(kinds[draw.index(below: kinds.count)])
            else { return nil }
            return liar(party(try AlteredTraining(run, fault: fault)), truth)
        case .otherStart:
            return liar(
                party(try AlteredTraining(run, start: draw.other(than: run.start)) { _ in nil }))
        case .otherBefore:
            let step = draw.index(below: run.plan.stepCount)
            let other = try draw.other(than: subject.weights[step])
            let values = try AlteredTraining.values(run, step, other, nil)
            var hashes = subject.trace.weightHashes
            guard let after = values.after?.hash, after != hashes[step + 1] else { return nil }
            hashes[step + 1] = after
            return liar(TrainingParty(weightHashes: hashes) { _ in values })
        case .middle:
            let step = draw.index(below: run.plan.stepCount)
            let hashes = draw.middle(subject.trace.weightHashes, step: step)
            return liar(subject.evidence.party(weightHashes: hashes))
        default: break
        }
        guard let truth = try draw.lie(tensor) else { return nil }
        let altered = try Self.altered(run, truth)
        switch kind {
        case .patch:
            let values = try altered.values(of: truth.step)
            let hashes = draw.middle(subject.trace.weightHashes, step: truth.step)
            return liar(TrainingParty(weightHashes: hashes) { _ in values }, truth)
        case .both:
            guard let other = try draw.another(than: truth) else { return nil }
            let second = party(try Self.altered(run, other))
            var lie = liar(party(altered), truth)
            lie.second = (TrainingLiar(second, .none, random: random), second.traceDigest)
            return lie
        default: return liar(party(altered), kind == .element ? truth : nil)
        }
    }

    private static func altered(
        _ run: TrainingRun, _ truth: FaultTruth
    ) throws -> AlteredTraining {
        try AlteredTraining(run) { step in
            step == truth.step ? AlteredTraining.Step(interference: truth.interference) : nil
        }
    }

    private static func party(_ altered: AlteredTraining) -> TrainingParty {
        TrainingParty(weightHashes: altered.weightHashes) { try altered.values(of: $0) }
    }

    private static func conduct(
        _ kind: TrainingLiarKind, _ place: Int
    ) -> TrainingLiar.Conduct {
        switch kind {
        case .falseRoot: .breaksRoot
        case .changedStory: .alters(question: place)
        case .path: .altersPath
        case .staller: .stops(question: place)
        case .opening: .altersOpening
        case .refusal: .refusesOpening
        case .garbage: .babbles(question: place)
        case .flood: .floods(question: place)
        default: .none
        }
    }

    private static func miss(
        _ game: TrainingGame, liars: [Side], _ truth: FaultTruth?
    ) -> String? {
        let losers = game.verdict.losers
        guard game.verdict.kind == .decided, losers == liars else {
            return "expected \(liars.map(\.name)) to lose, got \(losers.map(\.name)), "
                + game.verdict.kind.rawValue
        }
        guard let truth else { return nil }
        let path = game.verdict.path
        guard path.step == truth.step, path.tensor == truth.tensor, path.element == truth.element,
            path.rightValue == truth.right
        else { return "expected \(truth), got \(path)" }
        return nil
    }
}

/// Disputes of all kinds of liars about all operations, from one seed.
package struct TrainingDisputeTrials: Sendable {
    package let trials: [TrainingDisputeTrial]
    package let seed: String
    /// The kinds of which no lie that changes a weight was drawn, once for each time.
    package let undrawn: [TrainingLiarKind]

    package static let countMax = 100_000

    /// - Parameters:
    ///   - kinds: the kinds of liars, which take turns.
    ///   - onTrial: called after each dispute.
    package init(
        _ subject: TrainingSubject, count: Int, seed: String,
        kinds: [TrainingLiarKind] = TrainingLiarKind.allCases, onTrial: () -> Void = {}
    ) throws {
        let tensors = StepTensor.allCases.filter { !$0.isRead }
        var trials: [TrainingDisputeTrial] = []
        var undrawn: [TrainingLiarKind] = []
        for number in 0..<count {
            defer { onTrial() }
            let kind = kinds[number % kinds.count]
            // Every pair of a kind and an operation has its turn, whatever the lengths of both
            // lists.
            let turn = number + number / (kinds.count * tensors.count)
            let trial = try TrainingDisputeTrial(
                subject, kind, tensor: tensors[turn % tensors.count],
                seed: "\(seed)/\(number)/\(kind.rawValue)")
            if let trial { trials.append(trial) } else { undrawn.append(kind) }
        }
        self.trials = trials
        self.seed = seed
        self.undrawn = undrawn
    }

    package var holds: Bool { undrawn.isEmpty && trials.allSatisfy { $0.miss == nil } }
}
