internal import Scenarios
package import Trials

/// A script's run with its verdict, and all that confirms it.
package struct JudgedScript: Sendable {
    package let played: Played
    package internal(set) var verdict: Verdict
    package internal(set) var evidence: String
    /// Replays of the transcript alone, and those that gave the same judgement.
    package internal(set) var replays = (tried: 0, identical: 0)
    package internal(set) var positive: Controls.Positive?
    /// Nil where nothing was broken.
    package internal(set) var minimised: Minimised?
    /// 64 hex digits; nil where nothing was broken.
    package internal(set) var fingerprint: String?

    init(_ played: Played) {
        self.played = played
        verdict = played.judgement.verdict
        evidence = played.judgement.evidence
    }

    mutating func fault(_ why: String) {
        verdict = .labFault
        evidence = why
    }

    /// Takes a shorter attack with the same effect.
    mutating func take(
        _ shorter: Minimised, _ declaration: Declaration, _ profile: Profile
    ) {
        minimised = shorter
        fingerprint = Fingerprint.text(shorter.played.judgement, declaration, profile)
    }

    /// Whether the verdict is the one that the script's author expects; a break of the hardened
    /// rules never is.
    package func isExpected(_ setup: SessionSetup) -> Bool {
        guard let declaration = played.declaration else { return false }
        let expected = declaration.expectations[setup.profile]
        return verdict == expected && !(setup.profile == .hardened && verdict == .broken)
    }
}
