internal import BigInt
package import PythonValues

/// Writing of values, each in its shortest spelling.
struct MessagePackWriter {
    private(set) var bytes: [UInt8] = []
    private let now: PythonNumber

    /// Values within each other that are written, behind the outermost.
    private static let depthMax = 511

    init(now: PythonNumber) {
        self.now = now
    }

    /// The bytes of a whole message.
    static func bytes(of value: MeshValue, now: PythonNumber) throws(PythonError) -> [UInt8] {
        var writer = MessagePackWriter(now: now)
        try writer.append(value, depth: 0)
        return writer.bytes
    }

    /// The bytes of a text.
    static func bytes(ofText text: String) -> [UInt8] {
        var writer = MessagePackWriter(now: .integer(0))
        writer.appendText(Array(text.utf8))
        return writer.bytes
    }

    private mutating func append(_ value: MeshValue, depth: Int) throws(PythonError) {
        guard depth <= Self.depthMax else { throw .value("recursion limit exceeded.") }
        switch value {
        case .none: bytes.append(0xC0)
        case .boolean(let flag): bytes.append(flag ? 0xC3 : 0xC2)
        case .integer(let integer): try append(integer)
        case .float(let float):
            bytes.append(0xCB)
            append(float.bits)
        case .string(let text): appendText(try text.utf8())
        case .bytes(let content):
            appendHead(content.count, short: nil, shortMax: 0, long: [0xC4, 0xC5, 0xC6])
            bytes += content
        case .list(let elements):
            appendHead(elements.count, short: 0x90, shortMax: 15, long: [nil, 0xDC, 0xDD])
            for element in elements { try append(element, depth: depth + 1) }
        case .map(let entries):
            appendHead(entries.count, short: 0x80, shortMax: 15, long: [nil, 0xDE, 0xDF])
            for entry in entries {
                try append(entry.key, depth: depth + 1)
                try append(entry.value, depth: depth + 1)
            }
        case .tuple(let elements):
            appendExtended(
                MessagePackKind.tuple, try MessagePackWriter.bytes(of: .list(elements), now: now))
        case .dictionary(let dictionary):
            appendExtended(MessagePackKind.dictionary, try dictionary.packed(now: now))
        case .timestamp(let seconds, let nanoseconds):
            appendTimestamp(seconds: seconds, nanoseconds: nanoseconds)
        case .id: throw .type("can not serialize 'DHTID' object")
        }
    }

    /// The lowest bytes of a number, big-endian.
    private mutating func append(_ number: UInt64, byteCount: Int = 8) {
        for place in (0..<byteCount).reversed() {
            bytes.append(UInt8(truncatingIfNeeded: number >> UInt64(8 * place)))
        }
    }

    private mutating func append(_ integer: BigInt) throws(PythonError) {
        if let number = UInt64(exactly: integer) {
            if number >= 0x80 {
                let exponent = Self.exponent { number >> $0 == 0 }
                bytes.append(0xCC + UInt8(exponent))
                append(number, byteCount: 1 << exponent)
            } else {
                bytes.append(UInt8(number))
            }
        } else if let number = Int64(exactly: integer) {
            if number < -32 {
                let exponent = Self.exponent { number >> ($0 - 1) == -1 }
                bytes.append(0xD0 + UInt8(exponent))
                append(UInt64(bitPattern: number), byteCount: 1 << exponent)
            } else {
                bytes.append(UInt8(truncatingIfNeeded: number))
            }
        } else {
            throw .overflow("Integer value out of range")
        }
    }

    /// 0 to 3: so many times 8 bits are doubled until a number fits them.
    private static func exponent(fits: (_ bitCount: Int) -> Bool) -> Int {
        (0..<3).first { fits(8 << $0) } ?? 3
    }

    private mutating func appendText(_ content: [UInt8]) {
        appendHead(content.count, short: 0xA0, shortMax: 31, long: [0xD9, 0xDA, 0xDB])
        bytes += content
    }

    /// A size, in the byte of a short one or behind a byte that says how many bytes it has.
    private mutating func appendHead(
        _ count: Int, short: UInt8?, shortMax: Int, long: [UInt8?]
    ) {
        if let short, count <= shortMax {
            bytes.append(short | UInt8(count))
        } else if let kind = long[0], count <= 0xFF {
            bytes += [kind, UInt8(count)]
        } else if let kind = long[1], count <= 0xFFFF {
            bytes.append(kind)
            append(UInt64(count), byteCount: 2)
        } else if let kind = long[2] {
            bytes.append(kind)
            append(UInt64(count), byteCount: 4)
        }
    }

    private mutating func appendExtended(_ kind: UInt8, _ body: [UInt8]) {
        switch body.count {
        case 1: bytes.append(0xD4)
        case 2: bytes.append(0xD5)
        case 4: bytes.append(0xD6)
        case 8: bytes.append(0xD7)
        case 16: bytes.append(0xD8)
        default: appendHead(body.count, short: nil, shortMax: 0, long: [0xC7, 0xC8, 0xC9])
        }
        bytes.append(kind)
        bytes += body
    }

    private mutating func appendTimestamp(seconds: Int64, nanoseconds: UInt32) {
        let number = UInt64(bitPattern: seconds)
        var body = MessagePackWriter(now: now)
        if number >> 34 == 0 {
            let both = UInt64(nanoseconds) << 34 | number
            body.append(both, byteCount: both >> 32 == 0 ? 4 : 8)
        } else {
            body.append(UInt64(nanoseconds), byteCount: 4)
            body.append(number)
        }
        appendExtended(MessagePackKind.timestamp, body.bytes)
    }
}

extension DictionaryValue {
    /// `packb`: the size, the latest expiration, and the items that have not expired.
    package func packed(now: PythonNumber) throws(PythonError) -> [UInt8] {
        let items = try items(now: now).map { entry in
            MeshValue.list([entry.subkey, entry.item.value, entry.item.expiration])
        }
        return try MessagePackWriter.bytes(of: .list([sizeMax, latest, .list(items)]), now: now)
    }
}
