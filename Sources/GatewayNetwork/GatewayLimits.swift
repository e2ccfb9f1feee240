/// Bounds of a receipt network; those of `published` are the laboratory's own, for the published
/// code knows none.
public enum GatewayLimits {
    /// Of anything but a store, in `published`.
    public static let publishedByteCountMax = 1 << 20
    /// Of a receipt.
    public static let receiptByteCountMax = 1_024
    /// Of a vote.
    public static let voteByteCountMax = 1_024
    public static let batchCountMax = 64
    /// Of as many receipts as a batch may have, with what stands between them.
    public static let batchByteCountMax = batchCountMax * (receiptByteCountMax + 1) + 16
    /// Each node has one payout, of at most so many bytes.
    static let payoutByteCountMax = 96
    public static let nodeCountMax = 1_024
    public static let settlementByteCountMax = 512 + nodeCountMax * payoutByteCountMax
    /// Of a store's document.
    public static let storeByteCountMax = 1 << 26

    public static let sessionByteCountMax = 64
    /// Of one receipt, either way.
    public static let tokenCountMax = 10_000_000
    /// A day.
    public static let wallMillisecondsMax = 86_400_000
    /// The end of the year 9999.
    public static let createdMillisecondsMax = 253_402_300_799_999
    /// How far a receipt's time may lie ahead of the reader's clock.
    public static let futureMillisecondsMax = 600_000
    /// Units that an epoch can mint.
    public static let epochTotalMax = 1_000_000_000_000
    /// Of the numbers of epochs, rounds and receipts.
    static let countMax = 1 << 53

    /// Messages of one source that cost a verification and were refused all the same, before
    /// nothing of it is verified any more.
    public static let wastedCountMax = 16
    /// How long they count.
    public static let wastedMilliseconds = 60_000
    /// A refused message costs three verifications at most: a gateway's signature that is good, a
    /// node's that is not, and the same without its domain.
    public static let verificationCountPerRefusalMax = 3

    public static let validatorWeightMax = 1 << 32
    public static let validatorCountMax = 1_024
    public static let qualityPermilleMax = 1_000
}
