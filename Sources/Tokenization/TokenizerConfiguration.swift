internal import Encodings

/// The settings of `tokenizer_config.json` and `special_tokens_map.json` that concern ids.
///
/// **Source:** how transformers 5.24 loads a folder. A key that it reads and that cannot change ids
/// is let be; one that can is judged; one that neither knows is refused unless it is null or false,
/// since a later release may mean other ids by it.
struct TokenizerConfiguration {
    /// A special token by its name; `nil` as a value says that there is none.
    struct Named {
        let key: String
        let token: AddedToken?
        /// Whether the file states more than the text.
        var hasFlags = false
    }

    var tokenizerClass: String?
    var addsPrefixSpace: Bool?
    /// Whether the file says null, neither true nor false.
    var leavesPrefixSpaceOpen = false
    var addsBeginning: Bool?
    var addsEnd: Bool?
    /// `added_tokens_decoder`; nil where the file has no such key.
    var decoder: [TokenStatement]?
    /// Under the seven names that transformers knows, as far as they are said.
    var named: [Named] = []
    /// Under other names: transformers takes those with flags first.
    var otherNamed: [Named] = []
    /// `extra_special_tokens` or, under its older name, `additional_special_tokens`.
    var extra: [Named]?
    /// Tokens that transformers passes over, since another key says them.
    var passedOver: [Named] = []

    static let names = [
        "bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token",
    ]
    static let beginningName = "bos_token"
    static let endName = "eos_token"

    /// Nothing is said.
    init() {}

    /// **Throws:** ``TokenizerError`` with the path of the key.
    init(_ bytes: [UInt8]) throws(TokenizerError) {
        let file = try Section(.configuration, bytes)
        _ = try file.members(countMax: Limits.settingCountMax)
        tokenizerClass = try Self.tokenizerClass(file)
        leavesPrefixSpaceOpen = file.value.member("add_prefix_space")?.isNull ?? false
        if !leavesPrefixSpaceOpen {
            addsPrefixSpace = try Self.optionalBoolean(file, "add_prefix_space")
        }
        addsBeginning = try Self.optionalBoolean(file, "add_bos_token")
        addsEnd = try Self.optionalBoolean(file, "add_eos_token")
        if file.value.member("added_tokens_decoder") != nil { decoder = try Self.decoder(file) }
        try readSpecialTokens(file)
        try Self.checkOtherKeys(file)
    }

    /// The class that a file names; nil where it names none.
    static func tokenizerClass(_ file: Section) throws(TokenizerError) -> String? {
        file.member("tokenizer_class") == nil ? nil : try file.text("tokenizer_class")
    }

    func named(_ key: String) -> Named? { named.first { $0.key == key } }

    // MARK: Keys

    /// Keys that cannot change the ids of a text alone: what they say is for decoding, for batches,
    /// for chats, for finding files that this folder has or has not, or is asked for and dropped.
    private static let harmlessKeys: Set<String> = [  // never iterated
        "_commit_hash", "backend", "chat_control_tokens", "chat_template",
        "clean_up_tokenization_spaces",
        "clean_up_tokenization_spaces_for_bpe_even_though_it_will_corrupt_output", "device_map",
        "errors", "files_loaded", "is_local", "legacy", "local_files_only", "max_length",
        "merges_file", "model_input_names", "name_or_path",
        "pad_to_multiple_of", "pad_token_type_id", "padding", "processor_class",
        "response_schema", "response_template", "slow_tokenizer_class", "sp_model_kwargs",
        "spaces_between_special_tokens", "special_tokens_map_file", "stride", "tokenizer_file",
        "transformers_version", "trim_offsets", "truncation", "truncation_strategy", "use_fast",
        "verbose", "vocab_file",
    ]

    private static let judgedKeys: Set<String> = [  // never iterated
        "add_bos_token", "add_eos_token", "add_prefix_space", "added_tokens_decoder",
        "additional_special_tokens", "extra_special_tokens", "model_specific_special_tokens",
        "tokenizer_class",
    ]

