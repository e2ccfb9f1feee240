/// The parts that together make a tokenizer.
struct TokenizerParts {
    /// The settings in which a folder's files differ from GPT-2's own tokenizer.
    struct Settings {
        /// Texts between added tokens are brought into normalization form C.
        var composes = false
        var pattern = PiecePattern.gpt2
        /// Text that does not start with a space gets one, also after an added token.
        var addsPrefixSpace = false
        /// A piece that is a token is that token, whatever the merges.
        var ignoresMerges = false
        var template = TokenTemplate()
        /// Longer texts are refused; nil where any length goes.
        var tokenCountMax: Int?
    }

    let vocabulary: Vocabulary
    let merges: MergeTable
    let added: AddedTokens
    var settings = Settings()
}
