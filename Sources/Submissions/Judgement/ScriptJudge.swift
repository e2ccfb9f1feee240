package import Cryptography
package import Scenarios
internal import Trials

/// Confirms a judgement by replays of the transcript alone and by controls, and finds the shortest
/// attack with the same effect.
package struct ScriptJudge {
    /// Replays of a break, each in a new system.
    package static let replayCount = 3

    private let setup: SessionSetup
    private let suite: Suite
    private let minimisationBudget: Int
    /// Plays the lines in another process, whose hashes are seeded otherwise. **Result:** the
    /// digest of its judgement.
    private let replayElsewhere: (Transcript) throws -> Digest
    /// Told what is being done, for a line of progress.
    private let onStage: (Stage) -> Void

    package enum Stage: Sendable, Equatable {
        case replay(Int), control, minimise(executionCount: Int)
    }

    package init(
        _ setup: SessionSetup, suite: Suite, minimisationBudget: Int,
        replayElsewhere: @escaping (Transcript) throws -> Digest,
        onStage: @escaping (Stage) -> Void = { _ in }
    ) {
        self.setup = setup
        self.suite = suite
        self.minimisationBudget = minimisationBudget
        self.replayElsewhere = replayElsewhere
        self.onStage = onStage
    }

    /// **Throws:** an error of the laboratory.
    package func confirmed(_ played: Played) throws -> JudgedScript {
        let first = played.judgement
        var judged = JudgedScript(played)
        guard first.verdict != .labFault, let declaration = played.declaration,
            let line = played.transcript.lines.first
        else { return judged }
        try replay(played, &judged)
        guard judged.verdict != .labFault else { return judged }
        onStage(.control)
        if let complaint = try Controls.null(setup, declaration: line) {
            judged.fault("without any attack (the null control): \(complaint)")
            return judged
        }
        judged.positive = try Controls.positive(setup, declaration, suite)
        guard judged.positive != nil else {
            judged.fault(
                "the positive control: no attack of the suite makes an oracle of "
                    + "\(declaration.claim.rawValue) fire")
            return judged
        }
        guard judged.verdict == .broken else { return judged }
        judged.take(Minimised(whole: played), declaration, setup.profile)
        return judged
    }

    /// A break with a shorter attack of the same effect, as far as the budget goes; anything else
    /// as it is.
    ///
    /// **Throws:** an error of the laboratory.
    package func minimised(_ judged: JudgedScript) throws -> JudgedScript {
        guard let before = judged.minimised, !before.isMinimal,
            let declaration = judged.played.declaration
        else { return judged }
        var minimiser = Minimiser(setup, before, budget: minimisationBudget) {
            onStage(.minimise(executionCount: $0))
        }
        var shorter = judged
        shorter.take(try minimiser.run(), declaration, setup.profile)
        return shorter
    }

    private func replay(_ played: Played, _ judged: inout JudgedScript) throws {
        let (first, transcript) = (played.judgement, played.transcript)
        let tryCount = first.verdict == .broken ? Self.replayCount : 1
        var identicalCount = 0
        var difference: String?
        for index in 0..<tryCount {
            onStage(.replay(index))
            // The last of a break's replays is in another process.
            let digest: Digest
            if index < Self.replayCount - 1 {
                let again = try Played.replay(
                    setup, lines: transcript.lines, ending: transcript.ending)
                digest = again.judgement.digest
                if difference == nil { difference = again.transcript.difference(to: transcript) }
            } else {
                do {
                    digest = try replayElsewhere(transcript)
                } catch {
                    // The session and its replays here are kept as evidence.
                    return judged.fault("the replay in another process: \(error)")
                }
            }
            if digest == first.digest { identicalCount += 1 }
        }
        judged.replays = (tryCount, identicalCount)
        guard identicalCount < tryCount else { return }
        if first.verdict == .broken {
            judged.verdict = .inconclusive
            judged.evidence =
                "the same in \(identicalCount) of \(tryCount) replays: \(first.evidence)"
        } else {
            judged.fault(
                "the same lines gave another judgement"
                    + (difference.map { ", and \($0)" } ?? ""))
        }
    }
}

extension SessionSetup {
    /// The oracles of a declaration's claim, by name.
    package func oracles(of declaration: Declaration) -> [String] {
        guard let system = systems.first(where: { $0.name == declaration.system }) else {
            return []
        }
        return system.oracleNames(of: declaration.claim, profile)
    }
}

extension ScriptedTrials {
    fileprivate func oracleNames(of claim: Claim, _ profile: Profile) -> [String] {
        oracles(of: claim, profile).map(\.rawValue)
    }
}
