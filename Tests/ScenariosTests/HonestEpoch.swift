import BigInt
import Cryptography
import Foundation
import GatewayTrials
import Scenarios
import Trials

/// Journal, books and view of an honest epoch, written by hand: one receipt, settled and paid, by
/// users and gateways who said what they pay and ask.
struct HonestEpoch {
    static let root = String(repeating: "ab", count: 32)
    static let address = "0x" + String(repeating: "a", count: 40)
    static let clock = LogicalClock(milliseconds: 1_700_000_000_000)
    static let state = GatewayView.State(digest: Digests.sha256([]), head: "head")

    let profile: Profile
    let keyring = GatewayKeyring(seed: "referee")
    let reading: GatewayReading
    /// Of the honest receipt.
    let receiptID: String
    var journal: [Submission] = []
    var books = GatewayBooks()
    var view = GatewayView(state: state)

    init(_ profile: Profile) throws {
        self.profile = profile
        reading = GatewayReading(profile: profile)
        let receipt = try Self.receipt("s-1", profile, keyring)
        receiptID = try Self.id(receipt, reading)
        view.clockMilliseconds = Self.clock.milliseconds
        books.noteConsent(receipt, keys: ["gateway", "node-a"].map(keyring.key), reading)
        view.price = 8_000
        switch profile {
        case .published: payPublished(receipt)
        case .hardened: sayAll(receipt)
        }
        books.note(honestReceipt: receipt)
        view.receipts = [try entry(receipt)]
        view.pulled = [receipt]
        view.nodes = [("node-a", 1, 1)]
        view.calls = ["http://node-a/generate", "http://peer-1/gossip/receipts"]
        view.accounts.append(("a user", 0))
        send(receipt, "receipt")
        send(request(), "settlement")
        books.noteSettlement(receiptCount: 1)
        for name in ["validator-a", "validator-b", "validator-c"] { sign(name) }
        tally(3)
        view.balances = [(address, 1_000)]
        settle(paying: 1_000)
        pay(1_000)
        (books.heldBefore, books.heldAfter) = (["a line"], ["a line"])
        books.replayed = Self.state
        books.others = [view]
    }

    var address: String { GatewayParties.address(ofKey: keyring.key("node-a")) }
    var epoch: String { profile == .hardened ? "1" : "1700000000-1700000001-GLYPH" }

    /// A request of an epoch: in `published` of so many seconds from the clock on.
    func request(epoch: Int = 1, from start: Int = 0, to end: Int = 1) -> [UInt8] {
        let seconds = Self.clock.milliseconds / 1_000
        let published = """
            {"end_time":\(seconds + end).0,"start_time":\(seconds + start).0,\
            "token_ticker":"GLYPH","total_amount":1000}
            """
        let hardened = """
            {"epoch":\(epoch),"network":"","notes":0,"payouts":[],"receipt_count":1,\
            "root":"\(Self.root)","total":1000}
            """
        return Array((profile == .published ? published : hardened).utf8)
    }

    mutating func tally(_ count: Int) {
        // A hardened vote weighs what its validator does: 2, 2 and 1.
        let weight = profile == .published ? count : count + 2
        view.tallies = [GatewayView.Tally(epoch: epoch, root: Self.root, weight: weight)]
    }

    func receipt(_ session: String) throws -> [UInt8] {
        try Self.receipt(session, profile, keyring)
    }

    private static func receipt(
        _ session: String, _ profile: Profile, _ keyring: GatewayKeyring
    ) throws -> [UInt8] {
        let plan = ReceiptPlan(node: "node-a", session: session, outputTokens: 5)
        return try GatewayWorkshop(
            profile: profile, keyring: keyring, network: "a network"
        ).receipt(plan, clock)
    }

    func entry(_ receipt: [UInt8]) throws -> GatewayView.Receipt {
        GatewayView.Receipt(bytes: receipt, id: try Self.id(receipt, reading), chainHash: "")
    }

    private static func id(_ receipt: [UInt8], _ reading: GatewayReading) throws -> String {
        reading.id(payload: try reading.payload(receipt).get())
    }

    mutating func send(_ bytes: [UInt8], _ surface: String, refusals: [Guard] = []) {
        journal.append(
            Submission(
                bytes: bytes, surface: Surface(surface), source: Source(1), clock: Self.clock,
                refusals: refusals, isAttack: false))
    }

    mutating func sign(_ name: String, root: String = root) {
        books.note(
            GatewayBooks.Ballot(
                validator: name, epoch: epoch, total: 1_000, receiptCount: 1, root: root,
                round: 0))
    }

    func payout(_ amount: Int) -> GatewayView.Payout {
        GatewayView.Payout(
            node: keyring.key("node-a"), address: address, amount: .init(amount))
    }

    /// The root of a published request is that of the gateway's snapshot.
    var requestOfAnotherRoot: [UInt8] {
        Array(
            String(decoding: request(), as: UTF8.self)
                .replacingOccurrences(of: Self.root, with: "another").utf8)
    }

    mutating func settle(paying amount: Int, root: String = root, _ request: [UInt8]? = nil) {
        view.settlements = [
            GatewayView.Settlement(
                bytes: request ?? self.request(), epoch: epoch, root: root,
                payouts: [payout(amount)])
        ]
    }

    /// The epoch as it is settled once more, under another root.
    func settledAgain(paying amount: Int) -> [GatewayView.Settlement] {
        var again = self
        again.settle(paying: amount, root: "another")
        return again.view.settlements
    }

    /// Published epochs are paid for themselves; a hardened gateway has no such epochs, and its token
    /// always pays under the honest root.
    mutating func pay(_ amount: Int, root: String = root) {
        guard profile == .published else { return mint(amount, epoch) }
        mint(amount, epoch, root: root)
        view.epochs = [
            GatewayView.Epoch(
                id: epoch, root: root, total: 1_000, payouts: [payout(1_000)], isFinalized: true,
                signedBytes: [])
        ]
    }

    mutating func mint(_ amount: Int, _ epoch: String, root: String = root) {
        view.mints = [
            GatewayView.Mint(epoch: epoch, root: root, payouts: [(address, .init(amount))])
        ]
    }

    func finding(_ oracle: GatewayOracle) throws -> Finding {
        try GatewayReferee(
            profile: profile, parties: keyring.parties, journal: journal, books: books,
            view: view
        ).finding(of: oracle)
    }
}
