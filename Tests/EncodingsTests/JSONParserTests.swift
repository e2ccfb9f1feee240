import Encodings
import TestSupport
import Testing

@Suite("Strict JSON")
struct JSONParserTests {
    private func parse(_ text: String) throws(JSONParseError) -> JSONValue {
        try JSONParser.parse(Array(text.utf8), byteCountMax: 1 << 24)
    }

    @Test(
        "What is JSON is read, and written compactly as it was",
        arguments: [
            "null", "true", "false", "0", "-0", "1.5e-7", "123456789012345678901234567890", "\"\"",
            "[]", "{}", "[1,[2,[3]],{\"a\":{}}]", "{\"b\":1,\"a\":\"x\"}",
            "\"\\\"\\\\\\b\\f\\n\\r\\t/\\u00e9\\u2028\\ud83d\\ude00\\u007f\"",
        ])
    func roundTrip(text: String) throws {
        #expect(try parse(text).compactText == text)
        #expect(try parse(" \t\r\n" + text + " \n").compactText == text)
    }

    @Test(
        "What is not JSON is refused at its byte",
        arguments: [
            ("", 0), ("nul", 3), ("[1,]", 3), ("[1 2]", 3), ("{\"a\":1,}", 7), ("{a:1}", 1),
            ("{\"a\" 1}", 5), ("01", 1), ("1.", 2), ("+1", 0), (".5", 0), ("1e", 2), ("NaN", 0),
            ("Infinity", 0), ("'a'", 0), ("\"a", 2), ("\"\\x\"", 2), ("\"\\u12g4\"", 5), ("[", 1),
            ("{", 1), ("1 1", 2), ("\"\n\"", 1), ("// c", 0), ("\u{FEFF}1", 0),
        ])
    func refused(text: String, offset: Int) {
        #expect {
            try parse(text)
        } throws: { error in
            switch error as? JSONParseError {
            case .unexpectedByte(let at, _, _)?, .unexpectedEnd(let at, _)?: at == offset
            default: false
            }
        }
    }

    @Test(
        "Half a surrogate pair is refused in every form",
        arguments: [
            "\"\\ud800\"", "\"\\udc00\"", "\"\\ud800x\"", "\"\\ud800\\n\"", "\"\\ud800\\u0041\"",
            "\"\\ud800\\ud800\"", "\"\\udfff\\ud800\"",
        ])
    func loneSurrogates(text: String) {
        #expect(throws: JSONParseError.loneSurrogate(offset: 1)) { try parse(text) }
    }

    @Test("A key comes once, however it is spelled; keys that only look alike are two")
    func duplicateKeys() throws {
        #expect(throws: JSONParseError.duplicateKey(offset: 7, key: "a")) {
            try parse("{\"a\":1,\"a\":2}")
        }
        #expect(throws: JSONParseError.duplicateKey(offset: 7, key: "a")) {
            try parse("{\"a\":1,\"\\u0061\":2}")
        }
        let value = try parse("{\"\\u00e9\":1,\"e\\u0301\":2}")
        #expect(value.objectValue?.count == 2)
        #expect(value.member("e\u{301}")?.integerValue == 2)
    }

    @Test("Nesting of 200,000 is refused at level 65", arguments: ["[", "{\"a\":"])
    func depth(opening: String) {
        let text = String(repeating: opening, count: 200_000)
        #expect(
            throws: JSONParseError.nestingTooDeep(offset: 64 * opening.utf8.count, limit: 64)
        ) { try parse(text) }
    }

    @Test("Bytes that are not UTF-8, and texts that are too long, are refused first")
    func bytes() {
        #expect(throws: JSONParseError.invalidUTF8(offset: 1)) {
            try JSONParser.parse([0x22, 0xFF, 0x22], byteCountMax: 10)
        }
        #expect(throws: JSONParseError.tooLong(byteCount: 3, limit: 2)) {
            try JSONParser.parse([0x31, 0x31, 0x31], byteCountMax: 2)
        }
    }

    @Test("Integers are integers only where they are written so and 64 bits hold them")
    func integers() throws {
        #expect(try parse("9223372036854775807").integerValue == .max)
        #expect(try parse("-9223372036854775808").integerValue == .min)
        for text in ["9223372036854775808", "1.0", "1e0", "-0", "\"1\"", "true"] {
            #expect(try parse(text).integerValue == nil, "\(text)")
        }
    }

    @Test("Mutated documents are read or refused, never a trap")
    func mutations() throws {
        let document = Array("{\"a\":[1,-2.5e3,\"\\u00e9\\n\"],\"b\":{\"c\":null,\"d\":true}}".utf8)
        var generator = SeededGenerator(seed: 11)
        var refused = 0
        for _ in 0..<20_000 {
            var bytes = document
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                let place = Int.random(in: bytes.indices, using: &generator)
                switch Int.random(in: 0..<3, using: &generator) {
                case 0: bytes[place] = UInt8.random(in: .min ... .max, using: &generator)
                case 1: bytes.remove(at: place)
                default: bytes.insert(bytes.randomElement(using: &generator)!, at: place)
                }
            }
            do {
                let value = try JSONParser.parse(bytes, byteCountMax: 1000)
                let text = value.compactText
                #expect(try parse(text).compactText == text)
            } catch {
                refused += 1
            }
        }
        #expect(refused > 10_000)
    }

    @Test("Hexadecimal is read back, and only in lower case and pairs")
    func hexadecimal() {
        let bytes = (UInt8.min ... .max).map { $0 }
        #expect(Hexadecimal.bytes(of: Hexadecimal.text(of: bytes)) == bytes)
        for text in ["0", "0G", "AB", "0x", " 00", "００"] {
            #expect(Hexadecimal.bytes(of: text) == nil, "\(text)")
        }
    }
}
