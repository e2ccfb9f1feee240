import Encodings
import TestSupport
import Testing

@Suite("Texts in JSON")
struct JSONTextTests {
    private static let scalars = (0...0x10FFFF as ClosedRange<UInt32>).compactMap(
        UnicodeScalar.init)

    private func parse(_ text: String) throws(JSONParseError) -> JSONValue {
        try JSONParser.parse(Array(text.utf8), byteCountMax: 1 << 24)
    }

    @Test("Every scalar is written as Python's json.dumps writes it")
    func asPython() {
        var checksum: UInt64 = 0xCBF2_9CE4_8422_2325  // FNV-1a; recorded from CPython 3.11
        for scalar in Self.scalars {
            for byte in JSONValue.string(String(scalar)).compactText.utf8 {
                checksum = (checksum ^ UInt64(byte)) &* 0x100_0000_01B3
            }
        }
        #expect(Self.scalars.count == 1_112_064)
        #expect(checksum == 0xD896_7F73_ACFB_E0A4)
    }

    @Test("Every scalar is read back, escaped and, from U+0020 on, bare")
    func readBack() throws {
        for start in stride(from: 0, to: Self.scalars.count, by: 4096) {
            var text = ""
            let end = min(start + 4096, Self.scalars.count)
            text.unicodeScalars.append(contentsOf: Self.scalars[start..<end])
            let escaped = try parse(JSONValue.string(text).compactText)
            #expect(escaped.stringValue.map { Array($0.utf8) } == Array(text.utf8))
            var bare = ""
            for scalar in text.unicodeScalars where scalar.value >= 0x20 {
                if scalar == "\"" || scalar == "\\" { bare.unicodeScalars.append("\\") }
                bare.unicodeScalars.append(scalar)
            }
            let plain = text.unicodeScalars.filter { $0.value >= 0x20 }
            let read = try parse("\"\(bare)\"").stringValue?.unicodeScalars.elementsEqual(plain)
            #expect(read == true, "from scalar \(start)")
        }
    }

    @Test("Every bare control character is refused at its byte, in keys too")
    func controls() {
        for byte in 0..<0x20 as Range<UInt8> {
            let error = JSONParseError.unexpectedByte(
                offset: 2, expected: "no bare control character", got: byte)
            #expect(throws: error) {
                try JSONParser.parse([0x22, 0x61, byte, 0x22], byteCountMax: 9)
            }
            #expect(throws: JSONParseError.self) {
                try JSONParser.parse([0x7B, 0x22, byte, 0x22, 0x3A, 0x30, 0x7D], byteCountMax: 9)
            }
        }
    }

    @Test("After a backslash only the eight letters of the grammar and u are taken")
    func escapes() {
        for byte in 0x20..<0x7F as Range<UInt8> where byte != UInt8(ascii: "u") {
            let text: [UInt8] = [0x22, 0x5C, byte, 0x22]
            if "\"\\/bfnrt".utf8.contains(byte) {
                #expect(throws: Never.self) { try JSONParser.parse(text, byteCountMax: 9) }
            } else {
                let error = JSONParseError.unexpectedByte(
                    offset: 2, expected: "an escape", got: byte)
                #expect(throws: error) { try JSONParser.parse(text, byteCountMax: 9) }
            }
        }
    }

    @Test(
        "Half a surrogate pair is refused where it stands, as value, key and element",
        arguments: [
            ("[\"ab\\uD800\"]", 4), ("{\"\\uDFFF\":1}", 2),
            ("{\"k\":\"\\uDBFF\\uDBFF\\uDC00\"}", 6),
            ("\"\\uD83D\\uDE00\\uDE00\"", 13), ("\"\\udc00\\ud800\"", 1),
            ("\"\\ud800\\\\udc00\"", 1),
        ])
    func loneSurrogates(text: String, offset: Int) {
        #expect(throws: JSONParseError.loneSurrogate(offset: offset)) { try parse(text) }
    }

    @Test(
        "Bytes that are not UTF-8 are refused at the first of them",
        arguments: [
            ([0x80], 0), ([0xC0, 0x80], 0), ([0xC1, 0xBF], 0), ([0xC3], 0),
            ([0xE0, 0x80, 0x80], 0),
            ([0xED, 0xA0, 0x80], 0), ([0xED, 0xBF, 0xBF], 0), ([0xE2, 0x82], 0),
            ([0xF0, 0x80, 0x80, 0x80], 0), ([0xF4, 0x90, 0x80, 0x80], 0), ([0xF5], 0), ([0xFE], 0),
            ([0x61, 0xC3, 0xA9, 0xFF], 3),
        ] as [([UInt8], Int)])
    func invalidUTF8(bytes: [UInt8], offset: Int) {
        let text = [0x22] + bytes + [0x22]
        #expect(throws: JSONParseError.invalidUTF8(offset: offset + 1)) {
            try JSONParser.parse(text, byteCountMax: 99)
        }
    }

    @Test("Keys are compared by bytes: composed, decomposed and singleton forms are all different")
    func equivalentKeys() throws {
        let value = try parse("{\"\u{212B}\":1,\"\u{C5}\":2,\"A\u{30A}\":3,\"K\":4,\"\u{212A}\":5}")
        #expect(value.objectValue?.count == 5)
        for (key, number) in [
            ("\u{212B}", 1), ("\u{C5}", 2), ("A\u{30A}", 3), ("K", 4), ("\u{212A}", 5),
        ] {
            #expect(value.member(key)?.integerValue == number)
        }
        #expect(throws: JSONParseError.duplicateKey(offset: 8, key: "é")) {
            try parse("{\"é\":1,\"\\u00E9\":2}")
        }
    }
}
