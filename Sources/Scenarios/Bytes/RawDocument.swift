/// A JSON text whose numbers, texts and keys stay as they are spelled: for attacks that live in the
/// spelling.
package indirect enum RawDocument {
    case plain(String)
    case array([RawDocument])
    /// Members in their order, equal keys too; keys with their quotes.
    case object([(key: String, value: RawDocument)])

    /// **Throws:** ``StepFault`` for what is not JSON in its outlines.
    package init(_ bytes: [UInt8]) throws {
        var reader = Reader(bytes: bytes)
        self = try reader.value()
        guard reader.isAtEnd else { throw StepFault("more after a JSON value") }
    }

    package var text: String {
        switch self {
        case .plain(let text): text
        case .array(let elements): "[\(elements.map(\.text).joined(separator: ","))]"
        case .object(let members):
            "{\(members.map { "\($0.key):\($0.value.text)" }.joined(separator: ","))}"
        }
    }

    package var bytes: [UInt8] { Array(text.utf8) }

    /// The value at a path of keys and numbers joined by dots; nil where there is none.
    package func value(at path: String) -> RawDocument? {
        guard let (first, rest) = Self.split(path) else { return self }
        switch self {
        case .plain: return nil
        case .array(let elements):
            guard let index = Int(first), elements.indices.contains(index) else { return nil }
            return elements[index].value(at: rest)
        case .object(let members):
            return members.last { $0.key == "\"\(first)\"" }?.value.value(at: rest)
        }
    }

    /// Changes what stands at a path. **Throws:** ``StepFault`` where nothing does.
    package mutating func change(_ path: String, _ change: (inout RawDocument) -> Void) throws {
        guard let (first, rest) = Self.split(path) else {
            change(&self)
            return
        }
        switch self {
        case .array(var elements):
            guard let index = Int(first), elements.indices.contains(index) else { break }
            try elements[index].change(rest, change)
            self = .array(elements)
            return
        case .object(var members):
            guard let index = members.lastIndex(where: { $0.key == "\"\(first)\"" }) else { break }
            try members[index].value.change(rest, change)
            self = .object(members)
            return
        case .plain: break
        }
        throw StepFault("nothing stands at \(path)")
    }

    package mutating func set(_ path: String, _ raw: String) throws {
        try change(path) { $0 = .plain(raw) }
    }

    /// A member after all others of the object that the path's beginning leads to.
    package mutating func add(_ path: String, _ raw: String) throws {
        let (parent, key) = Self.parent(path)
        try changeMembers(parent) { $0.append(("\"\(key)\"", .plain(raw))) }
    }

    package mutating func remove(_ path: String) throws {
        let (parent, key) = Self.parent(path)
        try changeMembers(parent) { $0.removeAll { $0.key == "\"\(key)\"" } }
    }

    /// Spells a key anew; `raw` has its own quotes.
    package mutating func rename(_ path: String, _ raw: String) throws {
        let (parent, key) = Self.parent(path)
        try changeMembers(parent) { members in
            for index in members.indices where members[index].key == "\"\(key)\"" {
                members[index].key = raw
            }
        }
    }

    package mutating func append(_ raw: [UInt8], to path: String) throws {
        let element = RawDocument.plain(String(decoding: raw, as: UTF8.self))
        var isArray = false
        try change(path) { value in
            guard case .array(let elements) = value else { return }
            value = .array(elements + [element])
            isArray = true
        }
        guard isArray else { throw StepFault("no array stands at \(path)") }
    }

    private mutating func changeMembers(
        _ path: String, _ body: (inout [(key: String, value: RawDocument)]) -> Void
    ) throws {
        var isChanged = false
        try change(path) { value in
            guard case .object(var members) = value else { return }
            let before = RawDocument.object(members).text
            body(&members)
            value = .object(members)
            isChanged = value.text != before
        }
        guard isChanged else { throw StepFault("nothing changes at \(path)") }
    }

    private static func split(_ path: String) -> (first: String, rest: String)? {
        guard !path.isEmpty else { return nil }
        let parts = path.split(separator: ".", maxSplits: 1)
        // Dots alone name nothing that stands anywhere.
        guard let first = parts.first else { return (path, "") }
        return (String(first), parts.count == 2 ? String(parts[1]) : "")
    }

    private static func parent(_ path: String) -> (parent: String, key: String) {
        let parts = path.split(separator: ".")
        return (parts.dropLast().joined(separator: "."), parts.last.map(String.init) ?? "")
    }
}

/// Reads outlines only: what stands between brackets, commas and colons is taken as it is.
private struct Reader {
    /// Deeper values would need more of the stack than a thread has.
    private static let depthMax = 512

    let bytes: [UInt8]
    var position = 0
    private var depth = 0

    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    var isAtEnd: Bool { position == bytes.count }
    private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

    mutating func value() throws -> RawDocument {
        switch current {
        case UInt8(ascii: "["):
            var elements: [RawDocument] = []
            try list(UInt8(ascii: "]")) { reader in elements.append(try reader.value()) }
            return .array(elements)
        case UInt8(ascii: "{"):
            var members: [(key: String, value: RawDocument)] = []
            try list(UInt8(ascii: "}")) { reader in
                let key = try reader.plain()
                try reader.take(UInt8(ascii: ":"))
                members.append((key, try reader.value()))
            }
            return .object(members)
        default: return .plain(try plain())
        }
    }

    private mutating func list(
        _ end: UInt8, _ element: (inout Reader) throws -> Void
    ) throws {
        guard depth < Self.depthMax else {
            throw StepFault("expected at most \(Self.depthMax) values in each other, got more")
        }
        depth += 1
        defer { depth -= 1 }
        position += 1
        while current != end {
            try element(&self)
            if current == UInt8(ascii: ",") { position += 1 }
        }
        position += 1
    }

    private mutating func take(_ byte: UInt8) throws {
        guard current == byte else { throw StepFault("no JSON at byte \(position)") }
        position += 1
    }

    private mutating func plain() throws -> String {
        let start = position
        var isQuoted = false
        while let byte = current {
            if byte == UInt8(ascii: "\\") {
                position += 1
            } else if byte == UInt8(ascii: "\"") {
                isQuoted.toggle()
            } else if !isQuoted, [0x2C, 0x3A, 0x5B, 0x5D, 0x7B, 0x7D].contains(byte) {
                break
            }
            position += 1
        }
        guard position > start, position <= bytes.count, !isQuoted else {
            throw StepFault("no JSON at byte \(start)")
        }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }
}
