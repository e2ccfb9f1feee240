internal import Encodings

/// `tokenizer.json` of the byte-level BPE kind: a vocabulary, merges, added tokens and settings.
///
/// Settings are judged by their effect: those that give GPT-2's ids or Qwen2's may be spelled in
/// any way, those that this room computes are handed on, and others are refused. A key that the
/// format does not know is refused too, since it may change ids. **Source:** what tokenizers 0.23
/// writes and reads.
struct TokenizerFile {
    /// `model.vocab`, and `model.merges` as they stand.
    let vocabulary: [JSONMember]
    let merges: [JSONValue]
    /// In the order of the file, with the ids that it states.
    let addedTokens: [TokenStatement]
    /// Whether texts are brought into normalization form C.
    let composes: Bool
    let pattern: PiecePattern
    let addsPrefixSpace: Bool
    /// Whether a piece that is a token is that token, whatever the merges.
    let ignoresMerges: Bool
    let template: TokenTemplate
    /// More ids than these are cut off by tokenizers, but not by transformers.
    let tokenCountMax: Int?
    /// The token that fills up the shorter texts of a batch; nil where the file has none.
    let paddingToken: [UInt8]?

    /// **Throws:** ``TokenizerError`` with the path of the key.
    init(_ bytes: [UInt8]) throws(TokenizerError) {
        let file = try Section(.tokenizer, bytes)
        try file.allowOnly(
            [
                "version", "truncation", "padding", "added_tokens", "normalizer", "pre_tokenizer",
                "post_processor", "decoder", "model",
            ], Section.knownKeys)
        try file.expectIfPresent("version", "\"1.0\"") { $0.stringValue == "1.0" }
        composes = try Pipeline.composes(file)
        (pattern, addsPrefixSpace) = try Pipeline.pieces(file)
        template = try Pipeline.template(file)
        try Pipeline.checkDecoder(file)
        tokenCountMax = try Self.truncation(file)
        paddingToken = try Self.paddingToken(file)
        addedTokens = try Self.addedTokens(file)
        let model = try file.section("model")
        ignoresMerges = try Self.ignoresMerges(model)
        guard let vocabulary = model.value.member("vocab")?.objectValue else {
            throw model.refused("vocab", "an object of token texts and ids")
        }
        guard let merges = model.value.member("merges")?.arrayValue,
            merges.count <= Limits.tokenCountMax
        else {
            throw model.refused("merges", "an array of at most \(Limits.tokenCountMax)")
        }
        self.vocabulary = vocabulary
        self.merges = merges
    }

    // MARK: Settings

    /// The settings of the model, of which those that concern unknown bytes may say anything: all
    /// 256 are tokens.
    private static func ignoresMerges(_ model: Section) throws(TokenizerError) -> Bool {
        try model.allowOnly(
            [
                "type", "dropout", "unk_token", "continuing_subword_prefix", "end_of_word_suffix",
                "fuse_unk", "byte_fallback", "ignore_merges", "vocab", "merges",
            ], Section.knownKeys)
        try model.expectIfPresent("type", "\"BPE\"") { $0.stringValue == "BPE" }
        try model.expectIfPresent("dropout", "null or 0") { $0.isNull || isZero($0) }
        try model.expectIfPresent("unk_token", "a string or null") {
            $0.isNull || $0.stringValue != nil
        }
        for key in ["continuing_subword_prefix", "end_of_word_suffix"] {
            try model.expectIfPresent(key, "null or \"\"") { $0.isNull || $0.stringValue == "" }
        }
        for key in ["fuse_unk", "byte_fallback"] { _ = try model.boolean(key, default: false) }
        return try model.boolean("ignore_merges", default: false)
    }

    private static func isZero(_ value: JSONValue) -> Bool {
        guard case .number(let number) = value else { return false }
        return number.text == "0" || number.text == "0.0"
    }

    /// The longest text that is not cut; tokenizers cuts longer ones, transformers does not.
    private static func truncation(_ file: Section) throws(TokenizerError) -> Int? {
        guard let section = try file.optionalSection("truncation") else { return nil }
        try section.allowOnly(["direction", "max_length", "strategy", "stride"], Section.knownKeys)
        try section.expect("direction", "\"Left\" or \"Right\"", isSide)
        try section.expect("strategy", "\"LongestFirst\" or \"OnlyFirst\"") {
            $0.stringValue == "LongestFirst" || $0.stringValue == "OnlyFirst"
        }
        try section.expect("max_length", "an integer from 1") { $0.integerValue ?? 0 > 0 }
        // How far the parts of a text that is cut overlap.
        try section.expect("stride", "0") { $0.integerValue == 0 }
        return section.value.member("max_length")?.integerValue
    }

    /// Padding to the longest of a batch adds nothing to a text alone.
    private static func paddingToken(_ file: Section) throws(TokenizerError) -> [UInt8]? {
        guard let section = try file.optionalSection("padding") else { return nil }
        try section.allowOnly(
            ["strategy", "direction", "pad_to_multiple_of", "pad_id", "pad_type_id", "pad_token"],
            Section.knownKeys)
        try section.expect("strategy", "\"BatchLongest\", which adds nothing to a text alone") {
            $0.stringValue == "BatchLongest"
        }
        try section.expectIfPresent("pad_to_multiple_of", "null, 0 or 1") {
            $0.isNull || $0.integerValue == 0 || $0.integerValue == 1
        }
        try section.expect("direction", "\"Left\" or \"Right\"", isSide)
        for key in ["pad_id", "pad_type_id"] { try section.expect(key, "an id", Section.isID) }
        return try AddedToken.content(section.text("pad_token"), of: section, "pad_token")
    }

    private static func isSide(_ value: JSONValue) -> Bool {
        value.stringValue == "Left" || value.stringValue == "Right"
    }

    private static func addedTokens(_ file: Section) throws(TokenizerError) -> [TokenStatement] {
        guard file.member("added_tokens") != nil else {
            throw file.refused("added_tokens", "an array")
        }
        let sections = try file.sections("added_tokens", countMax: Limits.addedTokenCountMax)
        var statements: [TokenStatement] = []
        for section in sections {
            try section.allowOnly(
                ["id", "content", "single_word", "lstrip", "rstrip", "normalized", "special"],
                Section.knownKeys)
            _ = try section.boolean("special")
            try section.expect("id", "an integer from 0", Section.isID)
            statements.append(
                TokenStatement(
                    file: .tokenizer, key: String(section.path.dropLast()),
                    token: try AddedToken(section, defaults: false),
                    id: section.value.member("id")?.integerValue))
        }
        return statements
    }

    // MARK: Merges

    /// Each merge is `"left right"` or, in newer files, `["left", "right"]`.
    func table(_ vocabulary: Vocabulary) throws(TokenizerError) -> MergeTable {
        var table = MergeTable()
        for (rank, merge) in merges.enumerated() {
            let parts =
                merge.arrayValue?.map { $0.stringValue ?? "" }
                ?? merge.stringValue.map { text in
                    text.unicodeScalars.split(separator: " ", omittingEmptySubsequences: false)
                        .map { String($0) }
                } ?? []
            // tokenizers passes over a text that starts like the header of merges.txt.
            let isHeader = merge.stringValue?.utf8.starts(with: MergesFile.headerStart) ?? false
            guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty, !isHeader else {
                throw .mergeForm(line: rank, got: merge.compactText)
            }
            try MergesFile.add(
                ArraySlice(parts[0].utf8), ArraySlice(parts[1].utf8), rank: rank, number: rank,
                to: &table, vocabulary)
        }
        return table
    }
}
