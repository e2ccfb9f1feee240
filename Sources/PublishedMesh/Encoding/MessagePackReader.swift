internal import BigInt
internal import Encodings
internal import PythonValues

/// A place in bytes that spell one value, going forward.
///
/// Memory is bounded by the bytes that are there: counts are believed only where so many
/// bytes follow.
struct MessagePackReader {
    private let bytes: ArraySlice<UInt8>
    private var place: Int
    private let outer: MessagePackNesting
    private var open: [Container] = []

    /// A list or a map that was begun, of so many elements or entries.
    private struct Container {
        let isMap: Bool
        let count: Int
        var elements: [MeshValue] = []
        var key: MeshValue?
        var entries = MapEntries()
    }

    /// A head of a value: all of it, or the start of a list or map.
    private enum Head {
        case value(MeshValue)
        case list(count: Int)
        case map(count: Int)
    }

    private init(_ bytes: ArraySlice<UInt8>, outer: MessagePackNesting) {
        self.bytes = bytes
        self.outer = outer
        place = bytes.startIndex
    }

    private static let incomplete = PythonError.value("Unpack failed: incomplete input")

    /// The one value that the bytes spell.
    static func value(
        of bytes: ArraySlice<UInt8>, outer: MessagePackNesting
    ) throws(PythonError) -> MeshValue {
        try outer.checked()
        var reader = MessagePackReader(bytes, outer: outer)
        let value = try reader.value()
        guard reader.place == bytes.endIndex else {
            throw .other(name: "ExtraData", "unpack(b) received extra data.")
        }
        return value
    }

    private mutating func value() throws(PythonError) -> MeshValue {
        while true {
            switch try head() {
            case .value(let value):
                if let whole = try closed(with: value) { return whole }
            case .list(let count):
                try begin(Container(isMap: false, count: count))
            case .map(let count):
                try begin(Container(isMap: true, count: count))
            }
        }
    }

    private mutating func begin(_ container: Container) throws(PythonError) {
        open.append(container)
        guard open.count <= MessagePackNesting.containerMax else {
            throw .other(name: "StackError", "Unpack failed: the value is too deep")
        }
        try nesting(extensions: 0).checked()
    }

    private func nesting(extensions: Int) -> MessagePackNesting {
        MessagePackNesting(
            containerCount: outer.containerCount + open.count,
            extensionCount: outer.extensionCount + extensions)
    }

    /// Puts a value into the innermost container, and the containers that it completes into those
    /// around them; the whole value once none is open.
    private mutating func closed(with value: MeshValue) throws(PythonError) -> MeshValue? {
        var value = value
        while let last = open.indices.last {
            if !open[last].isMap {
                open[last].elements.append(value)
                guard open[last].elements.count == open[last].count else { return nil }
                value = .list(open[last].elements)
            } else if let key = open[last].key {
                try open[last].entries.set(value, for: key)
                open[last].key = nil
                guard open[last].entries.readCount == open[last].count else { return nil }
                value = .map(open[last].entries.entries)
            } else {
                open[last].key = value
                return nil
            }
            open.removeLast()
        }
        return value
    }

    // MARK: Heads

    private mutating func head() throws(PythonError) -> Head {
        let byte = try taken(1).first ?? 0
        switch byte {
        case 0x00...0x7F: return .value(.integer(BigInt(byte)))
        case 0x80...0x8F: return try map(count: Int(byte & 0x0F))
        case 0x90...0x9F: return try list(count: Int(byte & 0x0F))
        case 0xA0...0xBF: return .value(try string(byteCount: Int(byte & 0x1F)))
        case 0xC0: return .value(.none)
        case 0xC2, 0xC3: return .value(.boolean(byte == 0xC3))
        case 0xC4...0xC6: return .value(.bytes(Array(try body(try size(of: byte - 0xC4)))))
        case 0xC7...0xC9: return .value(try extended(byteCount: try size(of: byte - 0xC7)))
        case 0xCA: return .value(.float(PythonFloat(singleBits: UInt32(try bits(4)))))
        case 0xCB: return .value(.float(PythonFloat(bits: try bits(8))))
        case 0xCC...0xCF: return .value(.integer(BigInt(try bits(1 << Int(byte - 0xCC)))))
        case 0xD0...0xD3: return .value(.integer(try signed(1 << Int(byte - 0xD0))))
        case 0xD4...0xD8: return .value(try extended(byteCount: 1 << Int(byte - 0xD4)))
        case 0xD9...0xDB: return .value(try string(byteCount: try size(of: byte - 0xD9)))
        case 0xDC, 0xDD: return try list(count: try size(of: byte - 0xDB))
        case 0xDE, 0xDF: return try map(count: try size(of: byte - 0xDD))
        case 0xE0...0xFF: return .value(.integer(BigInt(Int8(bitPattern: byte))))
        default: throw .other(name: "FormatError", "Unpack failed: a byte of no format")
        }
    }

    /// So many bytes.
    private mutating func taken(_ count: Int) throws(PythonError) -> ArraySlice<UInt8> {
        guard count <= bytes.endIndex - place else { throw Self.incomplete }
        defer { place += count }
        return bytes[place..<place + count]
    }

    private mutating func bits(_ byteCount: Int) throws(PythonError) -> UInt64 {
        try taken(byteCount).reduce(0) { $0 << 8 | UInt64($1) }
    }

