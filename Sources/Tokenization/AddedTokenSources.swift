/// Added tokens with ids, in the order in which they were added.
struct AddedTokenList {
    private(set) var list: [(token: AddedToken, id: Int32)] = []
    private var places: [[UInt8]: Int] = [:]  // in `list`, by content; looked up, never iterated
    private let vocabulary: Vocabulary
    private var nextID: Int

    init(_ vocabulary: Vocabulary) {
        self.vocabulary = vocabulary
        nextID = vocabulary.tokens.count
    }

    /// A token of the vocabulary keeps its id; another one gets the next. One that is there already
    /// stays as it is.
    mutating func add(_ token: AddedToken) {
        guard places[token.content] == nil else { return }
        let known = vocabulary.id(ofText: token.content)
        places[token.content] = list.count
        list.append((token, known ?? Int32(nextID)))
        if known == nil { nextID += 1 }
    }

    func id(of content: [UInt8]) -> Int32? { places[content].map { list[$0].id } }

    /// Whether a token that came after the first `count` has these flags, if it is there at all.
    func isAlike(_ token: AddedToken, after count: Int) -> Bool {
        guard let place = places[token.content], place >= count else { return true }
        return list[place].token == token
    }

    /// The same without comparing when a token is looked for, before or after normalising: its
    /// first statement decides that.
    func stripsAlike(_ token: AddedToken, after count: Int) -> Bool {
        guard let place = places[token.content] else { return true }
        var token = token
        token.isNormalized = list[place].token.isNormalized
        return isAlike(token, after: count)
    }

    func token(_ content: [UInt8]) -> AddedToken? { places[content].map { list[$0].token } }
}

/// All that a folder's files say of added tokens, and what transformers makes of it.
///
/// It gives ids by the order in which it meets the tokens, whatever ids the files state. So the
/// tokens are added here in that order, and then each statement is held against the outcome.
struct AddedTokenSources {
    let tokenizerClass: TokenizerClass
    let file: TokenizerFile?
    let configuration: TokenizerConfiguration
    let map: SpecialTokensMap
    let addedTokens: [TokenStatement]

    typealias Named = TokenizerConfiguration.Named

    /// Whether tokenizer.json is taken as it is.
    var readsWhole: Bool { tokenizerClass == .whole }

    /// With `added_tokens_decoder`, transformers reads neither of the two older files.
    private var readsOlderFiles: Bool { configuration.decoder == nil }

    /// The token of a name; nil where there is none. The map goes before the configuration, from
    /// which it may differ in flags alone.
    func special(_ key: String) -> AddedToken? {
        if readsOlderFiles, let said = map.named(key) { return said.token }
        if let said = configuration.named(key) { return said.token }
        if key == "pad_token", readsWhole {
            return file?.paddingToken.map(AddedToken.init(special:))
        }
        return tokenizerClass.standard(key)
    }

    /// The tokens without names.
    private var extra: [Named] {
        guard readsOlderFiles else { return configuration.extra ?? [] }
        if let newer = map.extra { return (configuration.extra ?? []) + newer }
        return configuration.extra ?? map.additional ?? []
    }

    /// The tokens with ids that transformers meets first, in the order of their ids.
    private var withIDs: [AddedToken] {
        var tokens: [(id: Int, token: AddedToken)] = []
        if let decoder = configuration.decoder {
            tokens = decoder.map { ($0.id ?? 0, $0.token) }
        } else {
            let special = specialContents
            let older = addedTokens.map { statement in
                // A token that no other file calls special is looked for second.
                var token = statement.token
                token.isNormalized = !special.contains(token.content)
                return (statement.id ?? 0, token)
            }
            let newer = file?.addedTokens.map { ($0.id ?? 0, $0.token) } ?? []
            var places: [Int: Int] = [:]  // in `tokens`, by id; looked up, never iterated
            for entry in older + newer {
                if let place = places[entry.0] {
                    tokens[place] = entry
                } else {
                    places[entry.0] = tokens.count
                    tokens.append(entry)
                }
            }
        }
        // Equal ids stay in the order in which they came.
        return tokens.enumerated().sorted {
            ($0.element.id, $0.offset) < ($1.element.id, $1.offset)
        }
        .map(\.element.token)
    }

    /// The texts of the tokens that files call special, for added_tokens.json.
    private var specialContents: Set<[UInt8]> {  // never iterated
        let named = TokenizerConfiguration.names.compactMap {
            map.named($0) ?? configuration.named($0)
        }
        let all = named + (configuration.extra ?? []) + (map.extra ?? [])
        return Set(all.compactMap { $0.token?.content })
    }

    /// The texts of all tokens that may be added.
    var contents: Set<[UInt8]> {  // never iterated
        let statements = (file?.addedTokens ?? []) + (configuration.decoder ?? []) + addedTokens
        let named =
            TokenizerConfiguration.names.compactMap { special($0)?.content }
            + (configuration.otherNamed + extra).compactMap { $0.token?.content }
        return Set(statements.map(\.token.content) + named)
    }

