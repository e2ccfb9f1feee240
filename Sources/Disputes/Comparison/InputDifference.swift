import Traces

/// The first difference between the inputs of two runs: a prompt that the other trace lacks while
/// it has another one instead, or tokens that differ.
struct InputDifference {
    /// The prompt's place in the left trace.
    let left: Int
    let token: TokenDifference?
    let words: String

    /// Nil where all prompts that both traces should have are there, with equal tokens.
    init?(_ pairing: PromptPairing, _ left: Trace, _ right: Trace) {
        let tokens = pairing.pairs.first {
            left.prompts[$0.left].tokenIDs != right.prompts[$0.right].tokenIDs
        }
        // A trace that lacks prompts, and has no others instead, differs in no input.
        let stranger = pairing.onlyRight.isEmpty ? nil : pairing.onlyLeft.first
        if let tokens, tokens.left < stranger ?? Int.max {
            self.left = tokens.left
            let difference = Self.token(
                left.prompts[tokens.left].tokenIDs, right.prompts[tokens.right].tokenIDs)
            token = difference
            let ids = difference.ids.map { $0.map { "\($0)" } ?? "no token" }
            words =
                "The tokens of prompt \(tokens.left) differ at position \(difference.position): "
                + "\(ids[0]) on the left, \(ids[1]) on the right."
        } else if let stranger {
            self.left = stranger
            token = nil
            let asked = left.prompts[stranger]
            let other = right.prompts[
                pairing.onlyRight.first { $0 >= stranger } ?? pairing.onlyRight[0]]
            let isSalt = !asked.salt.utf8.elementsEqual(other.salt.utf8)
            let isPrompt = !asked.prompt.utf8.elementsEqual(other.prompt.utf8)
            words =
                "The right run was not asked for prompt \(stranger) of the left one, and was asked "
                + "for another in its stead: the "
                + (isSalt && isPrompt
                    ? "salt and the prompt differ"
                    : isSalt
                        ? "salt differs" : "prompt differs") + "."
        } else {
            return nil
        }
    }

    private static func token(_ left: [Int32], _ right: [Int32]) -> TokenDifference {
        let shared = min(left.count, right.count)
        let position = (0..<shared).first { left[$0] != right[$0] } ?? shared
        return TokenDifference(
            position: position,
            ids: [left, right].map { position < $0.count ? $0[position] : nil })
    }
}
