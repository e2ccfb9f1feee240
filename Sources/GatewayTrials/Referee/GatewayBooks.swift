internal import Scenarios
internal import Trials

/// The referee's own notes of what others did, besides the journal of messages.
package struct GatewayBooks: Sendable {
    /// A signature of a receipt of this network.
    private struct Consent {
        let payload: [UInt8]
        let key: String
    }

    /// A snapshot that a validator signed.
    package struct Ballot: Sendable, Equatable {
        let validator: String
        let epoch: String
        let total: Int
        let receiptCount: Int
        let root: String
        let round: Int

        package init(
            validator: String, epoch: String, total: Int, receiptCount: Int, root: String,
            round: Int
        ) {
            self.validator = validator
            self.epoch = epoch
            self.total = total
            self.receiptCount = receiptCount
            self.root = root
            self.round = round
        }
    }

    private var consents: [Consent] = []
    /// As their parties made them, sent or not.
    package private(set) var honestReceipts: [[UInt8]] = []
    package private(set) var ballots: [Ballot] = []
    /// Receipts in the ledger when an epoch was settled, by the order of settlements.
    package private(set) var countsAtSettlement: [Int] = []
    package var hasDied = false
    /// The ledger before somebody changed the stored bytes.
    package var heldBefore: [String]?
    /// The ledger after the restart.
    package var heldAfter: [String]?
    /// The state of a new gateway after the same messages.
    package var replayed: GatewayView.State?

    /// Gateways 1 and on, when all were last compared.
    package var others: [GatewayView] = []

    package init() {}

    // MARK: Notes

    /// The holders of these keys signed the bytes, if they are a receipt.
    package mutating func noteConsent(
        _ bytes: [UInt8], keys: [String], _ reading: GatewayReading
    ) {
        guard case .success(let payload) = reading.payload(bytes) else { return }
        consents += keys.map { Consent(payload: payload, key: $0) }
    }

    package mutating func note(honestReceipt bytes: [UInt8]) { honestReceipts.append(bytes) }

    package mutating func note(_ ballot: Ballot) { ballots.append(ballot) }

    package mutating func noteSettlement(receiptCount: Int) {
        countsAtSettlement.append(receiptCount)
    }

    // MARK: Questions

    func hasConsent(_ payload: [UInt8], _ key: String) -> Bool {
        consents.contains { $0.key == key && $0.payload == payload }
    }

    /// A validator's next round in an epoch.
    func nextRound(_ validator: String, _ epoch: String) -> Int {
        ballots.reduce(0) {
            $1.validator == validator && $1.epoch == epoch ? max($0, $1.round + 1) : $0
        }
    }

    /// The last ballot of each validator in an epoch: a later one takes back those before.
    func latestBallots(epoch: String) -> [Ballot] {
        GatewayParties.validators.compactMap { name, _ in
            ballots.filter { $0.validator == name && $0.epoch == epoch }
                .max { $0.round < $1.round }
        }
    }
}