    /// Keys whose mere presence has an effect, or that must have one of some values.
    private static func checkOtherKeys(_ file: Section) throws(TokenizerError) {
        for key in ["padding_side", "truncation_side"] {
            try file.expectIfPresent(key, "\"left\" or \"right\"") {
                $0.stringValue == "left" || $0.stringValue == "right"
            }
        }
        try file.expectIfPresent("init_inputs", "an empty array") {
            $0.arrayValue?.isEmpty ?? false
        }
        for key in ["model_max_length", "max_len"] {
            try file.expectIfPresent(key, "a number or null") {
                if case .number = $0 { true } else { $0.isNull }
            }
        }
        // Even null takes the place of the file's.
        for key in ["vocab", "merges", "fast_tokenizer_files"] where file.value.member(key) != nil {
            throw file.refused(key, "nothing")
        }
        let judged = [
            "padding_side", "truncation_side", "init_inputs", "model_max_length", "max_len",
        ]
        for member in try file.members() {
            let isKnown =
                harmlessKeys.contains(member.key) || judgedKeys.contains(member.key)
                || judged.contains(member.key) || names.contains(member.key)
                || isOtherName(member)
            let isLeft = isKnown || member.value.isNull || member.value.isFalse
            guard isLeft, !(harmlessKeys.contains(member.key) && holdsToken(member.value)) else {
                throw .setting(
                    file: .configuration, key: JSONValue.quoted(member.key, scalarCountMax: 60),
                    expected:
                        "a key of transformers that leaves the ids as they are, null or false",
                    got: member.value.kind)
            }
        }
    }

    /// Whether an object in it asks to become a token, which transformers tries wherever it stands.
    ///
    /// **Bounds:** the parser of the file bounds how deep values nest.
    private static func holdsToken(_ value: JSONValue) -> Bool {
        if let elements = value.arrayValue { return elements.contains(where: holdsToken) }
        guard let members = value.objectValue else { return false }
        return members.contains { $0.key == "__type" || holdsToken($0.value) }
    }

    private static func optionalBoolean(
        _ file: Section, _ key: String
    ) throws(TokenizerError) -> Bool? {
        file.value.member(key) == nil ? nil : try file.boolean(key)
    }

    /// Tokens by their ids, as the keys of an object.
    private static func decoder(_ file: Section) throws(TokenizerError) -> [TokenStatement] {
        let section = try file.section("added_tokens_decoder")
        let members = try section.members(countMax: Limits.addedTokenCountMax)
        var statements: [TokenStatement] = []
        for member in members {
            let path = section.path + JSONValue.quoted(member.key, scalarCountMax: 60)
            guard let id = Int(member.key), String(id) == member.key, (0...Int(Int32.max)) ~= id
            else {
                throw .setting(
                    file: .configuration, key: path, expected: "an id as the key", got: "this")
            }
            let token = Section(file: .configuration, path: path + ".", value: member.value)
            try token.allowOnly(flagKeys, "only content and flags")
            statements.append(
                TokenStatement(
                    file: .configuration, key: path,
                    token: try AddedToken(token, defaults: true), id: id))
        }
        return statements
    }

    // MARK: Special tokens

    static let flagKeys = ["content", "lstrip", "normalized", "rstrip", "single_word", "special"]

    private static func isOtherName(_ member: JSONMember) -> Bool {
        member.key.hasSuffix("_token") && !names.contains(member.key)
            && (member.value.stringValue != nil || member.value.objectValue != nil)
    }

    private mutating func readSpecialTokens(_ file: Section) throws(TokenizerError) {
        for key in Self.names where file.value.member(key) != nil {
            named.append(try Self.named(file, key))
        }
        var plain: [Named] = []
        for member in try file.members() where Self.isOtherName(member) {
            let other = try Self.named(file, member.key)
            if other.hasFlags { otherNamed.append(other) } else { plain.append(other) }
        }
        try readExtraTokens(file, &plain)
        // Tokens that are given name by name go before the same tokens in an object.
        let key = "model_specific_special_tokens"
        if let section = try file.optionalSection(key) {
            var together: [Named] = []
            for member in try section.members(countMax: Limits.settingCountMax) {
                let other = try Self.named(section, member.key)
                guard other.token != nil else { throw section.refused(member.key, "a token") }
                try checkName(member.key, in: section, isNew: true)
                together.append(other)
            }
            if plain.isEmpty { plain = together } else { passedOver += together }
        }
        otherNamed += plain
    }

