package import BigInt
package import PythonValues

/// A value as the published code's msgpack makes it of bytes.
///
/// Values are equal and hash as in Python: `1`, `1.0` and `True` are one key, a dictionary value is
/// equal to itself alone.
package enum MeshValue {
    case none
    case boolean(Bool)
    case integer(BigInt)
    case float(PythonFloat)
    case string(PythonText)
    case bytes([UInt8])
    case list([MeshValue])
    case tuple([MeshValue])
    /// Keys are strings or bytes, each once.
    case map([(key: MeshValue, value: MeshValue)])
    case dictionary(DictionaryValue)
    case timestamp(seconds: Int64, nanoseconds: UInt32)
    /// A `DHTID`, which no message can hold.
    case id(MeshID)

    package static func text(_ text: String) -> MeshValue { .string(PythonText(text)) }

    package static func number(_ number: PythonNumber) -> MeshValue {
        switch number {
        case .integer(let value): .integer(value)
        case .float(let value): .float(value)
        }
    }

    /// The value where it is a number, as which `bool` counts.
    package var number: PythonNumber? {
        switch self {
        case .boolean(let value): .integer(value ? 1 : 0)
        case .integer(let value): .integer(value)
        case .float(let value): .float(value)
        case .id(let id): .integer(id.integer)
        default: nil
        }
    }

    /// As `bool(value)` has it.
    package var isTrue: Bool {
        switch self {
        case .none: false
        case .boolean(let value): value
        case .integer(let value): value != 0
        case .float(let value): !value.isZero
        case .string(let text): !text.codePoints.isEmpty
        case .bytes(let bytes): !bytes.isEmpty
        case .list(let elements), .tuple(let elements): !elements.isEmpty
        case .map(let entries): !entries.isEmpty
        case .dictionary(let dictionary): !dictionary.storage.isEmpty
        case .timestamp: true
        case .id(let id): id != .zero
        }
    }

    /// Whether the value can be a key: lists and maps cannot.
    package var isHashable: Bool {
        switch self {
        case .list, .map: false
        case .tuple(let elements): elements.allSatisfy(\.isHashable)
        default: true
        }
    }
}

extension MeshValue: StorageKey {
    package static func == (left: MeshValue, right: MeshValue) -> Bool {
        if case .float(let first) = left, case .float(let second) = right {
            // A float that is no number is found by itself alone.
            return first.isNaN || second.isNaN
                ? first.hasBits(of: second) : PythonNumber.float(first).equals(.float(second))
        }
        if let first = left.number, let second = right.number { return first.equals(second) }
        switch (left, right) {
        case (.none, .none): return true
        case (.string(let first), .string(let second)): return first == second
        case (.bytes(let first), .bytes(let second)): return first == second
        case (.list(let first), .list(let second)): return first == second
        case (.tuple(let first), .tuple(let second)): return first == second
        case (.map(let first), .map(let second)):
            return first.count == second.count
                && first.allSatisfy { entry in
                    second.contains { $0.key == entry.key && $0.value == entry.value }
                }
        case (.dictionary(let first), .dictionary(let second)): return first === second
        case (.timestamp(let first, let part), .timestamp(let second, let otherPart)):
            return first == second && part == otherPart
        default: return false
        }
    }

    package func hash(into hasher: inout Hasher) {
        switch self {
        case .none: hasher.combine(0)
        case .boolean, .integer, .float, .id:
            // Equal numbers of any type hash alike.
            if case .float(let float) = self {
                if let integer = try? float.truncated(),
                    PythonNumber.float(float).equals(.integer(integer))
                {
                    hasher.combine(integer)
                } else {
                    hasher.combine(float.text)
                }
            } else if case .integer(let integer)? = number {
                hasher.combine(integer)
            }
        case .string(let text): hasher.combine(text)
        case .bytes(let bytes): hasher.combine(bytes)
        case .list(let elements), .tuple(let elements): hasher.combine(elements)
        case .map(let entries): hasher.combine(entries.count)
        case .dictionary(let dictionary): hasher.combine(ObjectIdentifier(dictionary))
        case .timestamp(let seconds, let nanoseconds):
            hasher.combine(seconds)
            hasher.combine(nanoseconds)
        }
    }

    package func isLess(than other: MeshValue) throws(PythonError) -> Bool {
        if let left = number, let right = other.number { return left.isLess(than: right) }
        switch (self, other) {
        case (.string(let left), .string(let right)): return left < right
        case (.bytes(let left), .bytes(let right)): return left.lexicographicallyPrecedes(right)
        case (.tuple(let left), .tuple(let right)), (.list(let left), .list(let right)):
            for (mine, its) in zip(left, right) where mine != its {
                return try mine.isLess(than: its)
            }
            return left.count < right.count
        default: throw .type("'<' not supported between these values")
        }
    }
}

/// Values by subkey, each with its expiration: `DictionaryDHTValue`, shared by reference.
package final class DictionaryValue {
    package struct Item {
        package let value: MeshValue
        /// The expiration as it was given: a `bool` stays one.
        package let expiration: MeshValue
    }

    /// As it was given; infinite where that is not true.
    package var sizeMax: MeshValue {
        didSet { storage.sizeMax = sizeMax.number }
    }
    /// The greatest expiration of any attempt to store; anything at all in a dictionary that was
    /// decoded.
    package var latest: MeshValue = .float(PythonTimes.beforeAll)
    package let storage: TimedStorage<MeshValue, Item>

    package init(sizeMax: MeshValue = .none) {
        let size = sizeMax.isTrue ? sizeMax : .float(PythonTimes.never)
        self.sizeMax = size
        storage = TimedStorage(sizeMax: size.number)
    }

    /// Whether the value is stored now. The latest expiration rises in any case.
    ///
    /// **Throws:** ``PythonError``: a type where the subkey cannot be a key, where times have no
    /// order, or where subkeys of equal expirations have none.
    @discardableResult
    package func store(
        _ value: MeshValue, for subkey: MeshValue, expiration: MeshValue, now: PythonNumber
    ) throws(PythonError) -> Bool {
        guard let time = expiration.number, let latestTime = latest.number else {
            throw .type("'>' not supported between these times")
        }
        if latestTime.isLess(than: time) { latest = expiration }
        if time.isLess(than: now), !storage.isFrozen { return false }
        guard subkey.isHashable else { throw .type("unhashable subkey") }
        return try storage.store(
            Item(value: value, expiration: expiration), for: subkey, expiration: time, now: now)
    }

    /// The items that have not expired.
    package func items(
        now: PythonNumber
    ) throws(PythonError) -> [(subkey: MeshValue, item: Item)] {
        try storage.entries(now: now).map { ($0.key, $0.value.value) }
    }
}
