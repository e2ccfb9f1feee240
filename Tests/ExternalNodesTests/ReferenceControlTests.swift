import ExternalNodes
import Scenarios
import Submissions
import TestSupport
import Testing
import Trials

/// The laboratory's own node: faults that are planted in it are found, and without them all is
/// silent.
struct ReferenceControlTests {
    private static let claims: [Claim] = [
        .encoding, .signatures, .ledger, .storage, .resources, .determinism,
    ]

    @Test("A fault planted against each claim makes the claim's oracle fire", arguments: claims)
    func control(_ claim: Claim) throws {
        let system = try ExternalTrials(ExternalTrials.reference)
        let control = try #require(try system.ownControl(of: claim, .hardened, seed: "1"))
        #expect(system.oracles(of: claim, .hardened).map(\.rawValue).contains(control.oracle))
    }

    @Test("Claims without an oracle have no control")
    func others() throws {
        let system = try ExternalTrials(ExternalTrials.reference)
        for claim in Claim.allCases where !Self.claims.contains(claim) {
            #expect(system.oracles(of: claim, .hardened).isEmpty)
            #expect(try system.ownControl(of: claim, .hardened, seed: "1") == nil)
        }
    }

    @Test("Honest use alone leaves all oracles silent: 40 seeds")
    func null() throws {
        let system = try ExternalTrials(ExternalTrials.reference)
        for seed in 0..<40 {
            let profile = Profile.allCases[seed % 2]
            let outcome = NullTrial(system: system, profile: profile, seed: "\(seed)").run()
            #expect(outcome.complaint == nil, "seed \(seed)")
        }
    }

    @Test("The attacks that work on planted faults are held without them", arguments: claims)
    func held(_ claim: Claim) throws {
        let system = try ExternalTrials(ExternalTrials.reference)
        let session = ExternalSession(system: system, claim: claim.rawValue)
        let attack =
            ExternalSession.pay("own", to: "attacker", 700)
            + ExternalSession.pay("more", to: "accomplice", 1_400) + [
                ExternalSession.submit([UInt8](repeating: 0x20, count: 2_000)),
                ("restart", "{}"), ("produce", "{}"),
            ]
        let judged = try session.judged(attack)
        #expect(judged.verdict == .held, "\(judged.evidence)")
        #expect(judged.played.judgement.guardsHit == ["balance", "form"])
    }

    @Test("The same lines give the same judgement")
    func determinism() throws {
        let system = try ExternalTrials(ExternalTrials.reference)
        let session = ExternalSession(system: system, claim: "LED")
        let attack = ExternalSession.pay("one", to: "ada", 3) + [("produce", #"{"blocks":3}"#)]
        let first = try session.played(attack).judgement
        #expect(try session.played(attack).judgement == first)
        let other = ExternalSession.pay("one", to: "ada", 4) + [("produce", #"{"blocks":3}"#)]
        #expect(try session.played(other).judgement.digest != first.digest)
    }

    @Test("Steps that honest actors could not do, and wild numbers, are refused with a reason")
    func obstacles() throws {
        let system = try ExternalTrials(ExternalTrials.reference)
        let session = ExternalSession(system: system, claim: "LED")
        let most = Int.max
        let wild: [(method: String, parameters: String)] = [
            ("pay", #"{"from":"ada","to":"ben","amount":1000000000000}"#),
            ("pay", #"{"from":"attacker","to":"ben","amount":1}"#),
            ("pay", #"{"from":"ada","to":"b n","amount":1}"#),
            ("advance", #"{"seconds":\#(most)}"#),
            ("produce", #"{"blocks":101}"#), ("block", #"{"height":1000}"#),
            ("payment", #"{"as":"p","from":"ada","to":"ben","amount":1}"#),
            ("bytes", #"{"as":"b","hex":"00","times":16777216}"#),
            ("account", #"{"of":""}"#), ("measure", "{}"),
        ]
        let played = try session.played(
            wild + [
                (
                    "payment",
                    #"{"as":"q","from":"attacker","to":"ben","amount":\#(most),"nonce":\#(most)}"#
                ),
                ("submit", #"{"to":"transfer","what":"q"}"#),
            ])
        for (index, exchange) in played.transcript.exchanges.dropFirst().prefix(wild.count)
            .enumerated()
        {
            let answer = String(decoding: exchange.answer, as: UTF8.self)
            #expect(answer.contains(#""error""#), "\(wild[index]): \(answer)")
        }
        #expect(played.judgement.verdict == .held, "\(played.judgement.evidence)")
        #expect(played.judgement.guardsHit == ["form"])
    }
}
