import Cryptography
import Encodings
import PublishedNode
import PythonValues
import TestSupport
import Testing

@Suite("The published node's JSON")
struct NodeJSONTests {
    /// The bytes' value in the spelling of the wire; the exception's name where there is none.
    private static func reread(_ bytes: [UInt8]) -> String {
        do {
            return String(
                decoding: try NodeJSON.spaced(NodeJSON.parse(bytes)), as: UTF8.self)
        } catch {
            return error.name
        }
    }

    private static func units(
        _ text: String, _ width: Int, isBig: Bool, mark: Bool = false
    ) -> [UInt8] {
        let points =
            (mark ? [0xFEFF] : [])
            + (width == 2
                ? text.utf16.map { UInt32($0) } : text.unicodeScalars.map(\.value))
        return points.flatMap { point in
            let bytes = (0..<width).map { UInt8(truncatingIfNeeded: point >> UInt32(8 * $0)) }
            return isBig ? bytes.reversed() : bytes
        }
    }

    @Test("UTF-16 and UTF-32 in both orders, with a mark and without")
    func codings() {
        let text = "[\"\u{E4}\u{1F600}\", 1.50]"
        let expected = "[\"\\u00e4\\ud83d\\ude00\", 1.5]"
        #expect(Self.reread(Array(text.utf8)) == expected)
        #expect(Self.reread([0xEF, 0xBB, 0xBF] + Array(text.utf8)) == expected)
        for width in [2, 4] {
            for isBig in [false, true] {
                for mark in [false, true] {
                    let bytes = Self.units(text, width, isBig: isBig, mark: mark)
                    #expect(Self.reread(bytes) == expected, "\(width) \(isBig) \(mark)")
                    // A piece of a unit at the end is no text.
                    #expect(Self.reread(bytes + [32]) == "UnicodeDecodeError")
                }
            }
        }
        // Two bytes are UTF-16 where one is zero, one and three are always UTF-8.
        #expect(Self.reread([0x35, 0]) == "5")
        #expect(Self.reread([0, 0x35]) == "5")
        #expect(Self.reread([0]) == "JSONDecodeError")
        #expect(Self.reread([0x35, 0, 0]) == "JSONDecodeError")
        #expect(Self.reread([]) == "JSONDecodeError")
        // A unit above the last character.
        #expect(Self.reread([0x5B, 0, 0, 0, 0, 0, 0x11, 0]) == "UnicodeDecodeError")
    }

    @Test("surrogates stand alone in every coding, but behind no backslash")
    func surrogates() {
        #expect(Self.reread([0x22, 0xED, 0xA0, 0x80, 0x22]) == "\"\\ud800\"")
        #expect(Self.reread([0x22, 0x5C, 0x5C, 0xED, 0xBF, 0xBF, 0x22]) == "\"\\\\\\udfff\"")
        #expect(Self.reread([0x22, 0x5C, 0xED, 0xA0, 0x80, 0x22]) == "JSONDecodeError")
        #expect(Self.reread([0x22, 0, 0, 0xDC, 0x22, 0]) == "\"\\udc00\"")
        #expect(Self.reread([0x22, 0xED, 0xA0]) == "UnicodeDecodeError")
        #expect(Self.reread([0xED, 0xA0, 0x80]) == "JSONDecodeError")
    }

    @Test("files have a line an element, and texts keep their commas and brackets")
    func indented() throws {
        let text = "{\"a,\\\"]\": [], \"b\": {}, \"c\": [{\"d\": [1, \"[,\\\\\"]}, NaN]}"
        let value = try NodeJSON.parse(Array(text.utf8))
        let expected = """
            {
             "a,\\"]": [],
             "b": {},
             "c": [
              {
               "d": [
                1,
                "[,\\\\"
               ]
              },
              NaN
             ]
            }
            """
        #expect(try String(decoding: NodeJSON.indented(value), as: UTF8.self) == expected)
        #expect(try String(decoding: NodeJSON.spaced(value), as: UTF8.self) == text)
    }

    @Test("deep nesting and long integers are refused")
    func limits() {
        let deep = String(repeating: "[", count: 100_000)
        #expect(Self.reread(Array(deep.utf8)) == "RecursionError")
        #expect(
            Self.reread(Array(String(repeating: "9", count: 4_301).utf8)) == "ValueError")
        #expect(Self.reread(Array(String(repeating: "9", count: 4_300).utf8)).count == 4_300)
    }

    // MARK: CPython

    @Test(
        "bytes of chance are read and written as CPython reads and writes them",
        .enabled(if: Python.has("json"), "needs a Python"))
    func reference() throws {
        let lines = try Python.script(
            "json_spellings.py", ["1", "\(Thoroughness.count(50_000, else: 10_000))"])
        for line in lines.split(separator: 10) {
            let parts = line.split(separator: 9, omittingEmptySubsequences: false)
            let digits = String(decoding: parts[0], as: UTF8.self)
            let bytes = try #require(Hexadecimal.bytes(of: digits))
            var got = "raises"
            if let value = try? NodeJSON.parse(bytes) {
                let spellings = [try NodeJSON.spaced(value), try NodeJSON.indented(value)]
                got = spellings.map { Digests.sha256($0).text }.joined(separator: " ")
            }
            #expect(got == String(decoding: parts[parts.count - 1], as: UTF8.self), "\(digits)")
        }
    }
}
