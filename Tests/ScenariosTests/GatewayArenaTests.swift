import AttackedSystems
import Foundation
import GatewayNetwork
import GatewayTrials
import Platform
import Scenarios
import TestSupport
import Testing
import Trials

@Suite("The arena of the gateway network")
struct GatewayArenaTests {
    /// An attack that gets through where a guard is missing: what its oracle must see.
    private struct Planted {
        let oracle: String
        let scenario: String
        let profile: Profile
        /// None where the published rules let it through as they are.
        let without: Guard?
        let evidence: String
    }

    private static let planted = [
        Planted(
            oracle: "receipts.consent", scenario: "SIG-23", profile: .hardened,
            without: GatewayGuards.gatewaySignature, evidence: "gateway never signed"),
        Planted(
            oracle: "receipts.consent", scenario: "SIG-24", profile: .published,
            without: GatewayGuards.nodeSignature, evidence: "node never signed"),
        Planted(
            oracle: "receipts.one_object", scenario: "HSH-25", profile: .published,
            without: GatewayGuards.duplicate, evidence: "was counted before"),
        Planted(
            oracle: "receipts.one_object", scenario: "HSH-22", profile: .hardened,
            without: GatewayGuards.signatureForm, evidence: "two byte strings"),
        Planted(
            oracle: "receipts.one_object", scenario: "HSH-24", profile: .hardened,
            without: GatewayGuards.receiptID, evidence: "another's id"),
        Planted(
            oracle: "receipts.bounds", scenario: "TIM-21", profile: .hardened,
            without: GatewayGuards.futureTime, evidence: "milliseconds since 1970"),
        Planted(
            oracle: "encoding.one_meaning", scenario: "ENC-32", profile: .hardened,
            without: GatewayGuards.canonical, evidence: "each key once"),
        Planted(
            oracle: "parties.registered", scenario: "SIG-26", profile: .hardened,
            without: GatewayGuards.nodeRegistered, evidence: "node is a stranger"),
        Planted(
            oracle: "settlement.exact", scenario: "LED-36", profile: .hardened,
            without: GatewayGuards.exactPayouts, evidence: "pays 999 of 1000 units"),
        Planted(
            oracle: "settlement.exact", scenario: "LED-36", profile: .published, without: nil,
            evidence: "pays 999 of 1000 units"),
        Planted(
            oracle: "settlement.once", scenario: "LED-32", profile: .hardened,
            without: GatewayGuards.epochOnce, evidence: "epoch 1, expected 2"),
        Planted(
            oracle: "supply.bounded", scenario: "LED-31", profile: .hardened,
            without: GatewayGuards.tokenRange, evidence: "is paid -"),
        Planted(
            oracle: "quorum.weight", scenario: "QRM-21", profile: .hardened,
            without: GatewayGuards.quorum, evidence: "a weight of 4 of 6"),
        Planted(
            oracle: "quorum.weight", scenario: "QRM-25", profile: .hardened,
            without: GatewayGuards.snapshotRoot, evidence: "a weight of 0 of 6"),
        Planted(
            oracle: "quorum.count", scenario: "QRM-23", profile: .hardened,
            without: GatewayGuards.voteOnce, evidence: "weight of 5, 1 signed"),
        Planted(
            oracle: "quorum.count", scenario: "QRM-24", profile: .published,
            without: GatewayGuards.voteSignature, evidence: "0 signed"),
        Planted(
            oracle: "store.state", scenario: "STO-22", profile: .hardened,
            without: GatewayGuards.storedRow, evidence: "never held"),
        Planted(
            oracle: "resources.bounded", scenario: "RES-25", profile: .hardened,
            without: GatewayGuards.sourceBudget, evidence: "120 signature_checks"),
        Planted(
            oracle: "resources.bounded", scenario: "RES-24", profile: .hardened,
            without: GatewayGuards.epochOrder, evidence: "snapshots, at most 4"),
        Planted(
            oracle: "accounts.exact", scenario: "SIG-63", profile: .hardened,
            without: GatewayGuards.orderSignature, evidence: "never signed by the one it binds"),
        Planted(
            oracle: "accounts.exact", scenario: "LED-66", profile: .hardened,
            without: GatewayGuards.sessionOnce, evidence: "paid twice"),
        Planted(
            oracle: "notes.consent", scenario: "SIG-64", profile: .hardened,
            without: GatewayGuards.validatorSignature,
            evidence: "never signed by the one whom it names"),
        Planted(
            oracle: "records.consent", scenario: "SIG-70", profile: .hardened,
            without: GatewayGuards.recordSignature, evidence: "its gateway never signed"),
        Planted(
            oracle: "settlement.paid", scenario: "LED-69", profile: .hardened,
            without: GatewayGuards.batchOnce, evidence: "epoch 1 was minted, expected 2"),
        Planted(
            oracle: "supply.bounded", scenario: "LED-74", profile: .hardened,
            without: GatewayGuards.cap, evidence: "above the cap"),
        Planted(
            oracle: "quorum.weight", scenario: "QRM-71", profile: .hardened,
            without: GatewayGuards.mintQuorum, evidence: "minted by the token with a weight of"),
        Planted(
            oracle: "quorum.count", scenario: "QRM-69", profile: .hardened,
            without: GatewayGuards.signerOnce, evidence: "counts a weight of 2, 1 signed it"),
        Planted(
            oracle: "pull.complete", scenario: "NET-65", profile: .hardened,
            without: GatewayGuards.pullHead, evidence: "follows another ledger"),
        Planted(
            oracle: "store.state", scenario: "STO-62", profile: .hardened,
            without: GatewayGuards.storedBalance, evidence: "never held"),
        Planted(
            oracle: "encoding.one_meaning", scenario: "ENC-61", profile: .hardened,
            without: GatewayGuards.prompt, evidence: "another than the one that was signed"),
        Planted(
            oracle: "service.alive", scenario: "RES-23", profile: .published, without: nil,
            evidence: "crashes for ever"),
    ]

