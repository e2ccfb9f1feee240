internal import Encodings

/// A token that is found in a text as it stands, before anything is cut or merged.
struct AddedToken: Sendable, Equatable {
    /// UTF-8; compared as bytes, never by canonical equivalence.
    let content: [UInt8]
    /// White space before it belongs to it.
    var stripsLeft = false
    /// White space after it belongs to it.
    var stripsRight = false
    /// It is looked for in normalised text, itself normalised. Without a normaliser it only comes
    /// second: in what the tokens that are not normalised leave.
    var isNormalized = false

    /// The special token that transformers makes of a plain text.
    init(special content: [UInt8]) {
        self.content = content
    }

    /// The same token as it stands in texts of normalization form C.
    var composed: AddedToken {
        var token = AddedToken(
            special: CanonicalComposition.composed(content, 0..<content.count))
        token.stripsLeft = stripsLeft
        token.stripsRight = stripsRight
        token.isNormalized = isNormalized
        return token
    }

    /// The token that a JSON object describes: `content` and flags, which may be missing where
    /// there are defaults.
    ///
    /// **Throws:** ``TokenizerError``, also for `single_word`, which would need Unicode's idea of a
    /// word.
    init(_ section: Section, defaults: Bool, isSpecial: Bool? = nil) throws(TokenizerError) {
        func flag(_ key: String, _ standard: Bool) throws(TokenizerError) -> Bool {
            try defaults ? section.boolean(key, default: standard) : section.boolean(key)
        }
        content = try Self.content(section.text("content"), of: section, "content")
        let saysSpecial = try flag("special", false)
        let special = isSpecial ?? saysSpecial
        if try flag("single_word", false) { throw section.refused("single_word", "false") }
        stripsLeft = try flag("lstrip", false)
        stripsRight = try flag("rstrip", false)
        isNormalized = try flag("normalized", !special)
    }

    static func content(
        _ text: String, of section: Section, _ key: String
    ) throws(TokenizerError) -> [UInt8] {
        guard (1...Limits.addedTokenByteCountMax).contains(text.utf8.count) else {
            throw .setting(
                file: section.file, key: section.path + key,
                expected: "1 to \(Limits.addedTokenByteCountMax) bytes",
                got: "\(text.utf8.count)")
        }
        return Array(text.utf8)
    }
}

/// A file's statement about an added token, to be compared with the tokenizer as it is made.
struct TokenStatement {
    let file: TokenizerFileName
    let key: String
    let token: AddedToken
    /// Nil where the file does not say.
    var id: Int? = nil
    /// Whether the file says how white space goes.
    var hasFlags = true
    /// Whether it says in which round the token is looked for, too.
    var hasRound = true
}
