import GatewayNetwork
import GatewayTrials
import Scenarios
import Testing
import Trials

/// Without its guard each claim's oracle speaks; with it, all of them are silent.
@Suite("Scripts on the gateway network break what does not hold")
struct GatewayScriptBreakTests {
    private struct Planted: Sendable {
        let claim: Claim
        let oracle: GatewayOracle
        let without: Guard
        var nodeCount = 1
        let attack: @Sendable (GatewayScriptRun) throws -> Void
    }

    private static let validators = #"["validator-a", "validator-b", "validator-d"]"#

    private static let planted = [
        Planted(
            claim: .signatures, oracle: .receiptsConsent, without: GatewayGuards.gatewaySignature
        ) {
            try $0.steps(
                """
                {"do": "make", "as": "m", "session": "s", "gateway": "gateway", "node": "node-c",
                "gateway_signer": "node-c"}
                """)
            try $0.send("m", to: "receipt")
        },
        Planted(
            claim: .signatures, oracle: .partiesRegistered, without: GatewayGuards.nodeRegistered
        ) {
            try $0.steps(
                """
                {"do": "make", "as": "m", "session": "s", "gateway": "gateway-b",
                "node": "stranger"}
                """)
            try $0.send("m", to: "receipt")
        },
        Planted(claim: .hashing, oracle: .receiptsOneObject, without: GatewayGuards.duplicate) {
            try $0.steps(#"{"do": "take", "as": "t", "kind": "receipt", "index": 0}"#)
            try $0.send("t", to: "receipt")
        },
        Planted(claim: .time, oracle: .receiptsBounds, without: GatewayGuards.futureTime) {
            try $0.steps(
                """
                {"do": "make", "as": "m", "session": "s", "gateway": "gateway-b",
                "node": "node-c", "seconds": 900}
                """)
            try $0.send("m", to: "receipt")
        },
        Planted(claim: .encoding, oracle: .encodingOneMeaning, without: GatewayGuards.canonical) {
            try $0.steps(
                #"{"do": "withhold", "as": "w", "session": "s"}"#,
                #"{"do": "bytes", "as": "b", "of": "w", "text": " "}"#)
            try $0.send("b", to: "receipt")
        },
        Planted(claim: .ledger, oracle: .settlementExact, without: GatewayGuards.exactPayouts) {
            try $0.steps(
                #"{"do": "vote", "by": \#(validators), "epoch": 2}"#,
                """
                {"do": "request", "as": "r", "epoch": 2,
                "hardened": {"set": {"payouts.0.1": "999"}}}
                """)
            try $0.send("r", to: "settlement")
        },
        Planted(claim: .quorum, oracle: .quorumWeight, without: GatewayGuards.quorum) {
            try $0.steps(
                #"{"do": "vote", "by": ["validator-a", "validator-d"], "epoch": 2}"#,
                #"{"do": "ballot", "as": "v", "by": "validator-c", "epoch": 2}"#,
                #"{"do": "request", "as": "r", "epoch": 2}"#)
            try $0.send("v", to: "vote")
            try $0.send("r", to: "settlement")
        },
        Planted(claim: .quorum, oracle: .quorumCount, without: GatewayGuards.voteOnce) {
            try $0.steps(#"{"do": "ballot", "as": "v", "by": "validator-c", "epoch": 2}"#)
            for _ in 0..<2 { try $0.send("v", to: "vote") }
        },
        Planted(claim: .storage, oracle: .storeState, without: GatewayGuards.storedBalance) {
            try $0.steps(
                """
                {"do": "damage", "kind": "splice",
                "splice": {"kind": "replace", "text": "\\"accounts\\":[]",
                "with": "\\"accounts\\":[[\\"a\\",\\"0\\",\\"0\\"]]"}}
                """, #"{"do": "restart"}"#)
        },
        Planted(
            claim: .resources, oracle: .resourcesBounded, without: GatewayGuards.sourceBudget
        ) {
            try $0.steps(
                """
                {"do": "make", "as": "m", "session": "s", "gateway": "gateway-b",
                "node": "node-a", "node_signer": "node-c", "count": 20}
                """)
            try $0.send("m", to: "receipt")
        },
        Planted(claim: .resources, oracle: .resourcesBounded, without: GatewayGuards.voteOnce) {
            for total in 1...5 {
                try $0.steps(
                    """
                    {"do": "ballot", "as": "v\(total)", "by": "validator-c", "epoch": 2,
                    "total": \(total)}
                    """)
                try $0.send("v\(total)", to: "vote")
            }
        },
        Planted(claim: .resources, oracle: .resourcesBounded, without: GatewayGuards.size) {
            _ = try $0.submit([UInt8](repeating: 0x61, count: 1_025), to: "vote")
        },
        Planted(claim: .resources, oracle: .resourcesBounded, without: GatewayGuards.size) {
            _ = try $0.submit([UInt8](repeating: 0x61, count: 98_817), to: "gossip")
        },
        Planted(
            claim: .network, oracle: .networkAgreement, without: GatewayGuards.unknownField,
            nodeCount: 2
        ) {
            try $0.steps(
                #"{"do": "divide", "sides": [0, 1]}"#, #"{"do": "receipt", "session": "s"}"#,
                #"{"do": "hear", "as": "h"}"#,
                """
                {"do": "alter", "as": "a", "of": "h", "hardened": {"add": {"zeal": "true"}}}
                """, #"{"do": "batch", "as": "b", "what": ["a"]}"#)
            try $0.send("b", to: "gossip", at: 1)
        },
    ]

    @Test("A guard that is missing is seen, and one that stands is enough")
    func missing() throws {
        for one in Self.planted {
            for guards in [Guards.all.without(one.without), .all] {
                let run = try GatewayScriptRun(
                    .hardened, nodeCount: one.nodeCount, guards: guards)
                try one.attack(run)
                let complaints = try run.complaints(of: [one.claim])
                let name = Comment("\(one.oracle), \(one.without.name): \(complaints)")
                if guards.has(one.without) {
                    #expect(complaints == [], name)
                } else {
                    #expect(complaints.first?.hasPrefix(one.oracle.rawValue) == true, name)
                }
            }
        }
    }

    @Test("What is a hole of published rules is seen, and held by hardened ones")
    func holes() throws {
        let attacks: [(Claim, @Sendable (GatewayScriptRun) throws -> Void)] = [
            (
                .ledger,
                {
                    try $0.steps(
                        #"{"do": "request", "as": "r", "epoch": 1, "receipts": 3}"#)
                    try $0.send("r", to: "settlement")
                }
            ),
            (
                .quorum,
                {
                    try $0.steps(
                        #"{"do": "vote", "by": \#(Self.validators), "epoch": 2, "total": 1000}"#,
                        #"{"do": "request", "as": "r", "epoch": 2, "total": 1000000}"#)
                    let refused = try $0.send("r", to: "settlement")
                    guard $0.arena.profile == .published else {
                        // Three of the votes are a quorum, for another total.
                        return #expect(refused == ["quorum"])
                    }
                    try $0.steps(#"{"do": "mint", "as": "m", "epoch": 2}"#)
                    #expect(try $0.send("m", to: "mint") == [])
                }
            ),
            (
                .resources,
                {
                    try $0.steps(
                        """
                        {"do": "make", "as": "m", "session": "s", "gateway": "gateway-b",
                        "node": "node-c", "published": {"set": {"output_tokens": "NaN"}},
                        "hardened": {"set": {"output_tokens": "NaN"}}}
                        """)
                    try $0.send("m", to: "receipt")
                }
            ),
            (
                .resources,
                {
                    try $0.steps(
                        """
                        {"do": "make", "as": "m", "session": "s", "gateway": "gateway-b",
                        "node": "node-a", "node_signer": "node-c", "count": 30}
                        """)
                    try $0.send("m", to: "receipt")
                }
            ),
            (
                .storage,
                {
                    try $0.steps(
                        #"{"do": "damage", "kind": "snapshot"}"#,
                        #"{"do": "receipt", "session": "s"}"#,
                        #"{"do": "damage", "kind": "restore"}"#, #"{"do": "restart"}"#,
                        #"{"do": "restart"}"#)
                }
            ),
            // Votes alone are lost: one that was taken back would count again.
            (
                .storage,
                {
                    try $0.steps(
                        #"{"do": "damage", "kind": "snapshot"}"#,
                        #"{"do": "vote", "by": ["validator-a"], "epoch": 2, "total": 1000}"#,
                        #"{"do": "damage", "kind": "restore"}"#, #"{"do": "restart"}"#)
                }
            ),
        ]
        for (claim, attack) in attacks {
            for profile in Profile.allCases {
                let run = try GatewayScriptRun(profile)
                try attack(run)
                let complaints = try run.complaints(of: [claim])
                #expect(
                    complaints.isEmpty == (profile == .hardened), "\(claim): \(complaints)")
            }
        }
    }
}
