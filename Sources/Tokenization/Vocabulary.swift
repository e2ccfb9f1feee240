internal import Encodings

/// The tokens of `vocab.json`: their bytes by id, and their ids by the text that the files use.
struct Vocabulary: Sendable {
    static let endOfText = Array("<|endoftext|>".utf8)

    /// The bytes that each id stands for.
    let tokens: [[UInt8]]
    /// The id of each single byte.
    let byteIDs: [Int32]
    private let ids: [[UInt8]: Int32]  // by the text's UTF-8; looked up, never iterated

    /// **Throws:** ``TokenizerError`` unless the ids are 0 ..< count, each once, and the 256 bytes
    /// are all there.
    init(
        json bytes: [UInt8], added: Set<[UInt8]> = []  // never iterated
    ) throws(TokenizerError) {
        try self.init(members: Self.members(json: bytes), added: added)
    }

    /// The texts and ids as the file has them.
    static func members(json bytes: [UInt8]) throws(TokenizerError) -> [JSONMember] {
        let document: JSONValue
        do {
            document = try JSONParser.parse(bytes, byteCountMax: Limits.fileByteCountMax)
        } catch {
            throw .vocabularyNotJSON(error)
        }
        guard let members = document.objectValue else {
            throw .vocabularyNotAnObject(got: document.kind)
        }
        return members
    }

    /// The tokens as members of an object: texts with ids. Those that are `added`, too, stand for
    /// their text as it is; all others for bytes.
    ///
    /// **Throws:** as ``init(json:added:)``.
    init(
        members: [JSONMember], added: Set<[UInt8]> = []  // never iterated
    ) throws(TokenizerError) {
        guard (256...Limits.tokenCountMax).contains(members.count) else {
            throw .vocabularySize(limit: Limits.tokenCountMax, got: members.count)
        }
        var tokens = [[UInt8]?](repeating: nil, count: members.count)
        var ids: [[UInt8]: Int32] = [:]  // looked up, never iterated
        ids.reserveCapacity(members.count)
        for member in members {
            let id = try Self.id(of: member, count: members.count)
            guard tokens[id] == nil else { throw .duplicateID(id: id, key: member.key) }
            let text = Array(member.key.utf8)
            tokens[id] = try added.contains(text) ? text : Self.bytes(of: member.key)
            ids[text] = Int32(id)
        }
        // As many distinct ids below the count as there are tokens: no hole is left.
        self.tokens = tokens.map { $0! }
        self.ids = ids
        var byteIDs: [Int32] = []
        for (byte, scalar) in ByteAlphabet.scalars.enumerated() {
            guard let id = ids[Array(String(UnicodeScalar(scalar)!).utf8)] else {
                throw .missingByte(UInt8(byte))
            }
            byteIDs.append(id)
        }
        self.byteIDs = byteIDs
    }

    /// The id of a token as the files write it.
    func id(ofText text: some Sequence<UInt8>) -> Int32? {
        ids[Array(text)]
    }

    /// The id of the token that is these bytes.
    func id(ofBytes bytes: some Sequence<UInt8>) -> Int32? {
        var text = String.UnicodeScalarView()
        for byte in bytes { text.append(UnicodeScalar(ByteAlphabet.scalars[Int(byte)])!) }
        return ids[Array(String(text).utf8)]
    }

    private static func id(of member: JSONMember, count: Int) throws(TokenizerError) -> Int {
        guard let id = member.value.integerValue, (0..<count).contains(id) else {
            throw .tokenID(
                key: member.key, expected: "an id from 0 to \(count - 1), without holes",
                got: member.value.kind)
        }
        return id
    }

    private static func bytes(of text: String) throws(TokenizerError) -> [UInt8] {
        guard (1...Limits.tokenByteCountMax).contains(text.utf8.count) else {
            throw .tokenText(key: text, expected: "1 to \(Limits.tokenByteCountMax) bytes")
        }
        guard let bytes = ByteAlphabet.bytes(of: text) else {
            throw .tokenText(key: text, expected: "characters of the byte alphabet")
        }
        return bytes
    }
}
