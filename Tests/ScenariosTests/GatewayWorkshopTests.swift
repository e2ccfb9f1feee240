import Cryptography
import Encodings
import Foundation
import GatewayTrials
import Scenarios
import Testing
import Trials

@Suite("The workshop of the gateway network, without a system")
struct GatewayWorkshopTests {
    private let keyring = GatewayKeyring(seed: "workshop")
    private let clock = LogicalClock(milliseconds: 1_700_000_000_123)
    private let plan = ReceiptPlan(node: "node-b", session: "s-1", outputTokens: 77)

    private func workshop(
        _ profile: Profile, seed: String = "workshop"
    ) throws -> GatewayWorkshop {
        try GatewayWorkshop(
            profile: profile, keyring: GatewayKeyring(seed: seed), network: "a network")
    }

    private func bytes(_ base64: String) throws -> [UInt8] {
        Array(try #require(Data(base64Encoded: base64)))
    }

    /// A text of the object.
    private func text(_ receipt: [UInt8], _ key: String) throws -> String {
        let value = try JSONParser.parse(receipt, byteCountMax: 1 << 16)
        return try #require(value.member(key)?.stringValue, "\(key)")
    }

    @Test("A receipt follows from profile, keys, plan and clock alone", arguments: Profile.allCases)
    func receipt(profile: Profile) throws {
        let receipt = try workshop(profile).receipt(plan, clock)
        #expect(try workshop(profile).receipt(plan, clock) == receipt)
        #expect(try workshop(profile, seed: "other").receipt(plan, clock) != receipt)
        let later = LogicalClock(milliseconds: clock.milliseconds + 1)
        #expect(try workshop(profile).receipt(plan, later) != receipt)
        #expect(try text(receipt, "node_pubkey") == keyring.key("node-b"))
        #expect(try text(receipt, "session_id") == "s-1")
    }

    @Test("Edits come before the signatures, which are of the keys that the plan names")
    func edits() throws {
        var members = try StrictObject(
            JSONParser.parse(
                Array(#"{"published":{"set":{"output_tokens":"999"}}}"#.utf8), byteCountMax: 100),
            file: "a test", place: "")
        let step = MakeStep(
            artefact: "forged",
            signed: SignedPlan(plan: plan, gatewaySigner: "gateway", nodeSigner: "node-c"),
            count: 2, edits: try FieldEdits.ofJSON(&members))
        let parts = try workshop(.published).receipts(step, clock)
        #expect(parts.count == 2)
        for (index, receipt) in parts.enumerated() {
            let payload = try GatewayReading(profile: .published).payload(receipt).get()
            #expect(String(decoding: payload, as: UTF8.self).contains(#""output_tokens":999,"#))
            #expect(try text(receipt, "session_id") == "s-1-\(index)")
            let signature = try bytes(text(receipt, "node_sig"))
            for (name, isSigner) in [("node-c", true), ("node-b", false)] {
                let key = try bytes(keyring.key(name))
                #expect(
                    Ed25519.verifies(signature, message: payload, publicKey: key) == isSigner,
                    "\(name)")
            }
        }
    }

    @Test("An artefact has one name, and a batch holds its parts in their order")
    func artefacts() throws {
        var workshop = try workshop(.hardened)
        try workshop.artefacts.keep(
            "a", Artefact(parts: [Array("1".utf8), Array("2".utf8)]))
        try workshop.artefacts.keep("b", Artefact(parts: [Array("3".utf8)]))
        #expect(
            try String(decoding: workshop.batch(["b", "a"]), as: UTF8.self)
                == #"{"receipts":[3,1,2]}"#)
        #expect(throws: StepFault.self) {
            try workshop.artefacts.keep("a", Artefact(parts: []))
        }
        #expect(throws: StepFault.self) { try workshop.batch(["c"]) }
    }
}
