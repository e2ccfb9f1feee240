import BigInt
import Cryptography
import GatewayTrials
import Scenarios
import Testing
import Trials

@Suite("The referee of the gateway network, on values without a system")
struct GatewayRefereeTests {
    private struct Planted: Sendable {
        let oracle: GatewayOracle
        var profiles = Profile.allCases
        let evidence: String
        let plant: @Sendable (inout HonestEpoch) throws -> Void
    }

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
            $0.settle(paying: 999)
        },
        Planted(
            oracle: .settlementExact, profiles: [.hardened], evidence: "balances are not"
        ) {
            $0.view.balances[0].amount = 999
        },
        Planted(
            oracle: .settlementOnce, profiles: [.hardened], evidence: "epoch 2, expected 1"
        ) {
            $0.settle(paying: 1_000, $0.request(epoch: 2))
        },
        Planted(
            oracle: .settlementOnce, profiles: [.published], evidence: "the one before ended at"
        ) {
            let first = $0.view.settlements
            $0.settle(paying: 1_000, $0.request(from: 0, to: 2))
            $0.view.settlements = first + $0.view.settlements
        },
        Planted(
            oracle: .settlementOnce, profiles: [.published], evidence: "of no window of time"
        ) {
            $0.settle(paying: 1_000, $0.request(from: 1, to: 1))
        },
        Planted(oracle: .snapshotStable, evidence: "of the same payouts has two roots") {
            $0.books.others[0].settlements = $0.settledAgain(paying: 1_000)
        },
        Planted(oracle: .snapshotStable, evidence: "of the same payouts has two roots") {
            $0.view.settlements += $0.settledAgain(paying: 1_000)
        },
        Planted(oracle: .supplyBounded, evidence: "1001 units") { $0.settle(paying: 1_001) },
        Planted(oracle: .supplyBounded, evidence: "balances sum to 1005") {
            $0.view.balances.append(("a thief", 5))
        },
        Planted(
            oracle: .supplyBounded, profiles: [.published], evidence: "2000 units minted for"
        ) {
            $0.view.mints += $0.view.mints
        },
        Planted(
            oracle: .supplyBounded, profiles: [.published], evidence: "which nobody settled"
        ) {
            $0.view.settlements = []
        },
        Planted(
            oracle: .settlementPaid, profiles: [.published], evidence: "counts as paid"
        ) {
            $0.pay(999)
        },
        Planted(
            oracle: .settlementPaid, profiles: [.published], evidence: "which no gateway settled"
        ) {
            $0.view.epochs = []
        },
        Planted(
            oracle: .settlementPaid, profiles: [.hardened], evidence: "epoch 2 was minted, exp"
        ) {
            $0.mint(1_000, "2")
        },
        Planted(
            oracle: .settlementPaid, profiles: [.hardened], evidence: "as it was settled"
        ) {
            $0.pay(999)
        },
        Planted(
            oracle: .settlementPaid, profiles: [.hardened], evidence: "the minter never signed"
        ) {
            $0.books = GatewayBooks()
        },
        Planted(oracle: .quorumWeight, evidence: "a weight of 0 of 6") {
            $0.settle(paying: 1_000, root: "another", $0.requestOfAnotherRoot)
            $0.pay(1_000, root: "another")
        },
        Planted(
            oracle: .quorumCount, profiles: [.published], evidence: "a weight of 4, 3 signed it"
        ) {
            $0.tally(4)
        },
        Planted(
            oracle: .quorumCount, profiles: [.hardened], evidence: "a weight of 6, 5 signed it"
        ) {
            $0.tally(4)
        },
        Planted(oracle: .accountsExact, evidence: "a user holds 7, expected 0") {
            $0.view.accounts = [("a user", 7)]
        },
        Planted(
            oracle: .pricesRegistered, profiles: [.published],
            evidence: "cost 12000, where gateways ask 8000"
        ) {
            $0.view.price = 12_000
        },
        Planted(
            oracle: .pricesRegistered, profiles: [.published],
            evidence: "cost 8000, where gateways ask 1000"
        ) {
            $0.books.noteAsk(of: "gateway", 1_000)
        },
        Planted(
            oracle: .pricesRegistered, profiles: [.hardened], evidence: "a stranger's price"
        ) {
            $0.ask("a stranger", 1)
        },
        Planted(
            oracle: .pricesRegistered, profiles: [.hardened], evidence: "the ask  was never signed"
        ) {
            $0.ask("gateway", 1, round: 1, isSigned: false)
        },
        Planted(
            oracle: .pricesRegistered, profiles: [.hardened], evidence: "an earlier price than one"
        ) {
            $0.ask("gateway", 1)
        },
        Planted(
            oracle: .pricesRegistered, profiles: [.hardened], evidence: "holds 903, expected 935"
        ) {
            // The price of 12,000 counts, which is not the median.
            $0.view.accounts[0].balance = 903
        },
        Planted(oracle: .nodesConsent, evidence: "signed 2 receipts and generated 1") {
            $0.view.nodes[0].signed = 2
        },
        Planted(oracle: .callsRegistered, evidence: "called http://169.254.169.254/") {
            $0.view.calls.append("http://169.254.169.254/generate")
        },
        Planted(oracle: .pullComplete, evidence: "missed 1 of 1 receipts") {
            $0.view.pulled = []
        },
        Planted(oracle: .storeState, evidence: "never held") { $0.books.heldAfter = [] },
        Planted(oracle: .serviceAlive, evidence: "died") { $0.books.hasDied = true },
        Planted(oracle: .networkAgreement, evidence: "gateways 0 and 1 hold two byte strings") {
            let respelled = [UInt8(ascii: " ")] + (try $0.receipt("s-1"))
            $0.books.others[0].receipts = [
                GatewayView.Receipt(bytes: respelled, id: "an id", chainHash: "")
            ]
        },
        Planted(oracle: .networkAgreement, evidence: "in two ways") {
            $0.settle(paying: 999)
            $0.pay(999)
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

    /// Faults in notes and records, which only the hardened network has.
    private static let plantedWords = [
        Planted(oracle: .notesConsent, evidence: "note 2 was never signed by the one whom") {
            $0.rate($0.receiptID, by: "validator-b", isSigned: false)
        },
        Planted(oracle: .notesConsent, evidence: "note 2 was never signed by the one whom") {
            $0.move("node-a", to: HonestEpoch.address, round: 1, isSigned: false)
        },
        Planted(oracle: .notesConsent, evidence: "note 2 is a stranger's") {
            $0.rate($0.receiptID, by: "a stranger")
        },
        Planted(oracle: .notesConsent, evidence: "note 2 is an earlier word") {
            $0.rate($0.receiptID, by: "validator-a")
        },
        Planted(oracle: .notesConsent, evidence: "note 2 is an earlier word") {
            $0.move("node-a", to: HonestEpoch.address)
        },
        Planted(oracle: .notesConsent, evidence: "note 2 is on no receipt of that node") {
            $0.rate("another", by: "validator-b")
        },
        Planted(oracle: .notesConsent, evidence: "note 2: no node") {
            $0.move("a stranger", to: HonestEpoch.address)
        },
        Planted(oracle: .notesConsent, evidence: "note 2: nobody can be paid at its address") {
            $0.move("node-a", to: "0x" + String(repeating: "0", count: 40), round: 1)
        },
        Planted(oracle: .recordsConsent, evidence: "a record of head that its gateway never signed")
        {
            $0.record("gateway", "head", 0, isSigned: false)
        },
        Planted(oracle: .recordsConsent, evidence: "an older record of receipts") {
            $0.record("gateway", "receipts", 2)
            $0.view.records.removeLast()
        },
        Planted(oracle: .recordsConsent, evidence: "a kind of other letters") {
            $0.record("gateway", "Receipts", 0)
        },
        Planted(oracle: .recordsConsent, evidence: "more than 16 records of one gateway") {
            for number in 1...16 { $0.record("gateway", "kind-\(number)", 0) }
        },
    ]

    private static func planted(_ profile: Profile) -> [Planted] {
        (planted + (profile == .hardened ? plantedWords : [])).filter {
            $0.profiles.contains(profile)
        }
    }

    @Test("Values of an honest epoch leave every oracle silent", arguments: Profile.allCases)
    func honest(_ profile: Profile) throws {
        let epoch = try HonestEpoch(profile)
        for oracle in GatewayOracle.allCases where oracle != .resourcesBounded {
            guard case .intact = try epoch.finding(oracle) else {
                Issue.record("\(oracle): \(try epoch.finding(oracle))")
                continue
            }
        }
    }

    @Test("Each oracle sees the fault that is planted in the values", arguments: Profile.allCases)
    func faults(_ profile: Profile) throws {
        for fault in Self.planted(profile) {
            var epoch = try HonestEpoch(profile)
            try fault.plant(&epoch)
            let finding = try epoch.finding(fault.oracle)
            guard case .violated(let evidence) = finding else {
                Issue.record("\(fault.oracle), \(fault.evidence): \(finding)")
                continue
            }
            #expect(evidence.contains(fault.evidence), "\(fault.oracle): \(evidence)")
        }
    }

    @Test("No oracle that judges values is without a planted fault", arguments: Profile.allCases)
    func complete(_ profile: Profile) {
        let seen = Set(Self.planted(profile).map(\.oracle))  // membership only, never iterated
        // Budgets are the engine's, and `GatewayArenaTests` exceeds them; no published gateway has
        // notes or records.
        let others: [GatewayOracle] =
            profile == .hardened
            ? [.resourcesBounded] : [.resourcesBounded, .notesConsent, .recordsConsent]
        #expect(GatewayOracle.allCases.filter { !seen.contains($0) } == others)
    }

    @Test("Words and settlements that come near to a fault are not accused")
    func near() throws {
        func expectIntact(
            _ oracle: GatewayOracle, _ profile: Profile, _ evidence: String,
            _ change: (inout HonestEpoch) -> Void
        ) throws {
            var epoch = try HonestEpoch(profile)
            change(&epoch)
            let finding = try epoch.finding(oracle)
            guard case .intact(evidence) = finding else {
                Issue.record("\(oracle): \(finding), expected \(evidence)")
                return
            }
        }
        for profile in Profile.allCases {
            try expectIntact(
                .snapshotStable, profile, "2 settlements, each epoch with one root"
            ) {
                $0.books.others[0].settlements = $0.settledAgain(paying: 999)
            }
        }
        try expectIntact(.pricesRegistered, .published, "1,000 tokens cost 1000") {
            $0.books.noteAsk(of: "gateway", 1_000)
            $0.view.price = 1_000
        }
        try expectIntact(.pricesRegistered, .hardened, "2 accounts, exact") {
            $0.ask("gateway", 9_000, round: 1)
        }
        try expectIntact(.notesConsent, .hardened, "5 notes, each its signer's last word") {
            $0.rate($0.receiptID, by: "validator-a", round: 1)
            $0.rate($0.receiptID, by: "validator-b")
            $0.move("node-a", to: HonestEpoch.address, round: 1)
        }
        try expectIntact(.recordsConsent, .hardened, "17 records, each the newest of its gateway") {
            for number in 1...15 { $0.record("gateway", "kind-\(number)", 0) }
        }
    }

    @Test("A refused message has no meaning to judge", arguments: Profile.allCases)
    func refused(_ profile: Profile) throws {
        var epoch = try HonestEpoch(profile)
        epoch.send(Array("{".utf8), "receipt", refusals: [Guard("json")])
        guard case .intact = try epoch.finding(.encodingOneMeaning) else {
            Issue.record("judged a refused message")
            return
        }
    }

    @Test("An oracle that nothing was noted for cannot decide", arguments: Profile.allCases)
    func undecided(_ profile: Profile) throws {
        var epoch = try HonestEpoch(profile)
        (epoch.books.heldAfter, epoch.books.replayed, epoch.books.others) = (nil, nil, [])
        for oracle: GatewayOracle in [
            .storeState, .determinismReplay, .networkAgreement, .resourcesBounded,
        ] {
            #expect(throws: StepFault.self, "\(oracle)") { try epoch.finding(oracle) }
        }
    }
}
