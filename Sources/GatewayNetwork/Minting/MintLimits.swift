internal import BigInt

extension GatewayLimits {
    /// The bytes of one payout in a call of the token: a key, an address, an amount, and the
    /// quotes of a text within a text.
    static let payoutTextByteCountMax = 160
    /// The bytes of one vote in a certificate.
    static let certificateEntryByteCountMax = 168
    /// The bytes of a call of the token: the payouts of all nodes and the votes of all validators.
    package static let tokenCallByteCountMax =
        2_048 + nodeCountMax * payoutTextByteCountMax
        + validatorCountMax * certificateEntryByteCountMax
    package static let messageByteCountMax = 1_024
    package static let batchIndexMax = (nodeCountMax - 1) / MintBatch.payoutCountMax
}
