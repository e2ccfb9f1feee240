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
    package var holds: Bool { checks.allSatisfy(\.holds) }

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
        // A verdict of several replays is more than one replay shows.
        if result.verdict != .inconclusive, result.verdict != .labFault {
            checks += [
                Check(
                    name: "verdict", stated: result.verdict.rawValue,
                    found: judgement.verdict.rawValue),
                Check(name: "evidence", stated: result.evidence, found: judgement.evidence),
            ]
        }
        checks += try Self.declared(bundle, played, setup, suite, onSession)
        if let minimised = bundle.minimised {
            checks += try Self.minimised(bundle, minimised, setup, onSession)
        }
        self.checks = checks
    }

    private static func answers(_ played: Played, _ transcript: Transcript) -> String {
        guard played.transcript.greeting == transcript.greeting else { return "another greeting" }
        let pairs = zip(played.transcript.exchanges, transcript.exchanges)
        if let index = Array(pairs).firstIndex(where: { $0.answer != $1.answer }) {
            return "another answer to request \(index + 1)"
        }
        return played.transcript.exchanges.count == transcript.exchanges.count
            ? "same" : "\(played.transcript.exchanges.count) answers"
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
                    .joined(separator: " ") ?? ""),
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
        if result.isMinimal {
            let needless = try needless(played, setup, onSession)
            checks.append(
                Check(
                    name: "1-minimal", stated: "each request is needed",
                    found: needless.map { "request \($0 + 1) is not" } ?? "each request is needed"))
        }
        return checks
    }

    /// The first act without which the effect is the same; nil for none.
    private static func needless(
        _ played: Played, _ setup: SessionSetup, _ onSession: () -> Void
    ) throws -> Int? {
        let declaration = played.transcript.lines.first ?? []
        for index in played.acts.indices {
            var acts = played.acts
            acts.remove(at: index)
            onSession()
            let judgement = try Played.replay(setup, declaration, acts).judgement
            if judgement.verdict == .broken, judgement.oracle == played.judgement.oracle,
                judgement.kind == played.judgement.kind
            {
                return index
            }
        }
        return nil
    }
}
