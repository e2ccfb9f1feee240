/// The added tokens of a tokenizer with their ids, and where they stand in a text.
struct AddedTokens: Sendable {
    enum Segment: Equatable {
        case text(Range<Int>)
        case token(Int32)
    }

    private let verbatim: AddedTokenFinder
    private let normalized: AddedTokenFinder
    private let contents: [Int32: [UInt8]]  // by id; looked up, never iterated

    /// Tokens of which the normalised ones are brought into normalization form C, if texts are.
    init(_ tokens: [(token: AddedToken, id: Int32)], composes: Bool = false) {
        verbatim = AddedTokenFinder(tokens.filter { !$0.token.isNormalized })
        normalized = AddedTokenFinder(
            tokens.filter { $0.token.isNormalized }.map { token, id in
                (composes ? token.composed : token, id)
            })
        var contents: [Int32: [UInt8]] = [:]  // looked up, never iterated
        for (token, id) in tokens { contents[id] = token.content }
        self.contents = contents
    }

    /// The text of the token with this id; nil where that is no added token.
    func content(ofID id: Int32) -> [UInt8]? { contents[id] }

    /// The text cut at the added tokens that are not normalised. What is left is normalised and
    /// then cut at the others. **Source:** AddedVocabulary of tokenizers 0.23.
    func segments(of text: [UInt8]) -> [Segment] {
        verbatim.segments(of: text, in: 0..<text.count)
    }

    /// A part of normalised text cut at the normalised tokens.
    func segments(ofNormalized text: [UInt8], in range: Range<Int>) -> [Segment] {
        normalized.segments(of: text, in: range)
    }
}

/// Finds tokens of one kind: the leftmost first, of those that start there the longest.
///
/// The tokens are sorted, so that those that start with the bytes read so far are a range, which
/// each further byte narrows. **Cost:** O(n·m·log t) for n bytes, tokens of at most m bytes (a
/// limit), and t of them.
struct AddedTokenFinder: Sendable {
    private let tokens: [(token: AddedToken, id: Int32)]
    /// Where tokens with this first byte start in `tokens`; [257].
    private let starts: [Int]

    init(_ tokens: [(token: AddedToken, id: Int32)]) {
        let sorted = tokens.sorted {
            $0.token.content.lexicographicallyPrecedes($1.token.content)
        }
        self.tokens = sorted
        var starts = [Int](repeating: 0, count: 257)
        for token in sorted { starts[Int(token.token.content[0]) + 1] += 1 }
        for byte in 1...256 { starts[byte] += starts[byte - 1] }
        self.starts = starts
    }

    /// **Precondition:** no token starts with white space where another takes the white space after
    /// it, which the reading of the files sees to: the library's cuts would overlap there.
    func segments(of text: [UInt8], in range: Range<Int>) -> [AddedTokens.Segment] {
        guard !tokens.isEmpty else { return range.isEmpty ? [] : [.text(range)] }
        var segments: [AddedTokens.Segment] = []
        var done = range.lowerBound
        var position = range.lowerBound
        while position < range.upperBound {
            guard let (token, id) = longest(in: text, from: position, to: range.upperBound) else {
                position += 1
                continue
            }
            var start = position
            position += token.content.count
            var end = position
            if token.stripsLeft { start = WhiteSpace.start(in: text, before: start, from: done) }
            if token.stripsRight {
                end = WhiteSpace.end(in: text, after: end, to: range.upperBound)
            }
            if done < start { segments.append(.text(done..<start)) }
            segments.append(.token(id))
            done = end
        }
        if done < range.upperBound { segments.append(.text(done..<range.upperBound)) }
        return segments
    }

    private func longest(
        in text: [UInt8], from start: Int, to end: Int
    ) -> (AddedToken, Int32)? {
        var candidates = starts[Int(text[start])]..<starts[Int(text[start]) + 1]
        var found: Int?
        var length = 1
        while !candidates.isEmpty {
            // Among the tokens that start alike, the token that ends here comes first.
            if tokens[candidates.lowerBound].token.content.count == length {
                found = candidates.lowerBound
                candidates = candidates.dropFirst()
            }
            guard start + length < end else { break }
            let byte = text[start + length]
            let lower = firstIndex(in: candidates) { $0[length] >= byte }
            candidates = lower..<firstIndex(in: lower..<candidates.upperBound) { $0[length] > byte }
            length += 1
        }
        return found.map { (tokens[$0].token, tokens[$0].id) }
    }

    /// The first of `range` whose content passes the test, which holds from some place on.
    private func firstIndex(in range: Range<Int>, _ test: ([UInt8]) -> Bool) -> Int {
        var (low, high) = (range.lowerBound, range.upperBound)
        while low < high {
            let middle = (low + high) / 2
            if test(tokens[middle].token.content) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}

/// Runs of White_Space in valid UTF-8.
enum WhiteSpace {
    static func end(in text: [UInt8], after start: Int, to end: Int) -> Int {
        var position = start
        while position < end {
            let length = Self.length(text[position])
            guard isWhiteSpace(text[position..<position + length]) else { break }
            position += length
        }
        return position
    }

    static func start(in text: [UInt8], before end: Int, from start: Int) -> Int {
        var position = end
        while position > start {
            var lead = position - 1
            while text[lead] & 0xC0 == 0x80 { lead -= 1 }
            guard isWhiteSpace(text[lead..<position]) else { break }
            position = lead
        }
        return position
    }

    static func starts(_ content: [UInt8]) -> Bool {
        end(in: content, after: 0, to: content.count) > 0
    }

    private static func length(_ lead: UInt8) -> Int {
        lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
    }

    private static func isWhiteSpace(_ scalar: ArraySlice<UInt8>) -> Bool {
        var value = UInt32(scalar[scalar.startIndex])
        if scalar.count > 1 { value &= 0x7F >> UInt32(scalar.count) }
        for byte in scalar.dropFirst() { value = value << 6 | UInt32(byte & 0x3F) }
        return UnicodeClass(value) == .whiteSpace
    }
}
