internal import Encodings

/// The steps by which tokenizer.json changes a text before and after the model, read and judged.
///
/// A sequence of one step counts as that step; a sequence without steps does nothing.
enum Pipeline {
    /// Whether a text is brought into normalization form C; a second time changes nothing.
    ///
    /// **Throws:** ``TokenizerError`` for anything else that would change the text.
    static func composes(_ file: Section) throws(TokenizerError) -> Bool {
        let steps = try steps(file, "normalizer", listKey: "normalizers")
        for step in steps {
            try step.expect("type", "\"NFC\", or no step that changes the text") {
                $0.stringValue == "NFC"
            }
            try step.allowOnly(["type"], Section.knownKeys)
        }
        return !steps.isEmpty
    }

    /// The pattern that cuts, and whether a piece that does not start with a space gets one.
    ///
    /// Any number of cuts by GPT-2's pattern, of which a second one finds nothing to cut, or one by
    /// Qwen2's, and then the step that turns bytes to characters.
    static func pieces(
        _ file: Section
    ) throws(TokenizerError) -> (pattern: PiecePattern, addsPrefixSpace: Bool) {
        let steps = try steps(file, "pre_tokenizer", listKey: "pretokenizers")
        guard let last = steps.last else { throw file.refused("pre_tokenizer", "an object") }
        var pattern = PiecePattern.gpt2
        for step in steps.dropLast() { pattern = try Self.pattern(ofSplit: step, steps.count) }
        try last.expect("type", "\"ByteLevel\"") { $0.stringValue == "ByteLevel" }
        try checkByteLevel(last)
        if steps.count == 1 {
            try last.expectIfPresent("use_regex", "true") { $0.booleanValue == true }
            return (pattern, try last.boolean("add_prefix_space"))
        }
        // Here every piece would get a space, not only the first.
        try last.expect("add_prefix_space", "false after a Split") { $0.isFalse }
        if pattern == .qwen2 {
            // GPT-2's pattern would cut these pieces once more.
            try last.expect("use_regex", "false after Qwen2's pattern") { $0.isFalse }
        }
        return (pattern, false)
    }

    /// GPT-2's pattern as it is spelled: by its authors, by tiktoken now and before, and with the
    /// contractions grouped. All cut every text alike: each alternative takes a run of one class
    /// whole, or leaves the same last white space.
    private static let patterns: [String] = {
        let contractions = [
            "'s|'t|'re|'ve|'m|'ll|'d", "(?:'s|'t|'re|'ve|'m|'ll|'d)", "'(?:[sdmt]|ll|ve|re)",
        ]
        let runs = #"| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s"#
        let possessive = #"| ?\p{L}++| ?\p{N}++| ?[^\s\p{L}\p{N}]++|\s++$|\s+(?!\S)|\s"#
        return contractions.flatMap { [$0 + runs + "+", $0 + runs, $0 + possessive] }
    }()

    /// Qwen2's pattern as all its files spell it.
    private static let qwen2Pattern =
        #"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*"#
        + #"|\s*[\r\n]+|\s+(?!\S)|\s+"#

    /// The pattern of one of `stepCount` steps. Both patterns match everywhere, so that what is
    /// between matches is nothing, and of the ways to cut only those differ that drop the matches
    /// or join them.
    private static func pattern(
        ofSplit step: Section, _ stepCount: Int
    ) throws(TokenizerError) -> PiecePattern {
        try step.expect("type", "\"Split\" or, as the last step, \"ByteLevel\"") {
            $0.stringValue == "Split"
        }
        try step.allowOnly(["type", "pattern", "behavior", "invert"], Section.knownKeys)
        let pattern = try step.section("pattern")
        try pattern.allowOnly(["Regex"], "the key Regex")
        let text = try pattern.text("Regex")
        let isQwen2 = text.utf8.elementsEqual(qwen2Pattern.utf8)
        guard isQwen2 || patterns.contains(where: { $0.utf8.elementsEqual(text.utf8) }) else {
            throw pattern.refused("Regex", "GPT-2's pattern or Qwen2's")
        }
        if isQwen2, stepCount > 2 { throw pattern.refused("Regex", "GPT-2's pattern in each step") }
        let isInverted = try step.boolean("invert")
        let behaviors =
            ["Isolated", "MergedWithPrevious", "MergedWithNext"] + (isInverted ? ["Removed"] : [])
        try step.expect("behavior", behaviors.joined(separator: ", ")) {
            behaviors.contains($0.stringValue ?? "")
        }
        return isQwen2 ? .qwen2 : .gpt2
    }

    private static let decoders = [
        "BPEDecoder", "ByteFallback", "CTC", "Fuse", "Metaspace", "Replace", "Strip", "WordPiece",
    ]

    /// Decoders concern only the way back, which this room goes by the tokens' bytes.
    static func checkDecoder(_ file: Section) throws(TokenizerError) {
        for step in try steps(file, "decoder", listKey: "decoders") {
            let type = try step.text("type")
            guard type != "ByteLevel" else {
                try checkByteLevel(step)
                continue
            }
            guard decoders.contains(type) else { throw step.refused("type", "a decoder's name") }
        }
    }

