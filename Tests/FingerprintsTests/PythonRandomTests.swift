import Encodings
import Fingerprints
import TestSupport
import Testing

@Suite("CPython's random numbers")
struct PythonRandomTests {
    /// The big-endian bytes of a decimal text of any length.
    private func bytes(ofDecimal text: String) -> [UInt8] {
        var bytes: [UInt8] = []  // least significant first
        for digit in text.utf8 {
            var carry = Int(digit - UInt8(ascii: "0"))
            for index in bytes.indices {
                carry += Int(bytes[index]) * 10
                bytes[index] = UInt8(carry & 0xFF)
                carry >>= 8
            }
            while carry > 0 {
                bytes.append(UInt8(carry & 0xFF))
                carry >>= 8
            }
        }
        return bytes.reversed()
    }

    /// The decimal text of 32-bit words, least significant first.
    private func decimal(_ words: [UInt32]) -> String {
        let value = words.reversed().reduce(UInt128(0)) { $0 << 32 | UInt128($1) }
        return String(value)
    }

    @Test("sample equals every vector, in its pool and in its set form")
    func sample() throws {
        let vectors = try Vectors.load("python_random").at("sample").elements()
        #expect(vectors.count == 213)
        for vector in vectors {
            let seed = try vector.at("seed").string()
            var random = PythonRandom(seed: bytes(ofDecimal: seed))
            let got = random.sample(
                try vector.at("k").integer(), below: try vector.at("n").integer())
            #expect(got == (try vector.at("indices").integers()), "seed \(seed)")
        }
    }

    @Test("Every salt selects its heads")
    func heads() throws {
        let vectors = try Vectors.load("python_random").at("heads").elements()
        #expect(vectors.count == 414)
        for vector in vectors {
            let salt = try vector.at("salt").string()
            let heads = HeadSelection.heads(
                salt: salt, layerCount: try vector.at("layers").integer(),
                headCount: try vector.at("heads").integer())
            let pairs = try vector.at("pairs").elements().map { try $0.integers() }
            #expect(heads.map { [$0.layer, $0.head] } == pairs, "salt \(salt)")
        }
    }

    @Test("All draws equal the vectors, each from a fresh generator", arguments: ["string", "int"])
    func draws(kind: String) throws {
        let vectors = try Vectors.load("python_random").at("\(kind)_seed").elements()
        #expect(vectors.count == (kind == "int" ? 9 : 5))
        for vector in vectors {
            let seed = try vector.at("seed").string()
            let fresh = {
                kind == "int"
                    ? PythonRandom(seed: bytes(ofDecimal: seed)) : PythonRandom(seed: seed)
            }
            var random = fresh()
            for word in try vector.at("getrandbits32").integers() {
                #expect(random.bits(count: 32) == [UInt32(word)], "seed \(seed)")
            }
            random = fresh()
            let wide = try vector.at("getrandbits_5_8_13_40_64_100").elements()
            for (count, text) in zip([5, 8, 13, 40, 64, 100], wide) {
                #expect(decimal(random.bits(count: count)) == (try text.string()), "seed \(seed)")
            }
            random = fresh()
            for text in try vector.at("random_hex").elements() {
                let fraction = try #require(Double(try text.string()))
                #expect(Double(random.fraction53()) * 0x1p-53 == fraction, "seed \(seed)")
            }
            random = fresh()
            for value in try vector.at("randint_6_16").integers() {
                #expect(random.integer(in: 6...16) == value, "seed \(seed)")
            }
            random = fresh()
            for value in try vector.at("choices_112").integers() {
                #expect(random.choice(of: 112) == value, "seed \(seed)")
            }
            random = fresh()
            for draw in try vector.at("prompt_draws").elements() {
                try checkPromptDraw(draw, &random, seed)
            }
        }
    }

    /// A length from 6 to 16, then that many choices.
    private func checkPromptDraw(
        _ draw: JSONValue, _ random: inout PythonRandom, _ seed: String
    ) throws {
        let parts = try draw.elements()
        let count = try parts[0].integer()
        #expect(random.integer(in: 6...16) == count, "seed \(seed)")
        let choices = (0..<count).map { _ in random.choice(of: 112) }
        #expect(choices == (try parts[1].integers()), "seed \(seed)")
    }
}
