public import Proving
internal import Tokenization

extension Prover {
    /// What bars and bubbles are called.
    public func shownTokens(_ ids: [Int32]) -> [String] {
        ids.map { id in
            // The tokenizer made these ids, so each has a token.
            (try? tokenizer.decode([id])).map(TokenText.shown) ?? "?"
        }
    }
}
