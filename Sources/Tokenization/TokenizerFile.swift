internal import Encodings

/// `tokenizer.json` of the byte-level BPE kind: a vocabulary, merges, and settings that all have to
/// be GPT-2's.
///
/// Strict: every key that the format knows is looked at, and one that it does not know is refused,
/// since any of them may change ids. Keys that only concern offsets or decoding may say anything
/// that belongs to the kind. **Source:** the files that huggingface/tokenizers writes.
enum TokenizerFile {
    /// **Throws:** ``TokenizerError`` with the path of the key.
    static func parts(
        _ bytes: [UInt8]
    ) throws(TokenizerError) -> (Vocabulary, MergeTable) {
        let document: JSONValue
        do {
            document = try JSONParser.parse(bytes, byteCountMax: Limits.tokenizerByteCountMax)
        } catch {
            throw .tokenizerNotJSON(error)
        }
        let file = Section(value: document, path: "")
        try file.allowOnly([
            "version", "truncation", "padding", "added_tokens", "normalizer", "pre_tokenizer",
            "post_processor", "decoder", "model",
        ])
        try file.expectNull(["truncation", "padding", "normalizer"])
        try checkPreTokenizer(file)
        for key in ["post_processor", "decoder"] {
            guard let section = try file.optionalSection(key) else { continue }
            try section.expect("type", "\"ByteLevel\"") { $0.stringValue == "ByteLevel" }
        }
        let model = try file.section("model")
        try checkModel(model)
        return try parts(model, endOfTextID: endOfTextID(file))
    }

    // MARK: Settings

    private static func checkPreTokenizer(_ file: Section) throws(TokenizerError) {
        let section = try file.section("pre_tokenizer")
        try section.allowOnly(["type", "add_prefix_space", "trim_offsets", "use_regex"])
        try section.expect("type", "\"ByteLevel\"") { $0.stringValue == "ByteLevel" }
        try section.expect("add_prefix_space", "false") { $0.isFalse }
        try section.expectIfPresent("use_regex", "true") { $0.isTrue }
    }

    private static func checkModel(_ model: Section) throws(TokenizerError) {
        try model.allowOnly([
            "type", "dropout", "unk_token", "continuing_subword_prefix", "end_of_word_suffix",
            "fuse_unk", "byte_fallback", "ignore_merges", "vocab", "merges",
        ])
        try model.expectIfPresent("type", "\"BPE\"") { $0.stringValue == "BPE" }
        try model.expectNull(["dropout", "unk_token"])
        for key in ["continuing_subword_prefix", "end_of_word_suffix"] {
            try model.expectIfPresent(key, "null or \"\"") { $0.isNull || $0.stringValue == "" }
        }
        for key in ["fuse_unk", "byte_fallback", "ignore_merges"] {
            try model.expectIfPresent(key, "false") { $0.isFalse }
        }
    }

    /// The id of `<|endoftext|>` among the added tokens; no other may be there.
    private static func endOfTextID(_ file: Section) throws(TokenizerError) -> Int? {
        guard let value = file.value.member("added_tokens") else { return nil }
        guard let tokens = value.arrayValue, tokens.count <= 1 else {
            throw .tokenizer(
                key: "added_tokens", expected: "an array of at most one token",
                got: value.arrayValue.map { "\($0.count)" } ?? value.kind)
        }
        guard let first = tokens.first else { return nil }
        let token = Section(value: first, path: "added_tokens[0].")
        try token.allowOnly([
            "id", "content", "single_word", "lstrip", "rstrip", "normalized", "special",
        ])
        try token.expect("content", "\"\(Vocabulary.endOfText)\"") {
            $0.stringValue == Vocabulary.endOfText
        }
        for key in ["single_word", "lstrip", "rstrip"] {
            try token.expectIfPresent(key, "false") { $0.isFalse }
        }
        try token.expect("id", "an integer from 0") { $0.integerValue.map { $0 >= 0 } ?? false }
        return first.member("id")?.integerValue
    }

    // MARK: Vocabulary and merges

