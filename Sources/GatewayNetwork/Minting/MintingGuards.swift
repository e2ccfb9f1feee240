package import Trials

/// The checks of the token, of proposals, of records, of pulls and of bots.
extension GatewayGuards {
    // A call of the token.
    package static let batchID = Guard("batch_id")
    package static let minter = Guard("minter")
    package static let paused = Guard("paused")
    package static let batchOnce = Guard("batch_once")
    package static let batchOrder = Guard("batch_order")
    package static let mintSignature = Guard("mint_signature")
    package static let mintQuorum = Guard("mint_quorum")
    package static let recipient = Guard("recipient")
    package static let amountRange = Guard("amount_range")
    package static let cap = Guard("cap")
    /// A switch of the token between paused and not.
    package static let pauseRound = Guard("pause_round")
    /// A request for an epoch's next batch.
    package static let epochMinted = Guard("epoch_minted")

    /// The guards of a token, in the order in which a message meets them.
    package static let token = [
        size, json, canonical, fields, unknownField, textType, numberType, network,
        signatureForm, keyForm, batchID, minter, paused, pauseRound, batchOnce, batchOrder,
        recipient, amountRange, cap, sourceBudget, domain, mintSignature, mintQuorum, storedRow,
        storedBalance, anchor,
    ]
}