    /// The keys and texts of the tokens that any file names or calls extra.
    var specialNames: [(key: String, content: [UInt8])] {
        let named = TokenizerConfiguration.names.map { Named(key: $0, token: special($0)) }
        let inMap = map.named + map.otherNamed + (map.extra ?? []) + (map.additional ?? [])
        return (named + configuration.otherNamed + configuration.passedOver + extra + inMap)
            .compactMap { named in named.token.map { (named.key, $0.content) } }
    }

    // MARK: The outcome

    /// **Throws:** ``TokenizerError`` where the files do not say the same.
    func tokens(_ vocabulary: Vocabulary) throws(TokenizerError) -> AddedTokenList {
        try checkMap()
        var list = AddedTokenList(vocabulary)
        if readsWhole { for statement in file?.addedTokens ?? [] { list.add(statement.token) } }
        for token in withIDs { list.add(token) }
        let countWithIDs = list.list.count
        try checkOtherNames(list)
        for key in TokenizerConfiguration.names {
            guard let token = special(key) else { continue }
            try check(token, key, isAlike: list.stripsAlike(token, after: countWithIDs))
            list.add(token)
        }
        for named in configuration.otherNamed + extra {
            guard let token = named.token else { continue }
            try check(token, named.key, isAlike: list.isAlike(token, after: countWithIDs))
            list.add(token)
        }
        try checkStatements(list)
        try checkSpaces(list)
        return list
    }

    /// Refuses two names for one token with different flags where no file gives it an id: the
    /// library would heed the flags of both.
    private func check(
        _ token: AddedToken, _ key: String, isAlike: Bool
    ) throws(TokenizerError) {
        guard !isAlike else { return }
        throw .setting(
            file: .configuration, key: key,
            expected: "the lstrip, rstrip and normalized of the token's other names", got: "others")
    }

    /// Where the map goes before the configuration, it says the same texts; and of the older name
    /// for tokens without names only texts.
    private func checkMap() throws(TokenizerError) {
        guard readsOlderFiles else { return }
        for said in map.named {
            guard let other = configuration.named(said.key) else { continue }
            guard other.token?.content == said.token?.content else {
                throw .disagreement(file: .specialTokensMap, key: said.key, with: .configuration)
            }
        }
        if let flagged = map.additional?.first(where: \.hasFlags) {
            throw .setting(
                file: .specialTokensMap, key: flagged.key, expected: "a string", got: "an object")
        }
    }

    /// A name of the map's that transformers does not know says a token that has its id already:
    /// else it would come between the others.
    private func checkOtherNames(_ list: AddedTokenList) throws(TokenizerError) {
        guard readsOlderFiles else { return }
        for named in map.otherNamed {
            guard let token = named.token, list.token(token.content) == nil else { continue }
            throw .setting(
                file: .specialTokensMap, key: named.key,
                expected: "a token with an id in another file", got: "another one")
        }
    }

    /// Every file's word on a token is what the token came to be.
    private func checkStatements(_ list: AddedTokenList) throws(TokenizerError) {
        let withIDs = (file?.addedTokens ?? []) + (configuration.decoder ?? []) + addedTokens
        for statement in withIDs {
            try check(statement, list)
        }
        let inMap = map.named + map.otherNamed + (map.extra ?? []) + (map.additional ?? [])
        for (file, named) in inMap.map({ (TokenizerFileName.specialTokensMap, $0) })
            + configuration.passedOver.map({ (.configuration, $0) })
        {
            guard let token = named.token else { continue }
            try check(
                TokenStatement(
                    file: file, key: named.key, token: token, hasFlags: named.hasFlags,
                    hasRound: false), list)
        }
    }

    private func check(
        _ statement: TokenStatement, _ list: AddedTokenList
    ) throws(TokenizerError) {
        guard let token = list.token(statement.token.content),
            let id = list.id(of: statement.token.content)
        else {
            let others: TokenizerFileName =
                statement.file == .configuration ? .tokenizer : .configuration
            throw .disagreement(file: statement.file, key: statement.key, with: others)
        }
        if let said = statement.id, said != Int(id) {
            throw .setting(
                file: statement.file, key: statement.key,
                expected: "the id \(id), the token's in the vocabulary or the next after it",
                got: "\(said)")
        }
        guard statement.hasFlags else { return }
        var said = statement.token
        // Many folders say that a named token is normalised, and elsewhere that it is not. What the
        // name says is not heeded, and ids do not hang on it.
        if !statement.hasRound { said.isNormalized = token.isNormalized }
        guard token == said else {
            throw .setting(
                file: statement.file, key: statement.key,
                expected: "the lstrip, rstrip and normalized of the other files", got: "others")
        }
    }

    /// White space that one token takes away cannot be the start of another: the library would cut
    /// the text twice there.
    private func checkSpaces(_ list: AddedTokenList) throws(TokenizerError) {
        guard list.list.contains(where: \.token.stripsRight) else { return }
        for (token, _) in list.list where WhiteSpace.starts(token.content) {
            throw .setting(
                file: file == nil ? .configuration : .tokenizer, key: "added token",
                expected: "no white space at its start beside a token with rstrip",
                got: "one that starts with it")
        }
    }
}
