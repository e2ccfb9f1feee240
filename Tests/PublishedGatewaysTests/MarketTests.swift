import BigInt
import PublishedGateways
import PythonValues
import Testing

@Suite("Prices and the directory of the published gateway network")
struct MarketTests {
    private func value(_ text: String) throws -> PythonValue {
        try PythonJSONParser.parse(Array(text.utf8), byteCountMax: 1 << 20)
    }

    private func base(_ asks: [String]) throws -> String {
        let directory = PublishedDirectory()
        for (index, ask) in asks.enumerated() {
            directory.publish(
                askText: ask, of: PythonText("gw-\(index)"), at: PythonFloat(1_700_000_000))
        }
        let base = PublishedPrice.base(
            asks: directory.priceAsks(at: PythonFloat(1_700_000_000)))
        return try base.representation().shown
    }

    @Test(
        "The base is the median of the asks, whatever they are",
        arguments: [
            ([], "100"), (["{}"], "100"), (["5", "[]", "null", "{"], "100"),
            ([#"{"milli_glyph_per_1k":7}"#], "7"),
            ([#"{"milli_glyph_per_1k":1}"#, #"{"milli_glyph_per_1k":-4}"#], "-2"),
            ([#"{"milli_glyph_per_1k":40}"#, #"{"milli_glyph_per_1k":1.5}"#], "20.0"),
            ([#"{"milli_glyph_per_1k":-50}"#, #"{"milli_glyph_per_1k":1.5}"#], "-25.0"),
            ([#"{"milli_glyph_per_1k":"9"}"#], "'9'"),
            ([#"{"milli_glyph_per_1k":"9"}"#, #"{"milli_glyph_per_1k":"8"}"#], "100"),
            ([#"{"milli_glyph_per_1k":"9"}"#, "{}", "{}"], "100"),
        ])
    func bases(asks: [String], expected: String) throws {
        #expect(try base(asks) == expected)
    }

    @Test("Asks of any number have a median")
    func manyAsks() throws {
        let asks = (0..<201).map { #"{"milli_glyph_per_1k":\#(($0 * 77) % 201)}"# }
        #expect(try base(asks) == "100")
    }

    @Test(
        "Each term of the cost is rounded down by itself",
        arguments: [
            ("12345", "0", "1000", "100", "1235"), ("-7", "5", "0", "100", "-1"),
            ("1000", "-3", "-5", "100", "99"), ("12345", "5", "999", "1.5", "18"),
            ("100000000000000000000", "1000000", "0", "1.5", "150000000000001504"),
            ("100000000000000000000", "-3", "0", "-25.0", "-2500000000000000000"),
            ("1", "1", "0", "\"9\"", "TypeError"), ("1", "1", "0", "null", "TypeError"),
            ("1", "1", "0", "NaN", "ValueError"), ("1", "1", "0", "Infinity", "ValueError"),
        ])
    func costs(input: String, output: String, wall: String, base: String, expected: String) throws {
        func integer(_ text: String) throws -> BigInt { try PythonText(text).integer() }
        let got: String
        do {
            got = String(
                try PublishedPrice.cost(
                    inputTokens: integer(input), outputTokens: integer(output),
                    wallMilliseconds: integer(wall), base: value(base)))
        } catch let error as PythonError {
            got = error.name
        }
        #expect(got == expected)
    }

    @Test("A value is there for 300 seconds, the later one stays, and only asks can be fetched")
    func expiry() throws {
        let directory = PublishedDirectory()
        let (key, start) = (PythonText("g"), PythonFloat(1000))
        directory.publish(askText: "1", of: key, at: start)
        directory.publish(askText: "2", of: key, at: start)
        directory.publish(askText: "3", of: key, at: PythonFloat(999))
        #expect(directory.priceAsks(at: PythonFloat(1300))["g"]?.equals(.integer(1)) == true)
        #expect(directory.priceAsks(at: PythonFloat(1301)).count == 0)
        directory.publish(askText: "4", of: key, at: PythonFloat(1001))
        #expect(directory.priceAsks(at: PythonFloat(1301))["g"]?.equals(.integer(4)) == true)

        var snapshot = PythonDictionary()
        snapshot["epoch_id"] = .text("e")
        try directory.publish(epoch: PythonText("e"), snapshot: snapshot, at: start)
        try directory.publish(receipts: [snapshot], at: start)
        #expect(directory.heldSubkeys(of: PublishedDirectory.epochsKey, at: start)?.count == 1)
        #expect(directory.snapshot(epoch: PythonText("e"), at: start) == nil)
        #expect(directory.latestReceipts(at: start) == nil)
    }
}
