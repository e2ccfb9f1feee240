import Cryptography
import Encodings
import TestSupport
import Traces

/// A receipt's document taken apart by the page of its form alone, so that parts can be changed and
/// the rest made to fit.
struct ForgedReceipt {
    var run: [JSONMember]
    private var madeBy: JSONValue
    var receiptHash: String
    var key: String
    var signature: String

    init(_ bytes: [UInt8]) throws {
        let members = try JSONParser.parse(bytes, byteCountMax: 1 << 20).members()
        run = try members[1].value.members()
        madeBy = members[2].value
        receiptHash = try members[3].value.string()
        key = try members[4].value.string()
        signature = try members[5].value.string()
    }

    private var hashed: [UInt8] {
        let body = JSONValue.object([
            JSONMember("format", .string("glyphlab receipt 1")), JSONMember("run", .object(run)),
            JSONMember("made_by", madeBy),
        ])
        return Array(body.compactText.utf8.dropLast())
    }

    var bytes: [UInt8] {
        let tail = JSONValue.object([
            JSONMember("receipt_hash", .string(receiptHash)), JSONMember("key", .string(key)),
            JSONMember("signature", .string(signature)),
        ])
        return hashed + [UInt8(ascii: ",")] + tail.compactText.utf8.dropFirst() + [0x0A]
    }

    private var place: [String: Int] {  // looked up, never iterated
        Dictionary(uniqueKeysWithValues: run.enumerated().map { ($1.key, $0) })
    }

    private var rows: [[String]] {
        get {
            (place["prompts"].flatMap { run[$0].value.arrayValue } ?? []).map {
                ($0.arrayValue ?? []).compactMap(\.stringValue)
            }
        }
        set {
            run[place["prompts"] ?? 0].value = .array(
                newValue.map { .array($0.map(JSONValue.string)) })
        }
    }

    mutating func swapMembers(_ part: Int, _ one: Int, _ other: Int) {
        if part == 0, var makers = madeBy.objectValue {
            makers.swapAt(0, 1)
            madeBy = .object(makers)
        } else {
            run.swapAt(one, other)
        }
    }

    mutating func changeDigest(prompt: Int, part: Int, digit: Int) {
        var rows = rows
        var digits = Array(rows[prompt][part].utf8)
        digits[digit] = digits[digit] == UInt8(ascii: "0") ? UInt8(ascii: "1") : UInt8(ascii: "0")
        rows[prompt][part] = String(decoding: digits, as: UTF8.self)
        self.rows = rows
    }

    mutating func swapPrompts(_ one: Int, _ other: Int) {
        var rows = rows
        rows.swapAt(one, other)
        self.rows = rows
    }

    mutating func setTotal(_ total: Int) {
        guard let index = place["range"], var range = run[index].value.objectValue else { return }
        range[3].value = .integer(total)
        run[index].value = .object(range)
    }

    private func text(_ key: String) -> String {
        place[key].flatMap { run[$0].value.stringValue } ?? ""
    }

    private func digest(_ text: String) -> Digest {
        Digest(bytes: Hexadecimal.bytes(of: text) ?? [UInt8](repeating: 0, count: 32))
    }

    /// Makes root, ultimate hash and receipt hash those of what is there now.
    mutating func fit() {
        let leaves = rows.map { TracePromptLeaf(input: digest($0[0]), records: digest($0[1])) }
        let root = Trace.root(
            runDigest: digest(text("run_digest")), integersDigest: digest(text("integers_digest")),
            prompts: leaves)
        run[place["trace_root"] ?? 0].value = .string(root.text)
        let range = place["range"].flatMap { run[$0].value.objectValue } ?? []
        let isWhole = range.count == 4 && range[2].value.integerValue == range[3].value.integerValue
        run[place["ultimate_hash"] ?? 0].value =
            isWhole ? .string(Digests.sha256(rows.map { $0[2] }.joined().utf8).text) : .null
        receiptHash = Digests.sha256(hashed).text
    }

    mutating func sign(by signer: Ed25519PrivateKey) {
        let message =
            Array("glyphlab receipt signature 1\n".utf8)
            + (Hexadecimal.bytes(of: receiptHash) ?? [])
        signature = Hexadecimal.text(of: signer.signature(of: message))
    }

    // MARK: Signatures

    /// The group's order, little-endian.
    private static let order: [UInt8] =
        [
            0xED, 0xD3, 0xF5, 0x5C, 0x1A, 0x63, 0x12, 0x58, 0xD6, 0x9C, 0xF7, 0xA2, 0xDE, 0xF9,
            0xDE, 0x14,
        ] + [UInt8](repeating: 0, count: 15) + [0x10]

    /// The same s modulo the order, which a lax verifier takes for the same.
    mutating func addOrder(times: Int) {
        var bytes = Hexadecimal.bytes(of: signature) ?? []
        for _ in 0..<times {
            var carry = 0
            for index in 0..<32 {
                let sum = Int(bytes[32 + index]) + Int(Self.order[index]) + carry
                bytes[32 + index] = UInt8(truncatingIfNeeded: sum)
                carry = sum >> 8
            }
        }
        signature = Hexadecimal.text(of: bytes)
    }

    /// Another bit of R or s.
    mutating func foreignPoint(_ bit: Int) {
        var bytes = Hexadecimal.bytes(of: signature) ?? []
        bytes[bit / 8] ^= 1 << UInt8(bit % 8)
        signature = Hexadecimal.text(of: bytes)
    }
}

/// The encodings of points whose order divides 8, those in their one form and those in others.
enum SmallPoints {
    static let all: [[UInt8]] = [
        "0100000000000000000000000000000000000000000000000000000000000000",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
        "0100000000000000000000000000000000000000000000000000000000000080",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    ].compactMap(Hexadecimal.bytes)
}
