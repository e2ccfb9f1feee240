internal import Encodings

/// A `str`: code points, among which surrogates may stand alone.
public struct PythonText: Sendable, Hashable, Comparable {
    public var codePoints: [UInt32]

    public init(codePoints: [UInt32] = []) {
        self.codePoints = codePoints
    }

    public init(_ text: String) {
        codePoints = text.unicodeScalars.map(\.value)
    }

    /// The text that bytes spell; nil where they are no UTF-8.
    public init?(utf8 bytes: [UInt8]) {
        if bytes.allSatisfy({ $0 < 0x80 }) {
            self.init(codePoints: bytes.map { UInt32($0) })
        } else if UTF8Validation.firstInvalidOffset(in: bytes) == nil {
            self.init(String(decoding: bytes, as: UTF8.self))
        } else {
            return nil
        }
    }

    /// By code points, as CPython orders.
    public static func < (left: PythonText, right: PythonText) -> Bool {
        left.codePoints.lexicographicallyPrecedes(right.codePoints)
    }

    public static func + (left: PythonText, right: PythonText) -> PythonText {
        PythonText(codePoints: left.codePoints + right.codePoints)
    }

    /// As JSON escapes it: what lies above U+FFFF as a pair, a surrogate alone as it is.
    var utf16: [UInt16] {
        var units: [UInt16] = []
        units.reserveCapacity(codePoints.count)
        for point in codePoints {
            if point < 0x10000 {
                units.append(UInt16(point))
            } else {
                units.append(UInt16(0xD800 + (point - 0x10000) >> 10))
                units.append(UInt16(0xDC00 + point & 0x3FF))
            }
        }
        return units
    }

    public func equals(_ text: String) -> Bool {
        codePoints.elementsEqual(text.unicodeScalars.lazy.map(\.value))
    }

    /// Whether the text is of ASCII alone, and its characters are these bytes.
    public func isASCII(_ bytes: [UInt8]) -> Bool {
        codePoints.count == bytes.count
            && zip(codePoints, bytes).allSatisfy { $0 == UInt32($1) && $1 < 0x80 }
    }

    /// `text.encode("utf-8")`. **Throws:** ``PythonError/unicode(_:)`` for a surrogate alone.
    public func utf8() throws(PythonError) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(codePoints.count)
        for point in codePoints {
            if point < 0x80 {
                bytes.append(UInt8(point))
                continue
            }
            guard let scalar = Unicode.Scalar(point) else {
                throw .unicode("surrogates not allowed")
            }
            bytes += Array(String(scalar).utf8)
        }
        return bytes
    }

    /// For people: surrogates alone are replaced.
    public var shown: String {
        var scalars = String.UnicodeScalarView()
        for point in codePoints { scalars.append(Unicode.Scalar(point) ?? "\u{FFFD}") }
        return String(scalars)
    }
}

/// A `dict` with keys of text: in the order in which they first came, each with its last value.
public struct PythonDictionary: Sendable {
    public private(set) var members: [(key: PythonText, value: PythonValue)] = []
    /// The members' places once they are more than ``searchedCountMax``; empty before.
    private var places: [PythonText: Int] = [:]  // looked up, never iterated

    /// So few are found sooner by looking at each than by a hash.
    private static let searchedCountMax = 16

    public init() {}

    public var count: Int { members.count }

    public subscript(key: PythonText) -> PythonValue? {
        get { place(of: key).map { members[$0].value } }
        set {
            guard let newValue else { preconditionFailure("members are never taken out") }
            if let place = place(of: key) {
                members[place].value = newValue
                return
            }
            members.append((key, newValue))
            if members.count == Self.searchedCountMax + 1 {
                for (place, member) in members.enumerated() { places[member.key] = place }
            } else if !places.isEmpty {
                places[key] = members.count - 1
            }
        }
    }

    private func place(of key: PythonText) -> Int? {
        places.isEmpty ? members.firstIndex { $0.key == key } : places[key]
    }

    public subscript(key: String) -> PythonValue? {
        get { self[PythonText(key)] }
        set { self[PythonText(key)] = newValue }
    }

    /// Whether both have the same members, in any order.
    func equals(_ other: PythonDictionary) -> Bool {
        count == other.count
            && members.allSatisfy { member in
                other[member.key].map { member.value.equals($0) } ?? false
            }
    }
}
