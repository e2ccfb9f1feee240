import PublishedHybrid
import Testing

/// The expected texts follow from Go's documentation of `encoding/json` and from its rules for
/// floats (`strconv`, shortest digits).
@Suite("JSON as Go reads and writes it")
struct EngineJSONTests {
    private static func again(_ bytes: [UInt8]) -> String? {
        GoDocument(bytes)?.root.reencoded().map { String(decoding: $0, as: UTF8.self) }
    }

    @Test(
        "numbers go through float64",
        arguments: [
            ("0", "0"), ("-0", "-0"), ("1", "1"), ("100", "100"), ("1E2", "100"), ("1.50", "1.5"),
            ("9007199254740993", "9007199254740992"), ("0.1", "0.1"), ("1e-6", "0.000001"),
            ("0.00000123", "0.00000123"), ("9e-7", "9e-7"), ("1.25e-7", "1.25e-7"),
            ("1e-10", "1e-10"), ("1e20", "100000000000000000000"),
            ("123456789012345680000", "123456789012345680000"), ("1e21", "1e+21"),
            ("-1.5e300", "-1.5e+300"), ("5e-324", "5e-324"), ("1e-400", "0"), ("-1e-400", "-0"),
            ("1.7976931348623157e308", "1.7976931348623157e+308"),
            ("123456789.125", "123456789.125"), ("0e999999999999", "0"),
        ])
    func numbers(literal: String, written: String) {
        #expect(Self.again(Array(literal.utf8)) == written)
    }

    @Test("a number beyond float64 is refused wherever it stands")
    func largeNumbers() {
        for text in ["1e309", "-1e309", "[1,[1e999999999999999999999]]", #"{"a":1e400,"a":1}"#] {
            #expect(GoDocument(Array(text.utf8)) != nil)
            #expect(Self.again(Array(text.utf8)) == nil, "\(text)")
        }
    }

    @Test(
        "texts",
        arguments: [
            (#""<>&""#, #""\u003c\u003e\u0026""#), (#""\/\b\f\n\r\t""#, #""/\u0008\u000c\n\r\t""#),
            (#""\u0000\u001f\u007f""#, "\"\\u0000\\u001f\u{7F}\""),
            (#""\u2028\u2029""#, #""\u2028\u2029""#), (#""\u2027""#, "\"\u{2027}\""),
            (#""\ud83d\ude00""#, "\"\u{1F600}\""), (#""\ud800""#, "\"\u{FFFD}\""),
            (#""\udc00\ud800""#, "\"\u{FFFD}\u{FFFD}\""), (#""\ud800A""#, "\"\u{FFFD}A\""),
            (#""\ud800\u0041""#, "\"\u{FFFD}A\""),
            (#""\ud800\ud83d\ude00""#, "\"\u{FFFD}\u{1F600}\""), (#""\"\\""#, #""\"\\""#),
            ("\"e\u{301}\u{E9}\"", "\"e\u{301}\u{E9}\""),
        ])
    func texts(literal: String, written: String) throws {
        let again = try #require(Self.again(Array(literal.utf8)))
        #expect(again.utf8.elementsEqual(written.utf8))
    }

    @Test("each byte that is no part of UTF-8 is replaced")
    func badUTF8() throws {
        let mark = "\u{FFFD}"
        for (bytes, shown) in [
            ([0xE2, 0x82, 0x41], mark + mark + "A"), ([0xC0, 0x80], mark + mark),
            ([0xED, 0xA0, 0x80], mark + mark + mark), ([0xF0, 0x9F, 0x98], mark + mark + mark),
            ([0xF4, 0x90, 0x80, 0x80], mark + mark + mark + mark), ([0xFF], mark),
            ([0xC3, 0xA9, 0xC3], "\u{E9}" + mark),
        ] as [([UInt8], String)] {
            let again = try #require(Self.again([34] + bytes + [34]))
            #expect(again.utf8.elementsEqual("\"\(shown)\"".utf8), "\(bytes)")
        }
    }

    @Test("names are sorted by their bytes, and the last of equal ones counts")
    func objects() {
        let text = #" {"b" : [ ] , "a":1,"":{ } ,"B":null,"\u0061":[true,false,2] } "#
        #expect(Self.again(Array(text.utf8)) == #"{"":{},"B":null,"a":[true,false,2],"b":[]}"#)
    }

    @Test("the rest behind the first value is ignored")
    func rest() {
        #expect(Self.again(Array("[1] ]".utf8)) == "[1]")
        #expect(Self.again(Array("{}{".utf8)) == "{}")
        #expect(Self.again(Array("nullx".utf8)) == "null")
    }

    @Test(
        "what is no JSON",
        arguments: [
            "", " ", "[", "{", "]", "[1", "[1,]", "[,1]", "[1 2]", "[01]", "[1.]", "[.5]", "[+1]",
            "[1e]", "[-]", "[NaN]", "[nul]", "[truex]", "{\"a\"}", "{\"a\":}", "{\"a\":1,}",
            "{,}", "{a:1}", "{\"a\" 1}", "{1:2}", "{\"a\":1]", "[1}", "\"", "\"\\", "\"\\x\"",
            "\"\\u12\"", "\"\\u12g4\"", "\"\u{1}\"", "\"\n\"", "'a'", "\u{FEFF}1",
        ])
    func refusals(text: String) {
        #expect(GoDocument(Array(text.utf8)) == nil, "\(text)")
    }

    @Test("10000 levels are read and written, more are refused")
    func depth() {
        for (open, close) in [("[", "]"), (#"{"a":"#, "}")] {
            let text = { (count: Int) in
                String(repeating: open, count: count) + "1" + String(repeating: close, count: count)
            }
            #expect(Self.again(Array(text(10_000).utf8)) == text(10_000))
            #expect(GoDocument(Array(text(10_001).utf8)) == nil)
            #expect(GoDocument(Array(String(repeating: open, count: 1_000_000).utf8)) == nil)
        }
    }
}
