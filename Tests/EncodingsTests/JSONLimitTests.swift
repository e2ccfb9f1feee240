import Encodings
import TestSupport
import Testing

@Suite("Limits of JSON")
struct JSONLimitTests {
    private func parse(_ text: String) throws(JSONParseError) -> JSONValue {
        try JSONParser.parse(Array(text.utf8), byteCountMax: 1 << 24)
    }

    @Test("64 levels are read and 65 are refused, of arrays, objects and both in turn")
    func depth() throws {
        for (opening, closing) in [("[", "]"), ("{\"a\":", "}"), ("[{\"a\":", "}]")] {
            let levels = closing.count
            let inner = 64 / levels
            func nested(_ count: Int) -> String {
                String(repeating: opening, count: count) + "0"
                    + String(repeating: closing, count: count)
            }
            #expect(throws: Never.self) { try parse(nested(inner)) }
            let offset = inner * opening.utf8.count
            #expect(throws: JSONParseError.nestingTooDeep(offset: offset, limit: 64)) {
                try parse(nested(inner + 1))
            }
            #expect(throws: JSONParseError.nestingTooDeep(offset: offset, limit: 64)) {
                try parse(nested(200_000))
            }
        }
    }

    @Test("Depth is of what is open: 100,000 siblings at level 64 are read")
    func siblings() throws {
        let outer = String(repeating: "[", count: 63)
        let text =
            outer + Array(repeating: "[]", count: 100_000).joined(separator: ",")
            + String(repeating: "]", count: 63)
        #expect(try parse(text).compactText == text)
    }

    @Test("A number keeps its text, however long, and is an integer only within 64 bits")
    func numbers() throws {
        let digits = String(repeating: "9", count: 100_000)
        for text in [
            "1" + digits, "-" + digits, "0." + digits, "1e" + digits, "1E+007", "-0.0e-00",
        ] {
            let value = try parse(text)
            #expect(value.compactText == text)
            #expect(value.integerValue == nil)
        }
        for (text, integer) in [
            ("9223372036854775807", Int.max), ("-9223372036854775808", .min), ("-1", -1), ("0", 0),
        ] {
            #expect(try parse(text).integerValue == integer)
        }
        for text in [
            "9223372036854775808", "-9223372036854775809", "18446744073709551616", "-0", "0e0",
        ] {
            #expect(try parse(text).integerValue == nil, "\(text)")
        }
    }

    @Test("Each error's message names the byte, what was expected and what was there")
    func messages() {
        let cases: [(JSONParseError, String)] = [
            (
                .unexpectedByte(offset: 3, expected: "a value", got: 0x5D),
                "byte 3: expected a value, got ']'"
            ),
            (
                .unexpectedByte(offset: 0, expected: "a value", got: 0xEF),
                "byte 0: expected a value, got byte 0xef"
            ),
            (
                .unexpectedEnd(offset: 9, expected: "'\"'"),
                "byte 9: expected '\"', got the end of the text"
            ),
            (.invalidUTF8(offset: 1), "byte 1: expected UTF-8, got bytes that are not"),
            (
                .loneSurrogate(offset: 5),
                "byte 5: expected a Unicode scalar value, got half of a surrogate pair"
            ),
            (
                .nestingTooDeep(offset: 64, limit: 64),
                "byte 64: expected at most 64 levels of nesting, got one more"
            ),
            (
                .duplicateKey(offset: 7, key: "é\n"),
                "byte 7: expected each key once, got \"\\u00e9\\n\" again"
            ),
            (.tooLong(byteCount: 3, limit: 2), "expected at most 2 bytes of JSON, got 3"),
        ]
        for (error, message) in cases { #expect(error.description == message) }
    }

    @Test(
        "Every prefix and every single-byte edit of a document is read or refused at a byte of it")
    func edits() throws {
        let document = Array(
            "{\"a\":[1,-2.5e3,\"\\ud83d\\ude00é\\n\"],\"b\":{\"c\":null,\"d\":true}}".utf8)
        var texts = document.indices.map { Array(document[..<$0]) }
        for index in document.indices {
            for byte in UInt8.min ... .max {
                var edited = document
                edited[index] = byte
                texts.append(edited)
            }
        }
        var (read, refused) = (0, 0)
        for text in texts {
            do throws(JSONParseError) {
                let written = try JSONParser.parse(text, byteCountMax: 1000).compactText
                let again = try JSONParser.parse(Array(written.utf8), byteCountMax: 1000)
                #expect(again.compactText == written)
                read += 1
            } catch {
                #expect(Self.offset(of: error).map { (0...text.count).contains($0) } == true)
                refused += 1
            }
        }
        #expect(read > document.count && refused > 10_000, "\(read) read, \(refused) refused")
    }

    private static func offset(of error: JSONParseError) -> Int? {
        switch error {
        case .unexpectedByte(let offset, _, _), .unexpectedEnd(let offset, _),
            .invalidUTF8(let offset), .loneSurrogate(let offset), .nestingTooDeep(let offset, _),
            .duplicateKey(let offset, _):
            offset
        case .tooLong: nil
        }
    }
}
