package import ChainConformance
package import Conformance
internal import Cryptography
internal import Encodings
internal import PublishedNode
package import PythonValues

/// The chains and wallets that the node's vector files name, and their notation for bytes.
package struct NodeChains: Sendable {
    /// The file that holds them, beside the others.
    package static let fileName = "chains.json"
    /// The most bytes that a body is padded to.
    private static let paddedByteCountMax = 1 << 30

    /// The document `chains.json`.
    package let document: VectorValue

    package init(_ document: VectorValue) {
        self.document = document
    }

    /// The chains of the folder; nil where it has no such file.
    ///
    /// **Throws:** ``VectorFormError`` where the file is not of its form.
    package static func beside(_ surroundings: ChainVectorSurroundings) throws -> NodeChains? {
        guard let bytes = try surroundings.neighbour(fileName) else { return nil }
        do throws(PythonJSONError) {
            return NodeChains(
                VectorValue(
                    try PythonJSONParser.parse(bytes, byteCountMax: bytes.count), place: fileName))
        } catch {
            throw VectorFormError(
                place: "\(fileName), byte \(error.offset)", expected: error.expected,
                got: "something else")
        }
    }

    /// The blocks that a name such as `A:6` means: genesis and the first six blocks of `A`.
    ///
    /// **Throws:** ``VectorFormError`` where there is no such chain.
    package func blocks(named name: VectorValue) throws -> [PythonValue] {
        let text = try name.string()
        let parts = text.utf8.split(
            separator: UInt8(ascii: ":"), maxSplits: 1, omittingEmptySubsequences: false)
        let label = parts.first.flatMap { String($0) } ?? ""
        let blocks = try document.member(label).elements().map(\.value)
        guard parts.count == 2 else { return blocks }
        guard let height = Int(String(parts[1]) ?? ""), (0..<blocks.count).contains(height) else {
            throw VectorFormError(
                place: name.place, expected: "\(label):0 to \(label):\(blocks.count - 1)",
                got: text)
        }
        return Array(blocks[...height])
    }

    /// The chain that a name means, as a value.
    package func chain(named name: VectorValue) throws -> PythonValue {
        .list(try blocks(named: name))
    }

    /// The members `private`, `public` and `address` of a wallet.
    package func wallet(named name: String) throws -> PythonValue {
        try document.member("wallets").member(name).value
    }

    /// The bytes that a body spells: `{text}`, `{hex}` or `{chain, form}` with `before`, `after`
    /// and `pad_spaces_to`. Their count and digest are checked where the body tells them.
    package func bytes(of body: VectorValue) throws -> [UInt8] {
        var bytes: [UInt8]
        if let text = try body.optional("text") {
            bytes = try Self.utf8(text)
        } else if let digits = try body.optional("hex") {
            let text = try digits.string()
            guard let spelt = Hexadecimal.bytes(of: text) else {
                throw VectorFormError(
                    place: digits.place, expected: "hexadecimal digits", got: text)
            }
            bytes = spelt
        } else {
            bytes = try Self.bytes(
                of: chain(named: body.member("chain")), form: body.optional("form"))
        }
        if let before = try body.optional("before") { bytes = try Self.utf8(before) + bytes }
        if let after = try body.optional("after") { bytes += try Self.utf8(after) }
        if let padding = try body.optional("pad_spaces_to") {
            let count = try padding.int()
            guard (bytes.count...Self.paddedByteCountMax).contains(count) else {
                throw VectorFormError(
                    place: padding.place,
                    expected: "\(bytes.count) to \(Self.paddedByteCountMax)", got: String(count))
            }
            bytes += [UInt8](repeating: UInt8(ascii: " "), count: count - bytes.count)
        }
        try Self.check(bytes, against: body)
        return bytes
    }

    private static func utf8(_ text: VectorValue) throws -> [UInt8] {
        let points = try text.text()
        do throws(PythonError) {
            return try points.utf8()
        } catch {
            throw VectorFormError(place: text.place, expected: "a text", got: "\(error)")
        }
    }

    /// The bytes of a value in one of the forms `spaced`, `compact` and `indent1`; without one, in
    /// that of the wire.
    private static func bytes(of value: PythonValue, form: VectorValue?) throws -> [UInt8] {
        guard let form else { return try NodeJSON.spaced(value) }
        switch try form.string() {
        case "spaced": return try NodeJSON.spaced(value)
        case "compact": return Array(try PythonJSONWriter.text(value, sortsKeys: false).utf8)
        case "indent1": return try NodeJSON.indented(value)
        case let other:
            throw VectorFormError(
                place: form.place, expected: "spaced, compact or indent1", got: other)
        }
    }

    private static func check(_ bytes: [UInt8], against body: VectorValue) throws {
        if let count = try body.optional("bytes"), try count.int() != bytes.count {
            throw VectorFormError(
                place: count.place, expected: "\(bytes.count), as the form has it",
                got: try String(count.int()))
        }
        let digest = Digests.sha256(bytes).text
        if let told = try body.optional("sha256"), try told.string() != digest {
            throw VectorFormError(
                place: told.place, expected: "\(digest), as the form has it",
                got: try told.string())
        }
    }
}