    /// The settings of a byte-level step that concern offsets and decoding.
    private static func checkByteLevel(_ step: Section) throws(TokenizerError) {
        try step.allowOnly(
            ["type", "add_prefix_space", "trim_offsets", "use_regex"], Section.knownKeys)
        for key in ["add_prefix_space", "trim_offsets"] { _ = try step.boolean(key) }
        _ = try step.boolean("use_regex", default: true)
    }

    // MARK: The template

    /// The ids that are put around those of a text; empty where the file has no template.
    static func template(_ file: Section) throws(TokenizerError) -> TokenTemplate {
        var template: TokenTemplate?
        for step in try steps(file, "post_processor", listKey: "processors") {
            let type = try step.text("type")
            switch type {
            case "ByteLevel":
                try checkByteLevel(step)
            case "TemplateProcessing" where template == nil:
                template = try Self.template(ofStep: step)
            default:
                throw step.refused("type", "\"ByteLevel\" or, once, \"TemplateProcessing\"")
            }
        }
        return template ?? TokenTemplate()
    }

    private static func template(ofStep step: Section) throws(TokenizerError) -> TokenTemplate {
        try step.allowOnly(["type", "single", "pair", "special_tokens"], Section.knownKeys)
        let special = try step.section("special_tokens")
        var template = TokenTemplate()
        var textCount = 0
        for (piece, id) in try pieces(step, "single") {
            if piece.path.hasSuffix(".Sequence.") {
                guard id == "A" else { throw piece.refused("id", "\"A\", the text") }
                textCount += 1
            } else if textCount == 0 {
                template.before += try ids(of: id, in: special)
            } else {
                template.after += try ids(of: id, in: special)
            }
        }
        guard textCount == 1 else {
            throw .setting(
                file: step.file, key: step.path + "single", expected: "the text once",
                got: "\(textCount) times")
        }
        // Only the form of the template for pairs is checked: texts are encoded alone.
        _ = try pieces(step, "pair")
        for member in try special.members(countMax: Limits.stepCountMax) {
            _ = try ids(of: member.key, in: special)
        }
        return template
    }

    /// The pieces of a template, each with the id that it names.
    private static func pieces(
        _ step: Section, _ key: String
    ) throws(TokenizerError) -> [(Section, id: String)] {
        guard step.member(key) != nil else { throw step.refused(key, "an array") }
        var pieces: [(Section, id: String)] = []
        for outer in try step.sections(key, countMax: Limits.stepCountMax) {
            let members = try outer.members()
            guard members.count == 1, ["Sequence", "SpecialToken"].contains(members[0].key) else {
                throw .setting(
                    file: step.file, key: String(outer.path.dropLast()),
                    expected: "Sequence or SpecialToken", got: "\(members.count) members")
            }
            let piece = try outer.section(members[0].key)
            try piece.allowOnly(["id", "type_id"], Section.knownKeys)
            try piece.expect("type_id", "an integer from 0", Section.isID)
            let id = try piece.text("id")
            guard members[0].key == "SpecialToken" || id == "A" || id == "B" else {
                throw piece.refused("id", "\"A\" or \"B\"")
            }
            pieces.append((piece, id))
        }
        return pieces
    }

    /// The ids that a special token of a template stands for.
    private static func ids(
        of name: String, in special: Section
    ) throws(TokenizerError) -> [Int32] {
        let token = try special.section(name)
        try token.allowOnly(["id", "ids", "tokens"], Section.knownKeys)
        _ = try token.text("id")
        guard let texts = token.member("tokens")?.arrayValue,
            texts.count <= Limits.stepCountMax, texts.allSatisfy({ $0.stringValue != nil })
        else { throw token.refused("tokens", "an array of strings") }
        guard let ids = token.member("ids")?.arrayValue, ids.count == texts.count,
            ids.allSatisfy(Section.isID)
        else { throw token.refused("ids", "an id for each of tokens") }
        return ids.compactMap { $0.integerValue.map { Int32($0) } }
    }

    // MARK: Steps

    /// The steps of a part of the file, those of sequences one by one.
    private static func steps(
        _ file: Section, _ key: String, listKey: String
    ) throws(TokenizerError) -> [Section] {
        guard let section = try file.optionalSection(key) else { return [] }
        return try steps(section, listKey)
    }

    /// **Bounds:** the parser of the file bounds how deep sequences nest.
    private static func steps(
        _ section: Section, _ listKey: String
    ) throws(TokenizerError) -> [Section] {
        guard section.value.member("type")?.stringValue == "Sequence" else { return [section] }
        try section.allowOnly(["type", listKey], Section.knownKeys)
        guard section.member(listKey) != nil else { throw section.refused(listKey, "an array") }
        var steps: [Section] = []
        for step in try section.sections(listKey, countMax: Limits.stepCountMax) {
            steps += try Self.steps(step, listKey)
        }
        return steps
    }
}