    private mutating func signed(_ byteCount: Int) throws(PythonError) -> BigInt {
        let unused = Int64(64 - 8 * byteCount)
        return BigInt((Int64(bitPattern: try bits(byteCount)) << unused) >> unused)
    }

    /// A size of 1, 2 or 4 bytes.
    private mutating func size(of exponent: UInt8) throws(PythonError) -> Int {
        Int(try bits(1 << Int(exponent)))
    }

    /// **Throws:** ``PythonError/value(_:)`` where a size is more than all bytes together.
    private func checked(_ size: Int, max: Int) throws(PythonError) {
        guard size <= max else { throw .value("a size exceeds the maximum") }
    }

    private func list(count: Int) throws(PythonError) -> Head {
        try checked(count, max: bytes.count)
        return count == 0 ? .value(.list([])) : .list(count: count)
    }

    private func map(count: Int) throws(PythonError) -> Head {
        try checked(count, max: bytes.count / 2)
        return count == 0 ? .value(.map([])) : .map(count: count)
    }

    private mutating func body(_ byteCount: Int) throws(PythonError) -> ArraySlice<UInt8> {
        try checked(byteCount, max: bytes.count)
        return try taken(byteCount)
    }

    private mutating func string(byteCount: Int) throws(PythonError) -> MeshValue {
        guard let text = PythonText(utf8: Array(try body(byteCount))) else {
            throw .other(name: "UnicodeDecodeError", "'utf-8' codec can't decode the bytes")
        }
        return .string(text)
    }

    // MARK: Extensions

    private mutating func extended(byteCount: Int) throws(PythonError) -> MeshValue {
        try checked(byteCount, max: bytes.count)
        guard let kind = try taken(1).first else { throw Self.incomplete }
        let body = try taken(byteCount)
        switch kind {
        case MessagePackKind.timestamp: return try Self.timestamp(body)
        case MessagePackKind.tuple:
            let value = try Self.value(of: body, outer: nesting(extensions: 1))
            return .tuple(try value.iterated())
        case MessagePackKind.dictionary:
            let value = try Self.value(of: body, outer: nesting(extensions: 1))
            return .dictionary(try DictionaryValue.unpacked(value))
        default: return .bytes(Array(body))
        }
    }

    private static func timestamp(_ body: ArraySlice<UInt8>) throws(PythonError) -> MeshValue {
        func number(_ part: ArraySlice<UInt8>) -> UInt64 {
            part.reduce(0) { $0 << 8 | UInt64($1) }
        }
        let (seconds, nanoseconds): (UInt64, UInt64)
        switch body.count {
        case 4: (seconds, nanoseconds) = (number(body), 0)
        case 8:
            let both = number(body)
            (seconds, nanoseconds) = (both & (1 << 34 - 1), both >> 34)
        case 12: (seconds, nanoseconds) = (number(body.dropFirst(4)), number(body.prefix(4)))
        default: throw .value("Timestamp type can only be created from 32, 64, or 96-bit bytes")
        }
        guard nanoseconds < 1_000_000_000 else {
            throw .value("nanoseconds must be less than 999999999.")
        }
        return .timestamp(
            seconds: Int64(bitPattern: seconds), nanoseconds: UInt32(nanoseconds))
    }
}

/// The entries of a map while it is read: a repeated key's last value wins.
private struct MapEntries {
    private(set) var entries: [(key: MeshValue, value: MeshValue)] = []
    private var places: [MeshValue: Int] = [:]  // looked up, never iterated
    /// Entries that were read, repeated keys included.
    private(set) var readCount = 0

    mutating func set(_ value: MeshValue, for key: MeshValue) throws(PythonError) {
        switch key {
        case .string, .bytes: break
        default: throw .value("a map key is not allowed when strict_map_key=True")
        }
        readCount += 1
        if let place = places[key] {
            entries[place].value = value
        } else {
            places[key] = entries.count
            entries.append((key, value))
        }
    }
}

extension MeshValue {
    /// The elements that `for element in value` yields; of a map, its keys.
    ///
    /// **Throws:** ``PythonError/type(_:)`` where Python cannot iterate the value.
    func iterated() throws(PythonError) -> [MeshValue] {
        switch self {
        case .list(let elements), .tuple(let elements): return elements
        case .map(let entries): return entries.map(\.key)
        case .string(let text):
            return text.codePoints.map { .string(PythonText(codePoints: [$0])) }
        case .bytes(let bytes): return bytes.map { .integer(BigInt($0)) }
        default: throw .type("the object is not iterable")
        }
    }

    /// `first, second, third = value`.
    fileprivate func three() throws(PythonError) -> (MeshValue, MeshValue, MeshValue) {
        let elements = try iterated()
        guard elements.count == 3 else { throw .value("not enough or too many values to unpack") }
        return (elements[0], elements[1], elements[2])
    }
}

extension DictionaryValue {
    /// `DictionaryDHTValue.unpackb` of a value that was read.
    fileprivate static func unpacked(_ value: MeshValue) throws(PythonError) -> DictionaryValue {
        let (sizeMax, latest, items) = try value.three()
        let dictionary = DictionaryValue(sizeMax: sizeMax)
        dictionary.storage.isFrozen = true
        for item in try items.iterated() {
            let (subkey, value, expiration) = try item.three()
            // Nothing expires while it is frozen: any time does.
            try dictionary.store(value, for: subkey, expiration: expiration, now: .integer(0))
        }
        dictionary.latest = latest
        dictionary.storage.isFrozen = false
        return dictionary
    }
}
