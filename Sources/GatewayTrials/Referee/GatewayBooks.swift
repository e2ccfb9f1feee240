internal import Cryptography
internal import Scenarios
internal import Trials

/// The referee's own notes of what others did, besides the journal of messages.
package struct GatewayBooks: Sendable {
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

    /// Keys that a script has, too: each signature of theirs counts as their holder's will. Empty
    /// in a scenario's trial, where the books know all signatures.
    let grantedKeys: Set<String>  // membership only, never iterated
    /// Signatures of receipts and messages of this network: a digest of each payload and its key.
    private var consents: Set<Digest> = []  // membership only, never iterated
    /// As their parties made them, sent or not.
    package private(set) var honestReceipts: [[UInt8]] = []
    /// A validator's last ballot in an epoch, by both.
    private var latest: [String: Ballot] = [:]  // looked up, never iterated
    /// A validator and a root that it signed; and the same with the epoch.
    private var signedRoots: Set<String> = []  // membership only, never iterated
    private var signedEpochs: Set<String> = []  // membership only, never iterated
    /// Receipts in the ledger when an epoch was settled, by the order of settlements.
    package private(set) var countsAtSettlement: [Int] = []
    /// Accounts of users, by key.
    private var accounts: [String: Int] = [:]  // looked up, never iterated
    private var asks: [(gateway: String, millis: Int)] = []
    private var payments: Set<String> = []  // membership only, never iterated
    package var hasDied = false
    /// Receipts in the longest answer to a pull of the attacker's.
    var largestAnswer = 0
    /// The ledger before somebody changed the stored bytes.
    package var heldBefore: [String]?
    /// The ledger after the restart.
    package var heldAfter: [String]?
    /// The state of a new gateway after the same messages.
    package var replayed: GatewayView.State?

    /// Gateways 1 and on, when all were last compared.
    package var others: [GatewayView] = []

    /// A violation that an earlier start of a script's trial showed.
    var storeComplaint: String?

    package init(grantedKeys: Set<String> = []) {
        self.grantedKeys = grantedKeys
    }

    // MARK: Notes

    /// The holders of these keys signed the bytes, if they are a receipt.
    package mutating func noteConsent(
        _ bytes: [UInt8], keys: [String], _ reading: GatewayReading
    ) {
        guard case .success(let payload) = reading.payload(bytes) else { return }
        for key in keys { consents.insert(Self.consent(payload, key)) }
    }

    /// The holder of the key signed a message of the hardened network for this surface.
    package mutating func noteMessage(
        _ bytes: [UInt8], _ surface: String, key: String, _ reading: GatewayReading
    ) {
        guard case .success(let message) = reading.message(bytes, surface) else { return }
        consents.insert(Self.consent(Array("\(surface) ".utf8) + message.payload, key))
    }

    package mutating func note(honestReceipt bytes: [UInt8]) { honestReceipts.append(bytes) }

    /// A later round takes back those before; of equal rounds the first counts.
    package mutating func note(_ ballot: Ballot) {
        let place = "\(ballot.validator) \(ballot.epoch)"
        if latest[place].map({ $0.round < ballot.round }) ?? true {
            latest[place] = ballot
        }
        signedRoots.insert("\(ballot.validator) \(ballot.root)")
        signedEpochs.insert("\(place) \(ballot.root)")
    }

    package mutating func noteSettlement(receiptCount: Int) {
        countsAtSettlement.append(receiptCount)
    }

    /// A user's payment: of equal names the first counts.
    package mutating func notePayment(of user: String, amount: Int, _ payment: String) {
        guard payments.insert(payment).inserted else { return }
        accounts[user, default: 0] += amount
    }

    /// A user ordered a text and got it; the receipt says what it took.
    package mutating func noteServed(_ receipt: [UInt8], to user: String, tokenCountMax: Int) {
        guard let exact = try? GatewayReading(profile: .published).receipt(receipt).get() else {
            return
        }
        let tokens = min(exact.outputTokens, tokenCountMax)
        accounts[user, default: 0] -=
            price(exact.inputTokens) + price(tokens) + exact.wallMilliseconds / 1_000
    }

    /// The price of tokens, in thousandths of a GLYPH, rounded down.
    private func price(_ tokens: Int) -> Int { tokens * price / 1_000 }

    /// A gateway's price for a thousand tokens: its latest counts.
    package mutating func noteAsk(of gateway: String, _ millis: Int) {
        asks.removeAll { $0.gateway == gateway }
        asks.append((gateway, millis))
    }

    /// The lower median of what registered gateways ask; 100 where nobody does.
    var price: Int {
        let sorted = asks.map(\.millis).sorted()
        return sorted.isEmpty ? 100 : sorted[(sorted.count - 1) / 2]
    }

    /// The sum that a user's account should hold, in thousandths of a GLYPH.
    func balance(of user: String) -> Int { accounts[user] ?? 0 }

    // MARK: Questions

    private static func consent(_ payload: [UInt8], _ key: String) -> Digest {
        Digests.sha256(Digests.sha256(key.utf8).bytes + payload)
    }

    func hasConsent(_ payload: [UInt8], _ key: String) -> Bool {
        grantedKeys.contains(key) || consents.contains(Self.consent(payload, key))
    }

    /// Whether the holder of the key signed a message for this surface.
    func hasMessage(_ payload: [UInt8], _ surface: String, _ key: String) -> Bool {
        hasConsent(Array("\(surface) ".utf8) + payload, key)
    }

    /// A validator's next round in an epoch.
    func nextRound(_ validator: String, _ epoch: String) -> Int {
        latest["\(validator) \(epoch)"].map { $0.round + 1 } ?? 0
    }

    /// The last ballot of each validator in an epoch: a later one takes back those before.
    func latestBallots(epoch: String) -> [Ballot] {
        GatewayParties.validators.compactMap { latest["\($0.0) \(epoch)"] }
    }

    /// Whether a validator signed a root.
    ///
    /// - Parameter epoch: for which it did; nil for any.
    func hasSigned(_ validator: String, _ root: String, epoch: String?) -> Bool {
        guard let epoch else { return signedRoots.contains("\(validator) \(root)") }
        return signedEpochs.contains("\(validator) \(epoch) \(root)")
    }
}
