import BigInt
import Foundation
import PythonValues
import TestSupport
import Testing

/// Against what CPython 3.11 said; `Goldens/python_values.py` asked it.
@Suite("Values as CPython has them")
struct PythonValuesTests {
    /// The vectors hold surrogates that stand alone, so they are read by what they test; whatever
    /// it reads wrongly differs below.
    private static let vectors = Result {
        let url = Vectors.house.appending(path: "Goldens/vectors/python_values.json")
        return try PythonJSONParser.parse(Array(Data(contentsOf: url)), byteCountMax: 1 << 24)
    }

    private func list(_ key: String) throws -> [[PythonValue]] {
        try elements(Self.vectors.get().member(key)).map(elements)
    }

    private func elements(_ value: PythonValue) throws -> [PythonValue] {
        guard case .list(let elements) = value else { throw VectorError.notAn("list", "\(value)") }
        return elements
    }

    private func text(_ value: PythonValue) throws -> PythonText {
        guard case .string(let text) = value else { throw VectorError.notAn("str", "\(value)") }
        return text
    }

    /// What the vectors say, or what it was refused with.
    private func expectEqual(
        _ expected: PythonValue, _ got: () throws(PythonError) -> String, _ what: String
    ) throws {
        if case .dictionary(let refusal) = expected {
            let name = try text(#require(refusal["error"])).shown
            do {
                let got = try got()
                Issue.record("\(what): expected a \(name), got \(got)")
            } catch {
                #expect(error.description.hasPrefix(name + ":"), "\(what)")
            }
        } else {
            let expected = try text(expected).shown
            #expect(try got() == expected, "\(what)")
        }
    }

    @Test("Documents are read, and written sorted and compact, as json does")
    func documents() throws {
        let cases = try list("documents")
        for one in cases {
            let document = try text(one[0]).utf8()
            try expectEqual(
                one[1],
                { () throws(PythonError) in
                    do {
                        return try PythonJSONWriter.text(
                            PythonJSONParser.parse(document, byteCountMax: 1 << 20))
                    } catch let error as PythonError {
                        throw error
                    } catch {
                        throw .value("\(error)")
                    }
                }, "\(String(decoding: document.prefix(200), as: UTF8.self))")
        }
        #expect(cases.count > 1500)
    }

    @Test("Equality and order of every pair of values")
    func comparisons() throws {
        let values = try elements(Self.vectors.get().member("values")).map { one in
            try PythonJSONParser.parse(text(one).utf8(), byteCountMax: 1 << 20)
        }
        for (left, row) in zip(values, try list("comparisons")) {
            for (right, pair) in zip(values, row) {
                let expected = try elements(pair)
                let what = "\(left) and \(right)"
                #expect(left.equals(right) == expected[0].isTrue, "\(what)")
                if case .string = expected[1] {
                    #expect(throws: PythonError.self, "\(what)") { try left.isLess(than: right) }
                } else {
                    #expect(try left.isLess(than: right) == expected[1].isTrue, "\(what)")
                }
            }
        }
    }

    @Test("sorted(list), with NaN among the numbers")
    func sorted() throws {
        for one in try list("sorted") {
            let row = try PythonJSONParser.parse(text(one[0]).utf8(), byteCountMax: 1 << 10)
            let sorted = try PythonValue.sorted(row.elements())
            let expected = try PythonJSONParser.parse(text(one[1]).utf8(), byteCountMax: 1 << 10)
            #expect(
                try PythonJSONWriter.text(.list(sorted)) == PythonJSONWriter.text(expected),
                "\(one[0])")
        }
    }

    @Test("int(text, 16)")
    func hexadecimals() throws {
        for one in try list("hexadecimals") {
            let text = try text(one[0])
            try expectEqual(
                one[1],
                { () throws(PythonError) in
                    let value = try text.hexadecimalInteger()
                    return (value < 0 ? "-0x" : "0x") + String(value.magnitude, radix: 16)
                }, "int(\(text.codePoints), 16)")
        }
    }

    @Test("bytes.fromhex(text)")
    func bytes() throws {
        for one in try list("bytes") {
            let text = try text(one[0])
            try expectEqual(
                one[1],
                { () throws(PythonError) in
                    try text.bytesFromHexadecimal().map {
                        String($0 >> 4, radix: 16) + String($0 & 15, radix: 16)
                    }.joined()
                }, "fromhex \(text.codePoints)")
        }
    }

    private func bits(_ value: Double) -> String {
        let digits = String(value.bitPattern, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    @Test("repr of floats, and floats of integers that lie between two")
    func floats() throws {
        for one in try list("floats") {
            let bits = try #require(UInt64(text(one[0]).shown, radix: 16))
            let float = PythonFloat(Double(bitPattern: bits))
            #expect(try float.text == text(one[1]).shown)
        }
        for one in try list("conversions") {
            let integer = try #require(BigInt(text(one[0]).shown))
            try expectEqual(
                one[1],
                { () throws(PythonError) in try bits(PythonNumber.integer(integer).converted()) },
                "float(\(integer))")
        }
    }

    @Test("str of values")
    func strings() throws {
        for one in try list("strings") {
            let value = try PythonJSONParser.parse(text(one[0]).utf8(), byteCountMax: 1 << 20)
            #expect(try value.text() == text(one[1]), "\(value)")
        }
    }

    @Test("No bytes stop the reader: depth, length and noise are refused")
    func hostile() throws {
        let deep = { (depth: Int) in
            Array(
                (String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
        }
        let max = PythonJSONParser.nestingMax
        #expect(throws: Never.self) {
            try PythonJSONParser.parse(deep(max), byteCountMax: 1 << 20)
        }
        for bytes in [
            deep(max + 1), deep(400_000), Array("[".utf8), [0xFF], [0x22, 0xC0, 0x80, 0x22],
        ] {
            #expect(throws: PythonJSONError.self) {
                try PythonJSONParser.parse(bytes, byteCountMax: 1 << 20)
            }
        }
        #expect(throws: PythonJSONError.self) {
            try PythonJSONParser.parse(Array("12345".utf8), byteCountMax: 4)
        }
        var generator = SeededGenerator(seed: 61)
        let alphabet = Array("{}[]\",:\\u0dD8eE.+-1truefalsn ".utf8)
        var parsed = 0
        for _ in 0..<200_000 {
            let bytes = (0..<Int.random(in: 0..<14, using: &generator)).map { _ in
                alphabet.randomElement(using: &generator)!
            }
            if let value = try? PythonJSONParser.parse(bytes, byteCountMax: 100) {
                // What was read is written, and read again, the same.
                let text = try PythonJSONWriter.text(value)
                let again = try PythonJSONParser.parse(Array(text.utf8), byteCountMax: 1000)
                #expect(try PythonJSONWriter.text(again) == text)
                parsed += 1
            }
        }
        #expect(parsed > 1000)
    }
}
