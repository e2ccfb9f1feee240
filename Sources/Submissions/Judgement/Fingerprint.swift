internal import Cryptography
internal import Trials

/// A break's fingerprint: two scripts that break the same thing in the same way have one.
enum Fingerprint {
    /// 64 hex digits. - Parameter judgement: of the minimised attack.
    static func text(
        _ judgement: Judgement, _ declaration: Declaration, _ profile: Profile
    ) -> String {
        let parts =
            [
                "glyphlab/fingerprint/1", declaration.system, profile.rawValue,
                declaration.claim.rawValue, judgement.oracle ?? "", judgement.kind,
            ] + judgement.guardsHit
        // Lengths keep parts apart.
        let bytes = parts.flatMap { Array("\($0.utf8.count):".utf8) + Array($0.utf8) }
        return Digests.sha256(bytes).text
    }
}
