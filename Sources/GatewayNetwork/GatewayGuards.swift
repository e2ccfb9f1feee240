package import Trials

/// The checks of a gateway network, by the names that refusals carry.
package enum GatewayGuards {
    // Bytes.
    package static let size = Guard("size")
    package static let json = Guard("json")
    package static let canonical = Guard("canonical")
    package static let fields = Guard("fields")
    package static let unknownField = Guard("unknown_field")
    package static let textType = Guard("text_type")
    package static let numberType = Guard("number_type")
    package static let batchSize = Guard("batch_size")
    package static let keyForm = Guard("key_form")
    package static let signatureForm = Guard("signature_form")
    // A receipt.
    package static let sessionID = Guard("session_id")
    package static let tokenRange = Guard("token_range")
    package static let wallTimeRange = Guard("wall_time_range")
    package static let createdRange = Guard("created_range")
    package static let futureTime = Guard("future_time")
    package static let network = Guard("network")
    package static let route = Guard("route")
    package static let gatewayRegistered = Guard("gateway_registered")
    package static let nodeRegistered = Guard("node_registered")
    package static let receiptID = Guard("receipt_id")
    package static let duplicate = Guard("duplicate")
    package static let sourceBudget = Guard("source_budget")
    package static let domain = Guard("domain")
    package static let gatewaySignature = Guard("gateway_signature")
    package static let nodeSignature = Guard("node_signature")
    // A note.
    package static let permilleRange = Guard("permille_range")
    package static let addressForm = Guard("address_form")
    package static let receiptKnown = Guard("receipt_known")
    package static let noteRound = Guard("note_round")
    package static let validatorSignature = Guard("validator_signature")
    // Users' accounts, and the sessions that they order.
    package static let creditRange = Guard("credit_range")
    package static let paymentForm = Guard("payment_form")
    package static let paymentOnce = Guard("payment_once")
    package static let treasurySignature = Guard("treasury_signature")
    package static let priceRange = Guard("price_range")
    package static let prompt = Guard("prompt")
    package static let orderNonce = Guard("order_nonce")
    package static let sessionOnce = Guard("session_once")
    package static let balance = Guard("balance")
    package static let orderSignature = Guard("order_signature")
    package static let sessionKnown = Guard("session_known")
    package static let tokenMatch = Guard("token_match")
    // Prices and nodes.
    package static let askRange = Guard("ask_range")
    package static let askRound = Guard("ask_round")
    package static let nodeKnown = Guard("node_known")
    package static let nodeAvailable = Guard("node_available")
    // A vote.
    package static let validatorRegistered = Guard("validator_registered")
    package static let voteOnce = Guard("vote_once")
    package static let voteSignature = Guard("vote_signature")
    package static let snapshotRoot = Guard("snapshot_root")
    // An epoch.
    package static let epochOrder = Guard("epoch_order")
    package static let epochOnce = Guard("epoch_once")
    package static let totalRange = Guard("total_range")
    package static let receiptCount = Guard("receipt_count")
    package static let noteCount = Guard("note_count")
    package static let quorum = Guard("quorum")
    package static let noContribution = Guard("no_contribution")
    package static let exactPayouts = Guard("exact_payouts")
    // A store.
    package static let chainHash = Guard("chain_hash")
    package static let storedRow = Guard("stored_row")
    package static let storedBalance = Guard("stored_balance")
    package static let accountSum = Guard("account_sum")
    /// Refuses a ledger that does not lead through its ``LedgerAnchor``.
    package static let anchor = Guard("anchor")

    /// The guards of a gateway, in the order in which a message meets them.
    package static let all =
        [
            size, json, canonical, fields, unknownField, batchSize, textType, numberType,
            sessionID, tokenRange, wallTimeRange, createdRange, futureTime, permilleRange,
            creditRange, priceRange, askRange, pullRange, network, signatureForm, keyForm,
            addressForm,
            paymentForm, prompt, route,
        ] + [
            gatewayRegistered, nodeRegistered, validatorRegistered, signerRegistered, nodeKnown,
            receiptID, receiptKnown, duplicate, noteRound, paymentOnce, orderNonce, sessionOnce,
            askRound, sessionKnown, tokenMatch, balance, nodeAvailable, voteOnce, epochOnce,
            epochOrder, totalRange, receiptCount, noteCount, batchID, proposalKnown,
            proposalOnce, signerOnce,
        ] + [
            sourceBudget, domain, gatewaySignature, nodeSignature, validatorSignature,
            treasurySignature, orderSignature, voteSignature, proposalSignature, partialSignature,
            quorum, snapshotRoot, noContribution, exactPayouts, pullHead, chainHash, storedRow,
            storedBalance, accountSum, anchor,
        ]
}
