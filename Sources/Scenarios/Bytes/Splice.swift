internal import Encodings

/// A change of bytes that knows nothing of what they mean.
package enum Splice: Sendable {
    case replace(text: String, with: String)
    case append([UInt8])
    case prepend([UInt8])
    /// The last bytes go.
    case drop(Int)
    /// From the end where it is negative.
    case xor(at: Int, with: UInt8)
    case write(at: Int, [UInt8])

    package init(_ object: StrictObject) throws(ScenarioError) {
        var object = object
        func bytes(_ key: String, _ object: inout StrictObject) throws(ScenarioError) -> [UInt8] {
            let text = try object.text(key)
            guard let bytes = Hexadecimal.bytes(of: text) else {
                throw object.wrong(key, "lower-case hex", text)
            }
            return bytes
        }
        let kind = try object.text("kind")
        switch kind {
        case "replace":
            self = .replace(text: try object.text("text"), with: try object.text("with"))
        case "append": self = .append(try bytes("hex", &object))
        case "append_text": self = .append(Array(try object.text("text").utf8))
        case "prepend": self = .prepend(try bytes("hex", &object))
        case "drop": self = .drop(try object.integer("count", in: 1...1 << 24))
        case "xor":
            self = .xor(
                at: try object.integer("at", in: -(1 << 24)...1 << 24),
                with: UInt8(try object.integer("with", in: 1...255)))
        case "write":
            self = .write(
                at: try object.integer("at", in: -(1 << 24)...1 << 24), try bytes("hex", &object))
        default:
            throw object.wrong(
                "kind", "replace, append, append_text, prepend, drop, xor or write", kind)
        }
        try object.finish()
    }

    /// **Throws:** ``StepFault`` where there is nothing to change: an attack that changes nothing
    /// tries nothing.
    package func applied(to bytes: [UInt8]) throws -> [UInt8] {
        switch self {
        case .replace(let text, let with):
            let (old, new) = (Array(text.utf8), Array(with.utf8))
            guard let start = bytes.firstRange(of: old)?.lowerBound else {
                throw StepFault("\"\(text)\" does not occur")
            }
            return Array(bytes[..<start]) + new + bytes[(start + old.count)...]
        case .append(let more): return bytes + more
        case .prepend(let more): return more + bytes
        case .drop(let count):
            guard count <= bytes.count else { throw StepFault("\(bytes.count) bytes are fewer") }
            return Array(bytes.dropLast(count))
        case .xor(let at, let mask):
            var bytes = bytes
            bytes[try Self.place(at, 1, bytes)] ^= mask
            return bytes
        case .write(let at, let new):
            var bytes = bytes
            let start = try Self.place(at, new.count, bytes)
            bytes.replaceSubrange(start..<start + new.count, with: new)
            return bytes
        }
    }

    private static func place(_ at: Int, _ count: Int, _ bytes: [UInt8]) throws -> Int {
        let start = at < 0 ? bytes.count + at : at
        guard start >= 0, start + count <= bytes.count else {
            throw StepFault("no byte \(at) of \(bytes.count)")
        }
        return start
    }
}
