extension AddedTokenSources {
    /// **Throws:** ``TokenizerError`` where a token would be found otherwise than its files say.
    func check(_ list: AddedTokenList, composes: Bool) throws(TokenizerError) {
        if tokenizerClass == .qwen2 { try checkPlain(list) }
        if composes { try checkComposed(list) }
    }

    /// Refuses flags of a token that the files name or call extra: Qwen2's class adds those tokens
    /// once more without them.
    private func checkPlain(_ list: AddedTokenList) throws(TokenizerError) {
        for (key, content) in specialNames {
            guard let token = list.token(content) else { continue }
            guard token == AddedToken(special: content) else {
                throw .setting(
                    file: map.otherNamed.contains { $0.key == key }
                        ? .specialTokensMap : .configuration, key: key,
                    expected: "no lstrip, rstrip or normalized, which Qwen2Tokenizer drops",
                    got: "one of them")
            }
        }
    }

    /// Refuses two normalised tokens that are one text in normalization form C.
    private func checkComposed(_ list: AddedTokenList) throws(TokenizerError) {
        var known: Set<[UInt8]> = []  // never iterated
        for (token, _) in list.list where token.isNormalized {
            guard known.insert(token.composed.content).inserted else {
                throw .setting(
                    file: file == nil ? .configuration : .tokenizer, key: "added token",
                    expected: "texts that differ in normalization form C", got: "one twice")
            }
        }
    }
}
