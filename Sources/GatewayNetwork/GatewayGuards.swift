public import Trials

/// The checks of a gateway network, by the names that refusals carry. The same check has the same
/// name in both profiles; ``published`` and ``hardened`` say who makes which.
public enum GatewayGuards {
    // Bytes.
    public static let size = Guard("size")
    public static let json = Guard("json")
    public static let canonical = Guard("canonical")
    public static let fields = Guard("fields")
    public static let unknownField = Guard("unknown_field")
    public static let textType = Guard("text_type")
    public static let numberType = Guard("number_type")
    public static let batchSize = Guard("batch_size")
    public static let keyForm = Guard("key_form")
    public static let signatureForm = Guard("signature_form")
    // A receipt.
    public static let sessionID = Guard("session_id")
    public static let tokenRange = Guard("token_range")
    public static let wallTimeRange = Guard("wall_time_range")
    public static let createdRange = Guard("created_range")
    public static let futureTime = Guard("future_time")
    public static let network = Guard("network")
    public static let route = Guard("route")
    public static let gatewayRegistered = Guard("gateway_registered")
    public static let nodeRegistered = Guard("node_registered")
    public static let receiptID = Guard("receipt_id")
    public static let duplicate = Guard("duplicate")
    public static let sourceBudget = Guard("source_budget")
    public static let domain = Guard("domain")
    public static let gatewaySignature = Guard("gateway_signature")
    public static let nodeSignature = Guard("node_signature")
    // A vote.
    public static let validatorRegistered = Guard("validator_registered")
    public static let voteOnce = Guard("vote_once")
    public static let voteSignature = Guard("vote_signature")
    public static let snapshotRoot = Guard("snapshot_root")
    // An epoch.
    public static let epochOrder = Guard("epoch_order")
    public static let epochOnce = Guard("epoch_once")
    public static let totalRange = Guard("total_range")
    public static let receiptCount = Guard("receipt_count")
    public static let quorum = Guard("quorum")
    public static let noContribution = Guard("no_contribution")
    public static let exactPayouts = Guard("exact_payouts")
    // A store.
    public static let chainHash = Guard("chain_hash")
    public static let storedRow = Guard("stored_row")
    public static let storedBalance = Guard("stored_balance")
    /// Refuses a ledger that does not lead through its ``LedgerAnchor``.
    public static let anchor = Guard("anchor")

    /// The code of bytes that a published gateway dies of. It is no guard: nothing takes it out.
    public static let verifierCrash = Guard("verifier_crash")

    public static let published = [
        size, json, fields, duplicate, gatewaySignature, nodeSignature, voteOnce, voteSignature,
        chainHash,
    ]

    /// In the order in which a message meets them.
    public static let hardened = [
        size, json, canonical, fields, unknownField, batchSize, textType, numberType, sessionID,
        tokenRange, wallTimeRange, createdRange, futureTime, network, signatureForm, keyForm,
        route, gatewayRegistered, nodeRegistered, receiptID, duplicate, validatorRegistered,
        voteOnce, epochOnce, epochOrder, totalRange, receiptCount, sourceBudget, domain,
        gatewaySignature, nodeSignature, voteSignature, quorum, snapshotRoot, noContribution,
        exactPayouts, chainHash, storedRow, storedBalance, anchor,
    ]

    /// The guards of a profile.
    public static func guards(_ profile: Profile) -> [Guard] {
        profile == .published ? published : hardened
    }

    /// The guards of both profiles.
    public static let all = hardened
}

extension Guards {
    /// Refuses if `holds` is false, unless the guard is taken out.
    func require(
        _ holds: Bool, _ by: Guard, _ message: @autoclosure () -> String
    ) throws(Refusal) {
        if !holds, has(by) { throw Refusal(index: nil, by: by, message: message()) }
    }
}
