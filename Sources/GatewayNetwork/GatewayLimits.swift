/// The limits of a gateway network; those of `published` are the laboratory's own, for the
/// published code has none.
public enum GatewayLimits {
    /// The bytes of a message in `published`; a store has its own limit.
    public static let publishedByteCountMax = 1 << 20
    /// The bytes of a receipt.
    public static let receiptByteCountMax = 1_024
    /// The bytes of a vote.
    public static let voteByteCountMax = 1_024
    public static let batchCountMax = 64
    /// The bytes of a batch: as many receipts as it may have, with commas and the braces around.
    public static let batchByteCountMax = batchCountMax * (receiptByteCountMax + 1) + 16
    /// The bytes of one node's payout in a settlement.
    static let payoutByteCountMax = 96
    public static let nodeCountMax = 1_024
    public static let settlementByteCountMax = 512 + nodeCountMax * payoutByteCountMax
    /// The bytes of a store's document.
    public static let storeByteCountMax = 1 << 26

    public static let sessionByteCountMax = 64
    /// The input tokens of a receipt, and its output tokens.
    public static let tokenCountMax = 10_000_000
    /// A day.
    public static let wallMillisecondsMax = 86_400_000
    /// The end of the year 9999.
    public static let createdMillisecondsMax = 253_402_300_799_999
    /// The milliseconds by which a receipt's time may lie ahead of the reader's clock.
    public static let futureMillisecondsMax = 600_000
    /// The units that an epoch can mint.
    public static let epochTotalMax = 1_000_000_000_000
    /// The limit of the numbers of epochs, rounds and receipts.
    static let countMax = 1 << 53

    /// Messages of one source that cost a verification and were refused all the same, before
    /// nothing of it is verified any more.
    public static let wastedCountMax = 16
    /// The milliseconds for which they count.
    public static let wastedMilliseconds = 60_000
    /// A refused message costs three verifications at most: a gateway's signature that is good, a
    /// node's that is not, and the same without its domain.
    public static let verificationCountPerRefusalMax = 3

    public static let validatorWeightMax = 1 << 32
    public static let validatorCountMax = 1_024
    public static let qualityPermilleMax = 1_000
}
