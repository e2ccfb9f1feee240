internal import ReceiptNetwork
internal import Scenarios
internal import Trials

/// What the referee wrote down himself while others acted.
struct ReceiptBooks {
    /// Something that came in, whoever sent it.
    struct Message {
        let bytes: [UInt8]
        let surface: Surface
        let source: Source
        let clock: LogicalClock
        let isAccepted: Bool
        let refusals: [Guard]
        /// Whether the attacker sent it.
        let isAttack: Bool
    }

    /// A signature of a receipt of this network.
    struct Consent {
        let payload: [UInt8]
        let key: String
    }

    /// What a validator signed.
    struct Ballot: Equatable {
        let validator: String
        let epoch: String
        let total: Int
        let receiptCount: Int
        let root: String
        let round: Int
    }

    var messages: [Message] = []
    var consents: [Consent] = []
    /// As their parties made them, sent or not.
    var honestReceipts: [[UInt8]] = []
    var ballots: [Ballot] = []
    /// How many receipts there were when an epoch was settled, by the order of settlements.
    var countsAtSettlement: [Int] = []
    var hasDied = false
    /// What the gateway held before somebody changed what it stores.
    var heldBefore: [String]?
    /// What it held after the restart.
    var heldAfter: [String]?
    /// What lies on the disk, where it is no more what the gateway holds.
    var disk: [UInt8]?
    var snapshot: [UInt8]?

    func hasConsent(_ payload: [UInt8], _ key: String) -> Bool {
        consents.contains { $0.key == key && $0.payload == payload }
    }

    /// A validator's next round in an epoch.
    func nextRound(_ validator: String, _ epoch: String) -> Int {
        ballots.reduce(0) {
            $1.validator == validator && $1.epoch == epoch ? max($0, $1.round + 1) : $0
        }
    }

    /// What each validator signed last for an epoch: who signs again takes back what he signed
    /// before.
    func latestBallots(epoch: String) -> [Ballot] {
        ReceiptCast.validators.compactMap { name, _ in
            ballots.filter { $0.validator == name && $0.epoch == epoch }
                .max { $0.round < $1.round }
        }
    }
}
