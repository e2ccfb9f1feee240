import BigInt
import Cryptography
import GatewayTrials
import Scenarios
import Testing
import Trials

/// Journal, books and view of an honest epoch, written by hand: one receipt, settled.
private struct HonestEpoch {
    static let profile = Profile.published
    static let root = String(repeating: "ab", count: 32)
    static let address = "0x" + String(repeating: "a", count: 40)
    static let clock = LogicalClock(milliseconds: 1_700_000_000_000)
    static let state = GatewayView.State(digest: Digests.sha256([]), head: "head")

    let keyring = GatewayKeyring(seed: "referee")
    let reading = GatewayReading(profile: profile)
    var journal: [Submission] = []
    var books = GatewayBooks()
    var view = GatewayView(state: state)

    init() throws {
        view.clockMilliseconds = Self.clock.milliseconds
        let receipt = try receipt("s-1")
        books.noteConsent(receipt, keys: ["gateway", "node-a"].map(keyring.key), reading)
        books.note(honestReceipt: receipt)
        view.receipts = [try entry(receipt)]
        send(receipt, "receipt")
        let request = Array(#"{"epoch":"1","total":1000}"#.utf8)
        send(request, "settlement")
        books.noteSettlement(receiptCount: 1)
        for name in ["validator-a", "validator-b", "validator-c"] { sign(name) }
        view.tallies = [GatewayView.Tally(epoch: "", root: Self.root, weight: 3)]
        view.balances = [(GatewayParties.address(ofKey: keyring.key("node-a")), 1_000)]
        settle(paying: 1_000, request: request)
        (books.heldBefore, books.heldAfter) = (["a line"], ["a line"])
        books.replayed = Self.state
        books.others = [view]
    }

    func receipt(_ session: String) throws -> [UInt8] {
        let plan = ReceiptPlan(node: "node-a", session: session, outputTokens: 5)
        return try GatewayWorkshop(
            profile: Self.profile, keyring: keyring, network: "a network"
        ).receipt(plan, Self.clock)
    }

    func entry(_ receipt: [UInt8]) throws -> GatewayView.Receipt {
        GatewayView.Receipt(
            bytes: receipt, id: reading.id(payload: try reading.payload(receipt).get()),
            chainHash: "")
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
                validator: name, epoch: "1", total: 1_000, receiptCount: 1, root: root, round: 0))
    }

    mutating func settle(paying amount: Int, root: String = root, request: [UInt8]) {
        view.settlements = [
            GatewayView.Settlement(
                bytes: request, epoch: "1", root: root,
                payouts: [
                    GatewayView.Payout(
                        node: keyring.key("node-a"),
                        address: GatewayParties.address(ofKey: keyring.key("node-a")),
                        amount: .init(amount))
                ])
        ]
    }

    func finding(_ oracle: GatewayOracle) throws -> Finding {
        try GatewayReferee(
            profile: Self.profile, parties: keyring.parties, journal: journal, books: books,
            view: view
        ).finding(of: oracle)
    }
}

@Suite("The referee of the gateway network, on values without a system")
struct GatewayRefereeTests {
    private struct Planted: Sendable {
        let oracle: GatewayOracle
        let evidence: String
        let plant: @Sendable (inout HonestEpoch) throws -> Void
    }