    private static func parts(
        _ model: Section, endOfTextID: Int?
    ) throws(TokenizerError) -> (Vocabulary, MergeTable) {
        guard var members = model.value.member("vocab")?.objectValue else {
            throw model.refused("vocab", "an object of token texts and ids")
        }
        let listed = members.first { $0.key.utf8.elementsEqual(Vocabulary.endOfText.utf8) }
        switch (listed, endOfTextID) {
        case (let member?, let id?):
            guard member.value.integerValue == id else {
                throw .tokenizer(
                    key: "added_tokens[0].id", expected: "the id that model.vocab gives it",
                    got: "\(id)")
            }
        case (nil, let id?):
            guard id == members.count else {
                throw .tokenizer(
                    key: "added_tokens[0].id",
                    expected: "\(members.count), the first after model.vocab", got: "\(id)")
            }
            members.append(JSONMember(Vocabulary.endOfText, .integer(id)))
        case (_?, nil):
            throw .tokenizer(
                key: "added_tokens",
                expected: "\"\(Vocabulary.endOfText)\", which model.vocab has", got: "nothing")
        case (nil, nil):
            break
        }
        guard let merges = model.value.member("merges")?.arrayValue else {
            throw model.refused("merges", "an array")
        }
        guard merges.count <= Limits.tokenCountMax else {
            throw model.refused("merges", "at most \(Limits.tokenCountMax)")
        }
        do {
            let vocabulary = try Vocabulary(members: members)
            return (vocabulary, try table(merges, vocabulary))
        } catch {
            throw .inTokenizer(error)
        }
    }

    /// Each merge is `"left right"` or, in newer files, `["left", "right"]`.
    private static func table(
        _ merges: [JSONValue], _ vocabulary: Vocabulary
    ) throws(TokenizerError) -> MergeTable {
        var table = MergeTable()
        for (rank, merge) in merges.enumerated() {
            let parts =
                merge.arrayValue?.map { $0.stringValue ?? "" }
                ?? merge.stringValue.map { text in
                    text.unicodeScalars.split(separator: " ", omittingEmptySubsequences: false)
                        .map { String($0) }
                } ?? []
            guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
                throw .mergeForm(line: rank, got: merge.compactText)
            }
            try MergesFile.add(
                ArraySlice(parts[0].utf8), ArraySlice(parts[1].utf8), rank: rank, number: rank,
                to: &table, vocabulary)
        }
        return table
    }
}

/// A part of the file with its path for messages.
private struct Section {
    let value: JSONValue
    let path: String

    func section(_ key: String) throws(TokenizerError) -> Section {
        guard let section = try optionalSection(key) else { throw refused(key, "an object") }
        return section
    }

    /// Nil where the key is not there or null.
    func optionalSection(_ key: String) throws(TokenizerError) -> Section? {
        guard let member = value.member(key), !member.isNull else { return nil }
        guard member.objectValue != nil else { throw refused(key, "an object or null") }
        return Section(value: member, path: path + key + ".")
    }

    func allowOnly(_ keys: [String]) throws(TokenizerError) {
        guard let members = value.objectValue else {
            throw .tokenizer(
                key: path.isEmpty ? "value" : String(path.dropLast()), expected: "an object",
                got: value.kind)
        }
        for member in members
        where !keys.contains(where: { $0.utf8.elementsEqual(member.key.utf8) }) {
            throw .tokenizer(
                key: path + JSONValue.quoted(member.key, scalarCountMax: 60),
                expected: "only keys that a byte-level BPE tokenizer has", got: "this")
        }
    }

    func expect(
        _ key: String, _ expected: String, _ test: (JSONValue) -> Bool
    ) throws(TokenizerError) {
        guard let member = value.member(key), test(member) else { throw refused(key, expected) }
    }

    func expectIfPresent(
        _ key: String, _ expected: String, _ test: (JSONValue) -> Bool
    ) throws(TokenizerError) {
        guard value.member(key) != nil else { return }
        try expect(key, expected, test)
    }

    func expectNull(_ keys: [String]) throws(TokenizerError) {
        for key in keys { try expectIfPresent(key, "null") { $0.isNull } }
    }

    func refused(_ key: String, _ expected: String) -> TokenizerError {
        .tokenizer(key: path + key, expected: expected, got: value.member(key)?.kind ?? "nothing")
    }
}

extension JSONValue {
    fileprivate var isNull: Bool {
        if case .null = self { true } else { false }
    }

    fileprivate var isTrue: Bool {
        if case .boolean(true) = self { true } else { false }
    }

    fileprivate var isFalse: Bool {
        if case .boolean(false) = self { true } else { false }
    }
}
