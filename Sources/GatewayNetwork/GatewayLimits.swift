/// The limits of a gateway network.
package enum GatewayLimits {
    /// The bytes of a receipt.
    package static let receiptByteCountMax = 1_024
    /// The bytes of a vote.
    package static let voteByteCountMax = 1_024
    /// The bytes of a note, a credit, an order or an ask.
    package static let requestByteCountMax = 1_024
    /// The bytes of an order with its prompt.
    package static let orderByteCountMax = 1 << 16
    package static let batchCountMax = 64
    /// The bytes of a batch: as many receipts as it may have, with commas and the braces around.
    package static let batchByteCountMax = batchCountMax * (receiptByteCountMax + 1) + 16
    /// The bytes of one node's payout in a settlement.
    static let payoutByteCountMax = 96
    package static let nodeCountMax = 1_024
    package static let settlementByteCountMax = 512 + nodeCountMax * payoutByteCountMax
    /// The bytes of a store's document.
    package static let storeByteCountMax = 1 << 26

    package static let sessionByteCountMax = 64
    /// The input tokens of a receipt, and its output tokens.
    package static let tokenCountMax = 10_000_000
    /// A day.
    package static let wallMillisecondsMax = 86_400_000
    /// The end of the year 9999.
    package static let createdMillisecondsMax = 253_402_300_799_999
    /// The milliseconds by which a receipt's time may lie ahead of the reader's clock.
    package static let futureMillisecondsMax = 600_000
    /// The units that an epoch can mint.
    package static let epochTotalMax = 1_000_000_000_000
    /// The limit of the numbers of epochs, rounds and receipts.
    static let countMax = 1 << 53

    /// Messages of one source that cost a verification and were refused all the same, before
    /// nothing of it is verified any more.
    package static let wastedCountMax = 16
    /// The milliseconds for which they count.
    package static let wastedMilliseconds = 60_000
    /// A refused message costs three verifications at most: a gateway's signature that is good, a
    /// node's that is not, and the same without its domain.
    package static let verificationCountPerRefusalMax = 3

    /// The units of a credit, and the highest price of an order.
    package static let creditMax = 1 << 53
    /// The units of all credits together.
    package static let creditTotalMax = 1 << 62
    /// The price that a gateway may ask for 1,000 tokens, in units.
    package static let askMillisMax = 1_000_000
    /// The milliseconds for which an ask counts.
    package static let askMilliseconds = 300_000
    /// The sessions that a node remembers: beyond, it forgets the oldest.
    package static let servedCountMax = 1_024
    /// The milliseconds for which a node that failed is passed over.
    package static let passedOverMilliseconds = 60_000

    package static let validatorWeightMax = 1 << 32
    package static let validatorCountMax = 1_024
    package static let qualityPermilleMax = 1_000
}