    @Test("Each oracle sees what gets through where a guard is missing, and only there")
    func oracles() throws {
        let suite = try Suite(house: Vectors.house.path, systems: AttackedSystems.all)
        for one in Self.planted {
            let name = Comment("\(one.scenario), \(one.profile.rawValue)")
            let scenario = try #require(
                suite.scenarios.first { $0.summary.id == one.scenario }, name)
            #expect(scenario.summary.oracle == one.oracle, name)
            func run(_ guards: Guards) -> TrialResult {
                Trial(
                    scenario: scenario, profile: one.profile, guards: guards, seed: "planted"
                ).run()
            }
            let open = run(one.without.map { .all.without($0) } ?? .all)
            #expect(open.verdict == .broken, name)
            #expect(open.evidence.contains(one.evidence), "\(name): \(open.evidence)")
            if one.without != nil { #expect(run(.all).verdict == .held, name) }
        }
    }

    @Test("Honest use leaves every oracle silent, under both sets of rules")
    func honestUse() {
        let complaints = NullTrial.complaints(
            runCount: 40, systems: [GatewayNetworkTrials()], threadCount: 2)
        #expect(complaints.isEmpty, "\(complaints.prefix(3))")
    }

    @Test("Every guard of both profiles is named by a scenario that must hold")
    func guardsNamed() throws {
        let scenarios = try Suite(house: Vectors.house.path, systems: AttackedSystems.all).scenarios
            .filter { $0.summary.system == "receipts" }
        for profile in Profile.allCases {
            let named = scenarios.compactMap { $0.expectation(profile) }.filter {
                $0.verdict == .held
            }
            .flatMap(\.guards)
            for one in AttackedSystems.guards(of: "receipts", profile) {
                #expect(named.contains(one), "\(profile.rawValue): \(one.name)")
            }
        }
    }

    @Test("No step takes a key, a surface or a disk that the attacker was not granted")
    func granted() throws {
        let suite = try Suite(house: Vectors.house.path, systems: AttackedSystems.all)
        let cases = [
            ("SIG-23", "\"keys\": [\"node-c\"]", "steps[0].gateway_signer"),
            ("SIG-24", "\"keys\": [\"gateway-b\"]", "steps[0].gateway_signer"),
            ("QRM-23", "\"keys\": [\"validator-c\"]", "steps[5].signer"),
            ("HSH-25", "\"surfaces\": [\"receipt\", \"gossip\"]", "steps[2].to"),
            ("STO-21", "\"surfaces\": [\"store\"]", "steps[3].do"),
        ]
        for (id, granted, place) in cases {
            let scenario = try #require(suite.scenarios.first { $0.summary.id == id })
            let bytes = try WholeFile.read(
                Folder.path(Vectors.house.path, scenario.summary.file), byteCountMax: 1 << 18)
            let text = String(decoding: bytes, as: UTF8.self)
            let key = try #require(granted.split(separator: ":").first)
            let changed = text.replacing(granted, with: "\(key): []")
            #expect(changed != text, "\(id): \(granted)")
            var found: ScenarioError?
            do throws(ScenarioError) {
                _ = try Scenario(
                    json: Array(changed.utf8), file: scenario.summary.file,
                    systems: AttackedSystems.all)
            } catch {
                found = error
            }
            #expect(found?.place == place, "\(id): \(String(describing: found))")
        }
    }
}
