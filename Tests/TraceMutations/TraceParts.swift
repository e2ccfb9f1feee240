import Cryptography
public import Encodings

/// A trace's file in its parts, which a forger alters and seals anew. It knows the format from its
/// page and none of the code under test.
public struct TraceParts {
    public var magic: [UInt8]
    public var header: JSONValue
    /// [tensor]: the integers' digest, then the stored bytes'.
    public var tensors: [[UInt8]]
    /// [prompt][operation]: the state, then the digest.
    public var records: [[[UInt8]]]
    public var elements: [UInt8]

    /// **Precondition:** a good file.
    public init(_ bytes: [UInt8]) throws {
        let headerByteCount = bytes[17..<25].reversed().reduce(0) { $0 << 8 | Int($1) }
        magic = Array(bytes[..<17])
        let headerBytes = Array(bytes[25..<25 + headerByteCount])
        header = try JSONParser.parse(headerBytes, byteCountMax: bytes.count)
        var rest = bytes[(25 + headerByteCount)...].dropLast(64)
        func take(_ count: Int) -> [UInt8] {
            defer { rest = rest.dropFirst(count) }
            return Array(rest.prefix(count))
        }
        let run = header.member("run")
        let count = run?.member("schedule")?.arrayValue?.count ?? 0
        tensors = (run?.member("tensors")?.arrayValue ?? []).map { _ in take(64) }
        records = (header.member("prompts")?.arrayValue ?? []).map { _ in
            (0..<count).map { _ in take(33) }
        }
        elements = Array(rest)
    }

    /// The file of these parts, its root and its digest as they should be.
    public var sealed: [UInt8] {
        let headerBytes = Array(header.compactText.utf8)
        var bytes = magic + Self.littleEndian(UInt64(headerBytes.count)) + headerBytes
        bytes += tensors.flatMap(\.self) + records.joined().flatMap(\.self) + elements + root.bytes
        return bytes + Digests.sha256(bytes).bytes
    }

    private var root: Digest {
        let run = header.member("run")
        let names = (run?.member("schedule")?.arrayValue ?? []).map { operation in
            operation.member("name")?.stringValue ?? ""
        }
        let level = run?.member("level")?.stringValue ?? ""
        let prompts = header.member("prompts")?.arrayValue ?? []
        let leaves = zip(prompts, records).enumerated().map { place, pair in
            let records = zip(names, pair.1).enumerated().map { place, pair in
                let (name, record) = pair
                return Self.littleEndian(UInt32(place))
                    + Self.littleEndian(UInt32(bitPattern: Self.layer(name)))
                    + [UInt8(truncatingIfNeeded: name.utf8.count)] + Array(name.utf8) + record
            }
            return Self.littleEndian(UInt32(place))
                + Digests.sha256(pair.0.compactText.utf8).bytes + Self.treeRoot(records)
        }
        let runBytes = Array((run ?? .null).compactText.utf8)
        let integers = tensors.flatMap { $0.prefix(32) }
        var content = Array("glyphlab trace root 2\n".utf8)
        content += Digests.sha256(runBytes).bytes + Digests.sha256(integers).bytes
        content += Self.treeRoot(leaves)
        if level.utf8.contains(UInt8(ascii: "=")) { content += Digests.sha256(elements).bytes }
        return Digests.sha256(content)
    }

    private static func layer(_ name: String) -> Int32 {
        guard let match = name.prefixMatch(of: /h\.(0|[1-9][0-9]*)\./) else { return -1 }
        return Int32(match.1) ?? -1
    }

    private static func treeRoot(_ leaves: [[UInt8]]) -> [UInt8] {
        guard !leaves.isEmpty else { return Digests.sha256([2]).bytes }
        var level = leaves.map { Digests.sha256($0 + [0]).bytes }
        while level.count > 1 {
            level = stride(from: 0, to: level.count, by: 2).map { index in
                index + 1 < level.count
                    ? Digests.sha256(level[index] + level[index + 1] + [1]).bytes : level[index]
            }
        }
        return level[0]
    }

    private static func littleEndian(_ value: some FixedWidthInteger) -> [UInt8] {
        (0..<value.bitWidth / 8).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
}

/// Members of a JSON document by their path, to be altered.
extension JSONValue {
    public mutating func edit(_ path: String..., change: (inout JSONValue) -> Void) {
        edit(path[...], change)
    }

    private mutating func edit(_ path: ArraySlice<String>, _ change: (inout JSONValue) -> Void) {
        guard let key = path.first else { return change(&self) }
        guard case .object(var members) = self,
            let index = members.firstIndex(where: { $0.key == key })
        else { return }
        members[index].value.edit(path.dropFirst(), change)
        self = .object(members)
    }

    public mutating func editElements(_ change: (inout [JSONValue]) -> Void) {
        guard case .array(var elements) = self else { return }
        change(&elements)
        self = .array(elements)
    }
}