    /// A name in an object stands nowhere else: it would take the other's place, and its turn.
    private func checkName(
        _ key: String, in section: Section, isNew: Bool
    ) throws(TokenizerError) {
        guard isNew, !Self.names.contains(key), !otherNamed.contains(where: { $0.key == key })
        else { throw section.refused(key, "a name that no other key has") }
    }

    /// The tokens without names. An empty newer key counts as none, and the older one stands in for
    /// it; an older key that says null still keeps special_tokens_map.json from doing so.
    private mutating func readExtraTokens(
        _ file: Section, _ plain: inout [Named]
    ) throws(TokenizerError) {
        let newerKey = "extra_special_tokens"
        let olderKey = "additional_special_tokens"
        let older = try Self.list(file, olderKey)
        if file.member(newerKey)?.objectValue?.isEmpty == false {
            let section = try file.section(newerKey)
            for member in try section.members(countMax: Limits.settingCountMax) {
                let other = try Self.named(section, member.key)
                guard other.token != nil, !other.hasFlags else {
                    throw section.refused(member.key, "a string")
                }
                let isNew = !plain.contains { $0.key == member.key }
                try checkName(member.key, in: section, isNew: isNew)
                plain.append(other)
            }
            passedOver = older ?? []
            return
        }
        let isEmptyObject = file.member(newerKey)?.objectValue != nil
        let newer = isEmptyObject ? [] : try Self.list(file, newerKey)
        if let newer, !newer.isEmpty {
            (extra, passedOver) = (newer, older ?? [])
        } else {
            let isSaid = [newerKey, olderKey].contains { file.value.member($0) != nil }
            extra = older ?? (isSaid ? [] : nil)
        }
    }

    /// A token by its text, by an object with its flags, or none.
    static func named(_ file: Section, _ key: String) throws(TokenizerError) -> Named {
        guard file.member(key) != nil else { return Named(key: key, token: nil) }
        if file.member(key)?.objectValue != nil {
            let section = try file.section(key)
            return Named(key: key, token: try flagged(section), hasFlags: true)
        }
        let content = try AddedToken.content(file.text(key), of: file, key)
        return Named(key: key, token: AddedToken(special: content))
    }

    private static func flagged(_ section: Section) throws(TokenizerError) -> AddedToken {
        if section.file == .specialTokensMap {
            // In a list, transformers ignores the key that says whether a token is special.
            let keys = section.path.hasSuffix("].") ? flagKeys.filter { $0 != "special" } : flagKeys
            try section.allowOnly(keys, "only content and flags")
            return try AddedToken(section, defaults: true, isSpecial: true)
        }
        try section.allowOnly(flagKeys + ["__type"], "only content and flags")
        try section.expect("__type", "\"AddedToken\"") { $0.stringValue == "AddedToken" }
        return try AddedToken(section, defaults: true)
    }

    /// A list of tokens; nil where there is none.
    static func list(_ file: Section, _ key: String) throws(TokenizerError) -> [Named]? {
        guard let value = file.member(key) else { return nil }
        guard let elements = value.arrayValue, elements.count <= Limits.addedTokenCountMax else {
            throw file.refused(key, "an array of at most \(Limits.addedTokenCountMax)")
        }
        var list: [Named] = []
        for (index, element) in elements.enumerated() {
            let path = "\(file.path)\(key)[\(index)]"
            let section = Section(file: file.file, path: path + ".", value: element)
            if element.objectValue != nil {
                list.append(Named(key: path, token: try flagged(section), hasFlags: true))
            } else if let text = element.stringValue {
                let content = try AddedToken.content(text, of: section, "text")
                list.append(Named(key: path, token: AddedToken(special: content)))
            } else {
                throw .setting(
                    file: file.file, key: path, expected: "a token", got: element.kind)
            }
        }
        return list
    }
}
