internal import Cryptography
package import Scenarios
internal import Trials

/// The recomputation of a bundle's verdict, without the script.
package struct BundleVerification: Sendable {
    /// A statement of the bundle beside the recomputed one.
    package struct Check: Sendable, Equatable {
        package let name: String
        package let stated: String
        package let found: String

        package var holds: Bool { stated == found }
    }

    package let checks: [Check]
    /// Whether the verdict is one that a machine can recompute: replays that differed, and a fault
    /// of the laboratory, are the word of the judge's machine.
    package let isRecomputable: Bool
    package var holds: Bool { isRecomputable && checks.allSatisfy(\.holds) }

    /// Plays the transcripts of a bundle again, and the controls.
    ///
    /// - Parameters:
    ///   - setup: with the bundle's profile, seeds and claim.
    ///   - suite: attacks for the positive control.
    ///   - onSession: before each session.
    /// **Throws:** an error of the laboratory.
    package init(
        _ bundle: EvidenceBundle, _ setup: SessionSetup, suite: Suite, onSession: () -> Void = {}
    ) throws {
        let (result, transcript) = (bundle.result, bundle.transcript)
        onSession()
        let played = try Played.replay(
            setup, lines: transcript.lines, ending: transcript.ending)
        let judgement = played.judgement
        var checks = [
            Check(name: "answers", stated: "same", found: Self.answers(played, transcript)),
            Self.ending(played),
            Check(name: "digest", stated: result.digest, found: judgement.digest.text),
            Check(
                name: "oracle", stated: result.oracle ?? "none", found: judgement.oracle ?? "none"),
            Check(name: "kind", stated: result.kind, found: judgement.kind),
            Check(
                name: "guards", stated: result.guardsHit.joined(separator: ", "),
                found: judgement.guardsHit.joined(separator: ", ")),
            Check(
                name: "requests", stated: "\(result.requestCount)",
                found: "\(played.requestCount)"),
            Check(
                name: "submissions", stated: "\(result.submissionCount)",
                found: "\(played.submissionCount)"),
        ]
        isRecomputable = result.verdict != .inconclusive && result.verdict != .labFault
        if isRecomputable {
            checks += [
                Check(
                    name: "verdict", stated: result.verdict.rawValue,
                    found: judgement.verdict.rawValue),
                Check(name: "evidence", stated: result.evidence, found: judgement.evidence),
                Self.replays(result, played),
            ]
        }
        checks.append(Self.parts(bundle))
        checks += try Self.declared(bundle, played, setup, suite, onSession)
        if let minimised = bundle.minimised {
            checks += try Self.minimised(bundle, minimised, setup, onSession)
        }
        self.checks = checks
    }

    /// Whether the session's end is the end where it has one, and only there. How a script ended
    /// otherwise is the word of the judge's machine.
    private static func ending(_ played: Played) -> Check {
        func words(_ isSession: Bool) -> String { isSession ? "of the session" : "of the script" }
        return Check(
            name: "ending", stated: words(played.transcript.ending == .session),
            found: words(played.isOver))
    }

    /// The replays that such a verdict takes, all of them identical.
    private static func replays(_ result: EvidenceResult, _ played: Played) -> Check {
        let count =
            played.declaration == nil ? 0 : result.verdict == .broken ? ScriptJudge.replayCount : 1
        return Check(
            name: "replays", stated: "\(result.identicalCount) of \(result.replayCount)",
            found: "\(count) of \(count)")
    }

    /// Whether the bundle has a shortest attack and its members where something was broken, and
    /// nowhere else.
    private static func parts(_ bundle: EvidenceBundle) -> Check {
        let result = bundle.result
        let has = [
            bundle.minimised != nil, result.minimisedRequestCount != nil,
            result.minimisedDigest != nil, result.fingerprint != nil,
        ]
        let isRight =
            result.verdict == .broken
            ? has.allSatisfy(\.self)
            : !has.contains(true) && !result.isMinimal && result.executionCount == 0
                && result.place == nil
        return Check(
            name: "shortest attack", stated: isRight ? "as for this verdict" : "another",
            found: "as for this verdict")
    }

    private static func answers(_ played: Played, _ transcript: Transcript) -> String {
        played.transcript.difference(to: transcript) ?? "same"
    }

    private static func declared(
        _ bundle: EvidenceBundle, _ played: Played, _ setup: SessionSetup, _ suite: Suite,
        _ onSession: () -> Void
    ) throws -> [Check] {
        let result = bundle.result
        let declaration = played.declaration
        var checks = [
            Check(name: "name", stated: result.name, found: declaration?.name ?? ""),
            Check(name: "system", stated: result.system, found: declaration?.system ?? ""),
            Check(name: "claim", stated: result.claim, found: declaration?.claim.rawValue ?? ""),
        ]
        guard let declaration, result.verdict != .labFault else { return checks }
        onSession()
        let complaint = try Controls.null(
            setup, declaration: bundle.transcript.lines.first ?? [])
        let positive = try Controls.positive(setup, declaration, suite)
        checks += [
            Check(name: "null control", stated: "silent", found: complaint ?? "silent"),
            Check(
                name: "positive control", stated: result.positiveControl.joined(separator: " "),
                found: positive.map { ([$0.scenario, $0.oracle] + $0.without) }?
                    .joined(separator: " ") ?? "none"),
        ]
        return checks
    }

    private static func minimised(
        _ bundle: EvidenceBundle, _ transcript: Transcript, _ setup: SessionSetup,
        _ onSession: () -> Void
    ) throws -> [Check] {
        let result = bundle.result
        onSession()
        let played = try Played.replay(
            setup, lines: transcript.lines, ending: transcript.ending)
        let judgement = played.judgement
        var checks = [
            Check(
                name: "minimised declaration", stated: "the script's",
                found: transcript.lines.first == bundle.transcript.lines.first
                    ? "the script's" : "another"),
            Check(name: "minimised answers", stated: "same", found: answers(played, transcript)),
            Check(
                name: "minimised digest", stated: result.minimisedDigest ?? "",
                found: judgement.digest.text),
            Check(
                name: "minimised oracle", stated: result.oracle ?? "none",
                found: judgement.oracle ?? "none"),
            Check(name: "minimised kind", stated: result.kind, found: judgement.kind),
            Check(
                name: "minimised requests",
                stated: result.minimisedRequestCount.map(String.init) ?? "",
                found: "\(played.acts.count)"),
        ]
        if let declaration = played.declaration {
            checks.append(
                Check(
                    name: "fingerprint", stated: result.fingerprint ?? "",
                    found: Fingerprint.text(judgement, declaration, setup.profile)))
        }
        if result.isMinimal, played.acts.count > Minimiser.provenActCountMax {
            checks.append(
                Check(
                    name: "1-minimal", stated: "each request is needed",
                    found: "more requests than are tried"))
        } else if result.isMinimal {
            let needless = try played.needless(setup, onSession)
            checks.append(
                Check(
                    name: "1-minimal", stated: "each request is needed",
                    found: needless.map { "request \($0 + 1) is not" } ?? "each request is needed"))
        }
        return checks
    }
}

extension Played {
    /// The first act of a break without which the effect is the same; nil for none.
    func needless(_ setup: SessionSetup, _ onSession: () -> Void = {}) throws -> Int? {
        let declaration = transcript.lines.first ?? []
        for index in acts.indices {
            var fewer = acts
            fewer.remove(at: index)
            onSession()
            let other = try Played.replay(setup, declaration, fewer).judgement
            if other.verdict == .broken, other.oracle == judgement.oracle,
                other.kind == judgement.kind
            {
                return index
            }
        }
        return nil
    }
}
