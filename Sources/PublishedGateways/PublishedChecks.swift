internal import PythonValues

/// A check of a published gateway that stands between a request and its effect.
package enum PublishedCheck: String, Sendable, CaseIterable {
    /// A body is one value of JSON.
    case json
    /// A body's members have their types.
    case schema
    /// A receipt has all its members.
    case fields
    /// A receipt has no member that it does not know.
    case unknownField = "unknown_field"
    /// The database takes a receipt's session and time.
    case binding
    /// A known receipt changes nothing.
    case duplicate
    /// A receipt's signatures are good, by the keys that it names.
    case gatewaySignature = "gateway_signature"
    case nodeSignature = "node_signature"
    /// A settled epoch has receipts.
    case noContribution = "no_contribution"
    /// A vote is for an epoch that was settled.
    case epochKnown = "epoch_known"
    /// A vote's key is a validator's.
    case validatorRegistered = "validator_registered"
    /// A validator's vote takes the place of its earlier one.
    case voteOnce = "vote_once"
    /// A vote is a signature of the stored snapshot.
    case voteSignature = "vote_signature"
}

/// The checks of one gateway: those that stand, what they stopped, and how often signatures were
/// verified.
///
/// A check may be taken out to see what it holds up. All stand by default, and only then the
/// gateway is the published one.
package final class PublishedChecks {
    private let missing: [PublishedCheck]
    private var stopped: [PublishedCheck] = []
    /// Verifications of Ed25519 since the gateway started.
    package private(set) var verificationCount = 0

    /// Stops that are kept until they are asked for; a request stops at most once for each item.
    private static let stoppedCountMax = 100_000

    package init(without missing: [PublishedCheck] = []) {
        self.missing = missing
    }

    /// Whether a request goes on: where something holds, and where its check is taken out.
    func pass(_ check: PublishedCheck, if holds: Bool) -> Bool {
        if holds || !stands(check) { return true }
        if stopped.count < Self.stoppedCountMax { stopped.append(check) }
        return false
    }

    /// Whether a check was not taken out.
    func stands(_ check: PublishedCheck) -> Bool { !missing.contains(check) }

    /// Whether a signature is good, or its check is taken out.
    ///
    /// **Throws:** ``PythonError`` of a key that cannot be read.
    func verifies(
        _ check: PublishedCheck, key: PythonValue, message: [UInt8], signature: PythonValue
    ) throws(PythonError) -> Bool {
        guard stands(check) else { return true }
        verificationCount += 1
        return pass(
            check,
            if: try PublishedSignature.verifies(key: key, message: message, signature: signature))
    }

    /// Checks that stopped something since the last time that this was asked, in the order of
    /// stopping.
    package func takeStopped() -> [PublishedCheck] {
        defer { stopped = [] }
        return stopped
    }
}
