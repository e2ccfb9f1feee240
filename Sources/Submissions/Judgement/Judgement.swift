package import Cryptography
package import Trials

/// The result of one session, from the session alone: no replay and no control has been asked.
package struct Judgement: Sendable, Equatable {
    package let verdict: Verdict
    /// The oracle that fired, or ``honestUse``; nil where none did.
    package let oracle: String?
    /// The finding, or the reason of the verdict: one sentence, for people.
    package let evidence: String
    /// Guards that stopped something of the attack, by name, in the order in which they first did.
    package let guardsHit: [String]
    /// All events and all answers of the session.
    package private(set) var digest: Digest

    /// The name of the finding that honest use was refused.
    package static let honestUse = "honest.use"

    init(
        verdict: Verdict, oracle: String? = nil, evidence: String, guardsHit: [String] = [],
        digest: Digest = Digests.sha256([])
    ) {
        self.verdict = verdict
        self.oracle = oracle
        self.evidence = evidence
        self.guardsHit = guardsHit
        self.digest = digest
    }

    static func fault(_ why: String) -> Judgement {
        Judgement(verdict: .labFault, evidence: why)
    }

    /// The same with the digest of all answers.
    func sealed(with answers: Digest) -> Judgement {
        var sealed = self
        sealed.digest = Digests.sha256(digest.bytes + answers.bytes)
        return sealed
    }

    /// The kind of the evidence: the sentence with each number and each digest as "#", so that a
    /// shorter attack with the same effect has the same kind.
    package var kind: String {
        var kind = ""
        for word in evidence.split(separator: " ", omittingEmptySubsequences: false) {
            let core = word.filter { !",.;:()-".contains($0) }
            let isNumber =
                !core.isEmpty && core.allSatisfy(\.isHexDigit)
                && core.contains(where: \.isNumber)
            kind += (kind.isEmpty ? "" : " ") + (isNumber ? "#" : word)
        }
        return kind
    }
}