    private static let request = Array(#"{"epoch":"1","total":1000}"#.utf8)

    private static let planted = [
        Planted(oracle: .receiptsConsent, evidence: "gateway never signed") {
            $0.view.receipts.append(try $0.entry(try $0.receipt("s-2")))
        },
        Planted(oracle: .receiptsOneObject, evidence: "receipt 1 was counted before") {
            $0.view.receipts += $0.view.receipts
        },
        Planted(oracle: .receiptsOneObject, evidence: "receipt 0 goes by another's id") {
            let receipt = try $0.receipt("s-1")
            $0.view.receipts = [GatewayView.Receipt(bytes: receipt, id: "another", chainHash: "")]
        },
        Planted(oracle: .receiptsBounds, evidence: "milliseconds since 1970") {
            $0.view.clockMilliseconds -= 600_001
        },
        Planted(oracle: .encodingOneMeaning, evidence: "taken at gossip") {
            $0.send(Array(#"{ "receipts":[]}"#.utf8), "gossip")
        },
        Planted(oracle: .encodingOneMeaning, evidence: "taken at receipt") {
            $0.send(Array("{}".utf8), "receipt")
        },
        Planted(oracle: .partiesRegistered, evidence: "a thief was paid 5 and is nobody's") {
            $0.view.balances.append(("a thief", 5))
        },
        Planted(oracle: .partiesRegistered, evidence: "vote 0 is a stranger's") {
            $0.view.votes = [Array("{}".utf8)]
        },
        Planted(oracle: .settlementExact, evidence: "pays 999 of 1000 units") {
            $0.settle(paying: 999, request: request)
        },
        Planted(oracle: .settlementExact, evidence: "balances are not") {
            $0.view.balances[0].amount = 999
        },
        Planted(oracle: .settlementOnce, evidence: "epoch 2, expected 1") {
            $0.settle(paying: 1_000, request: Array(#"{"epoch":"2","total":1000}"#.utf8))
        },
        Planted(oracle: .supplyBounded, evidence: "1001 units minted of 1000") {
            $0.settle(paying: 1_001, request: request)
        },
        Planted(oracle: .supplyBounded, evidence: "balances sum to 1005") {
            $0.view.balances.append(("a thief", 5))
        },
        Planted(oracle: .quorumWeight, evidence: "a weight of 0 of 6") {
            $0.settle(paying: 1_000, root: "another", request: request)
        },
        Planted(oracle: .quorumCount, evidence: "a weight of 4, 3 signed it") {
            $0.view.tallies = [GatewayView.Tally(epoch: "", root: HonestEpoch.root, weight: 4)]
        },
        Planted(oracle: .storeState, evidence: "never held") { $0.books.heldAfter = [] },
        Planted(oracle: .serviceAlive, evidence: "died") { $0.books.hasDied = true },
        Planted(oracle: .networkAgreement, evidence: "gateways 0 and 1 hold two byte strings") {
            let respelled = [UInt8(ascii: " ")] + (try $0.receipt("s-1"))
            $0.books.others[0].receipts = [
                GatewayView.Receipt(bytes: respelled, id: "an id", chainHash: "")
            ]
        },
        Planted(oracle: .networkAgreement, evidence: "minted epoch 1 in two ways") {
            $0.settle(paying: 999, request: request)
        },
        Planted(oracle: .networkAgreement, evidence: "gateway 1, receipt 0: nobody can read it") {
            $0.books.others[0].receipts = [
                GatewayView.Receipt(bytes: Array("{".utf8), id: "x", chainHash: "")
            ]
        },
        Planted(oracle: .determinismReplay, evidence: "another state") {
            $0.books.replayed = GatewayView.State(digest: Digests.sha256([]), head: "another")
        },
    ]

    @Test("Values of an honest epoch leave every oracle silent")
    func honest() throws {
        let epoch = try HonestEpoch()
        for oracle in GatewayOracle.allCases where oracle != .resourcesBounded {
            guard case .intact = try epoch.finding(oracle) else {
                Issue.record("\(oracle): \(try epoch.finding(oracle))")
                continue
            }
        }
    }

    @Test("Each oracle sees the fault that is planted in the values")
    func faults() throws {
        for fault in Self.planted {
            var epoch = try HonestEpoch()
            try fault.plant(&epoch)
            let finding = try epoch.finding(fault.oracle)
            guard case .violated(let evidence) = finding else {
                Issue.record("\(fault.oracle), \(fault.evidence): \(finding)")
                continue
            }
            #expect(evidence.contains(fault.evidence), "\(fault.oracle): \(evidence)")
        }
        let seen = Set(Self.planted.map(\.oracle))  // membership only, never iterated
        #expect(GatewayOracle.allCases.filter { !seen.contains($0) } == [.resourcesBounded])
    }

    @Test("A refused message has no meaning to judge")
    func refused() throws {
        var epoch = try HonestEpoch()
        epoch.send(Array("{".utf8), "receipt", refusals: [Guard("json")])
        guard case .intact = try epoch.finding(.encodingOneMeaning) else {
            Issue.record("judged a refused message")
            return
        }
    }

    @Test("An oracle that nothing was noted for cannot decide")
    func undecided() throws {
        var epoch = try HonestEpoch()
        (epoch.books.heldAfter, epoch.books.replayed, epoch.books.others) = (nil, nil, [])
        for oracle in [GatewayOracle.storeState, .determinismReplay, .networkAgreement] {
            #expect(throws: StepFault.self, "\(oracle)") { try epoch.finding(oracle) }
        }
    }
}
