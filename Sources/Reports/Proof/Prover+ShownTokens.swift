package import Proving
internal import Tokenization

extension Prover {
    /// The texts of tokens, as labels of bars and bubbles.
    package func shownTokens(_ ids: [Int32]) -> [String] {
        ids.map { id in
            // The tokenizer made these ids, so each has a token.
            (try? tokenizer.decode([id])).map(TokenText.shown) ?? "?"
        }
    }
}
