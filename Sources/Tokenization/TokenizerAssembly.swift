internal import Encodings

/// Makes the parts of one tokenizer of a folder's files, as transformers does, and compares each of
/// the files with the result.
///
/// Transformers loads a folder in one of two ways. A class that reads tokenizer.json takes it as it
/// is. GPT-2's own class and Qwen2's make a tokenizer anew: from the vocabulary and merges of
/// tokenizer.json or of the two files, and from tokenizer_config.json; of tokenizer.json's settings
/// they heed the template alone. Where they would pass over one that matters, the folder is
/// refused. **Source:** transformers 5.24, tokenizers 0.23.
struct TokenizerAssembly {
    private let files: TokenizerFiles
    private let file: TokenizerFile?
    private let sources: AddedTokenSources

    /// **Throws:** ``TokenizerError`` where a file is bad in itself, or too few are there.
    init(_ files: TokenizerFiles) throws(TokenizerError) {
        let missing = [TokenizerFileName.vocabulary, .merges].filter { files[$0] == nil }
        guard files[.tokenizer] != nil || missing.isEmpty else {
            throw .incomplete(missing: [.tokenizer] + missing)
        }
        self.files = files
        file = try Self.read(files[.tokenizer], TokenizerFile.init)
        let configuration =
            try Self.read(files[.configuration], TokenizerConfiguration.init) ?? .init()
        sources = AddedTokenSources(
            tokenizerClass: try TokenizerClass(configuration, files, file), file: file,
            configuration: configuration,
            map: try Self.read(files[.specialTokensMap], SpecialTokensMap.init) ?? .init(),
            addedTokens: try Self.read(files[.addedTokens], SpecialTokensMap.addedTokens) ?? [])
    }

    private static func read<Value>(
        _ bytes: [UInt8]?, _ reader: ([UInt8]) throws(TokenizerError) -> Value
    ) throws(TokenizerError) -> Value? {
        guard let bytes else { return nil }
        return try reader(bytes)
    }

    /// The parts of the tokenizer that the files make together.
    ///
    /// **Throws:** ``TokenizerError`` where files do not say the same.
    func parts() throws(TokenizerError) -> TokenizerParts {
        let contents = sources.contents
        let vocabulary = try vocabulary(added: contents)
        let merges = try merges(vocabulary)
        let tokens = try sources.tokens(vocabulary)
        if file != nil { try checkPair(vocabulary, merges, tokens, added: contents) }
        let steps = try sources.tokenizerClass.steps(file)
        try sources.check(tokens, composes: steps.composes)
        let settings = TokenizerParts.Settings(
            composes: steps.composes, pattern: steps.pattern,
            addsPrefixSpace: try addsPrefixSpace(), ignoresMerges: try ignoresMerges(),
            template: try template(tokens), tokenCountMax: file?.tokenCountMax)
        return TokenizerParts(
            vocabulary: vocabulary, merges: merges,
            added: AddedTokens(tokens.list, composes: steps.composes), settings: settings)
    }

    // MARK: Vocabulary and merges

    private func vocabulary(
        added: Set<[UInt8]>  // never iterated
    ) throws(TokenizerError) -> Vocabulary {
        guard let file else {
            return try Vocabulary(json: files[.vocabulary] ?? [], added: added)
        }
        do {
            return try Vocabulary(members: file.vocabulary, added: added)
        } catch {
            throw .inTokenizer(error)
        }
    }

    private func merges(_ vocabulary: Vocabulary) throws(TokenizerError) -> MergeTable {
        guard let file else {
            return try MergesFile.table(files[.merges] ?? [], vocabulary: vocabulary)
        }
        do {
            return try file.table(vocabulary)
        } catch {
            throw .inTokenizer(error)
        }
    }

    /// Compares vocab.json and merges.txt, as far as they exist, with tokenizer.json; added tokens
    /// may stand in the vocabulary of one form only.
    private func checkPair(
        _ vocabulary: Vocabulary, _ merges: MergeTable, _ tokens: AddedTokenList,
        added: Set<[UInt8]>  // never iterated
    ) throws(TokenizerError) {
        if let bytes = files[.vocabulary] {
            let other = try Vocabulary.members(json: bytes)
            var shared = 0
            for member in other {
                let text = Array(member.key.utf8)
                let id = vocabulary.id(ofText: text)
                guard let known = id ?? tokens.id(of: text),
                    member.value.integerValue == Int(known)
                else {
                    throw .disagreement(
                        file: .vocabulary, key: JSONValue.quoted(member.key, scalarCountMax: 60),
                        with: .tokenizer)
                }
                if id != nil { shared += 1 }
            }
            let addedInVocabulary = tokens.list.count { Int($0.id) < vocabulary.tokens.count }
            guard
                shared == vocabulary.tokens.count
                    || vocabulary.tokens.count - shared <= addedInVocabulary
                        && lacksOnlyAdded(other, vocabulary, tokens)
            else { throw .disagreement(file: .vocabulary, key: "tokens", with: .tokenizer) }
        }
        if let bytes = files[.merges] {
            guard try MergesFile.table(bytes, vocabulary: vocabulary) == merges else {
                throw .disagreement(file: .merges, key: "lines", with: .tokenizer)
            }
        }
    }

