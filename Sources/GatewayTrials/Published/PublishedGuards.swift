internal import PublishedGateways
package import Trials

/// The checks of a published gateway, by the names that refusals carry: those of the hardened
/// gateway where it makes the same check.
package enum PublishedGuards {
    package static let all = PublishedCheck.allCases.map { Guard($0.rawValue) }

    /// The code of a request that the program's rules or its framework refuse without a check of
    /// ``all``, such as one of an unknown path.
    static let status = Guard("status")
    /// The code of an exception out of a handler. The program lives on.
    static let crash = Guard("verifier_crash")

    static func checks(_ guards: Guards) -> PublishedChecks {
        PublishedChecks(without: PublishedCheck.allCases.filter { !guards.has(Guard($0.rawValue)) })
    }
}
