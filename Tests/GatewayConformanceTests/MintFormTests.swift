import Conformance
import GatewayConformance
import PythonValues
import Testing

/// Small files of the token's and the minter's forms: what is equal, what differs, what is refused.
@Suite("Forms of the token's and the minter's vectors")
struct MintFormTests {
    fileprivate static let ada = "0x0000000000000000000000000000000000000001"
    private static let ben = "0x0000000000000000000000000000000000000002"

    private func report(_ text: String) throws -> VectorReport {
        try GatewayVectors.suite.report(file: "f", bytes: Array(text.utf8))
    }

    /// A sequence of one accepted and one refused call.
    static let token = """
        {"made":"DERIVED","histories":[{"history":4,"steps":[
        {"n":0,"caller":"\(ada)","call":"mintReward","args":["\(ben)","7","e"],
        "verdict":"accept","after":{"owner":"\(ada)","paused":false,"supply":"7",
        "balances":[["\(ben)","7"]]}},
        {"n":1,"caller":"\(ben)","call":"pause","args":[],"verdict":"reject","reason":"owner",
        "after":{"owner":"\(ada)","paused":false,"supply":"7","balances":[["\(ben)","7"]]}}]}]}
        """

    /// An epoch that is minted once.
    static let mint = """
        {"made":"m","cases":[{"n":3,"payouts":[["\(ben)","5"],["\(ada)","0"]],
        "epoch_known":true,"token_address":true,"network":"base","key":"owner","paused":false,
        "supply_before":"2","mined_at_once":true,"connected":true,"calls":[
        {"dry_run":false,"verdict":"accept","result":"first transaction","anchored":true,
        "finalized":1,"sent":[[0,1,"0-1700000000-GLYPH","ok",300000]],"supply":"7"}],"stuck":0,
        "verdict":"accept","get_token_supply":{"total_supply":7,"total_supply_tokens":"7e-18",
        "max_supply":"21000000000000000000000000","max_supply_tokens":"21000000.0",
        "remaining":"20999999999999999999999993","remaining_tokens":"21000000.0"}}]}
        """

    @Test("Both forms are recognised, and their cases are equal")
    func equal() throws {
        let token = try report(Self.token)
        #expect(token.form == "token" && token.isDerived)
        #expect(token.outcomes.map(\.index) == ["4 0", "4 1"] && token.equalCount == 2)
        let mint = try report(Self.mint)
        #expect(mint.form == "mint" && !mint.isDerived)
        #expect(mint.outcomes.map(\.index) == ["3 call 0", "3 end"] && mint.equalCount == 2)
    }

    @Test(
        "A changed member is a difference",
        arguments: [
            (token, "\"reason\":\"owner\"", "\"reason\":\"paused\"", "4 1"),
            (token, "\"verdict\":\"accept\"", "\"verdict\":\"reject\"", "4 0"),
            (token, "\"supply\":\"7\"", "\"supply\":\"8\"", "4 0"),
            (mint, "\"anchored\":true", "\"anchored\":false", "3 call 0"),
            (mint, "\"ok\",300000", "\"ok\",300001", "3 call 0"),
            (mint, "\"stuck\":0", "\"stuck\":1", "3 end"),
            (mint, "\"7e-18\"", "\"7.1e-18\"", "3 end"),
        ])
    func differs(_ text: String, _ old: String, _ new: String, _ index: String) throws {
        let changed = text.replacing(old, with: new, maxReplacements: 1)
        try #require(changed != text)
        let outcomes = try report(changed).outcomes
        #expect(outcomes.filter { $0.kind != .equal }.map(\.index) == [index])
    }

    @Test(
        "What is no call, address or amount is refused with its place",
        arguments: [
            (token, "\"mintReward\"", "\"mint\"", "histories[0].steps[0].call"),
            (token, "\"7\",\"e\"", "\"-7\",\"e\"", "histories[0].steps[0].args[1]"),
            (
                token, "\"7\",\"e\"", "\"1" + String(repeating: "0", count: 78) + "\",\"e\"",
                "histories[0].steps[0].args[1]"
            ),
            (
                token, "\"\(ben)\",\"7\",\"e\"", "\"0x\",\"7\",\"e\"",
                "histories[0].steps[0].args[0]"
            ),
            (token, "[\"\(ben)\",\"7\",\"e\"]", "[]", "histories[0].steps[0].args"),
            (token, "\"steps\":[", "\"steps\":[7,", "document"),
            (mint, "\"owner\"", "\"thief\"", "cases[0].key"),
            (mint, "\"supply_before\":\"2\"", "\"supply_before\":2", "cases[0].supply_before"),
            (mint, "\"5\"", "\"five\"", "cases[0].payouts[0]"),
            (mint, "\"calls\":[", "\"calls\":[[],", "cases[0].calls[0]"),
            (mint, "\"network\":\"base\"", "\"network\":null", "cases[0].network"),
            (mint, "\"network\":\"base\"", "\"network\":\"\\ud800\"", "cases[0].network"),
        ])
    func refused(_ text: String, _ old: String, _ new: String, _ place: String) throws {
        let changed = text.replacing(old, with: new, maxReplacements: 1)
        try #require(changed != text)
        #expect {
            try report(changed)
        } throws: {
            guard let error = $0 as? VectorFormError else { return false }
            return error.place == "document.\(place)" || error.place == place
        }
    }

    @Test("A supply above the cap cannot have been before, and is refused")
    func supplyBefore() {
        let text = Self.mint.replacing(
            "\"supply_before\":\"2\"", with: "\"supply_before\":\"21000000000000000000000001\"")
        #expect {
            try report(text)
        } throws: {
            ($0 as? VectorFormError)?.place == "document.cases[0].supply_before"
        }
    }

    @Test("Huge amounts, an edited address and an odd network change nothing but the outcome")
    func hostile() throws {
        let nines = String(repeating: "9", count: 4_000)
        for (old, new) in [
            ("\"\(Self.ben)\",\"5\"", "\"\(Self.ben)\",\"\(nines)\""),
            ("\"\(Self.ben)\",\"5\"", "{\"a\":[]},\"5\""), ("\"\(Self.ben)\",\"5\"", "7,\"5\""),
            ("\"base\"", "\"\\u0000\""),
        ] {
            let changed = Self.mint.replacing(old, with: new, maxReplacements: 1)
            try #require(changed != Self.mint)
            let outcomes = try report(changed).outcomes
            #expect(outcomes.count == 2 && outcomes.contains { $0.kind != .equal }, "\(new)")
        }
    }
}