    /// Whether each token that vocab.json lacks is an added one.
    private func lacksOnlyAdded(
        _ other: [JSONMember], _ vocabulary: Vocabulary, _ tokens: AddedTokenList
    ) -> Bool {
        var isThere = [Bool](repeating: false, count: vocabulary.tokens.count)
        for member in other {
            if let id = vocabulary.id(ofText: Array(member.key.utf8)) { isThere[Int(id)] = true }
        }
        for (_, id) in tokens.list where isThere.indices.contains(Int(id)) {
            isThere[Int(id)] = true
        }
        return !isThere.contains(false)
    }

    // MARK: Settings

    private func addsPrefixSpace() throws(TokenizerError) -> Bool {
        let said = sources.configuration.addsPrefixSpace
        let name = sources.tokenizerClass.name
        guard sources.tokenizerClass == .qwen2 || !sources.configuration.leavesPrefixSpaceOpen
        else {
            throw .setting(
                file: .configuration, key: "add_prefix_space", expected: "true or false",
                got: "null, which Qwen2Tokenizer alone takes for false")
        }
        guard sources.tokenizerClass != .qwen2 || said != true else {
            throw .setting(
                file: .configuration, key: "add_prefix_space",
                expected: "false, since \(name) would put a space before each piece", got: "true")
        }
        guard let file else { return said ?? false }
        let expected = sources.readsWhole ? said ?? file.addsPrefixSpace : said ?? false
        guard file.addsPrefixSpace == expected else {
            throw .setting(
                file: .configuration, key: "add_prefix_space",
                expected: "\(file.addsPrefixSpace), as tokenizer.json has it",
                got: said.map { "\($0)" } ?? "nothing, which is false to \(name)")
        }
        return expected
    }

    private func ignoresMerges() throws(TokenizerError) -> Bool {
        guard let file, file.ignoresMerges else { return false }
        guard sources.readsWhole else {
            throw .setting(
                file: .tokenizer, key: "model.ignore_merges",
                expected: "false, since \(sources.tokenizerClass.name) does not heed it",
                got: "true")
        }
        return true
    }

    /// The template of tokenizer.json, which tokenizer_config.json may repeat, or the latter's.
    private func template(_ tokens: AddedTokenList) throws(TokenizerError) -> TokenTemplate {
        let configuration = sources.configuration
        func ids(_ key: String) -> [Int32] {
            sources.special(key).flatMap { tokens.id(of: $0.content) }.map { [$0] } ?? []
        }
        let before = ids(TokenizerConfiguration.beginningName)
        let after = ids(TokenizerConfiguration.endName)
        guard let file else {
            try checkSpelling(TokenizerConfiguration.beginningName, configuration.addsBeginning)
            try checkSpelling(TokenizerConfiguration.endName, configuration.addsEnd)
            return TokenTemplate(
                before: configuration.addsBeginning == true ? before : [],
                after: configuration.addsEnd == true ? after : [])
        }
        for (key, said, ids, got) in [
            ("add_bos_token", configuration.addsBeginning, before, file.template.before),
            ("add_eos_token", configuration.addsEnd, after, file.template.after),
        ] {
            guard let said, got != (said ? ids : []) else { continue }
            throw .disagreement(file: .configuration, key: key, with: .tokenizer)
        }
        return file.template
    }

    /// Transformers writes the template as a text, in which some tokens would read as others.
    private func checkSpelling(_ key: String, _ isAdded: Bool?) throws(TokenizerError) {
        guard isAdded == true, let token = sources.special(key) else { return }
        let isPlain = token.content.allSatisfy { (0x21..<0x7F).contains($0) && $0 != 0x3A }
        guard isPlain, token.content[0] != 0x24 else {
            throw .setting(
                file: .configuration, key: key,
                expected: "ASCII without spaces, colons or a dollar sign at the start, to add it",
                got: JSONValue.quoted(
                    String(decoding: token.content, as: UTF8.self), scalarCountMax: 60))
        }
    }
}
