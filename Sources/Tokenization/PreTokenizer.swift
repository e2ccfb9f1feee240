/// Cuts a text into the pieces within which merges happen, as GPT-2's pattern does: contractions,
/// ` ?letters`, ` ?numbers`, ` ?others`, white space up to the last before non-space, white space.
///
/// A single pass without backtracking: a piece's end is found by reading the piece once and one
/// scalar beyond.
/// Golden-bearing. **Source:** protocol v4, section 5.
package struct PreTokenizer: PieceCutter {
    private let text: [UInt8]
    private let end: Int
    private var position: Int

    /// **Precondition:** `text` is valid UTF-8 and `range` starts and ends between its scalars.
    package init(_ text: [UInt8], _ range: Range<Int>) {
        self.text = text
        self.end = range.upperBound
        self.position = range.lowerBound
    }

    /// The next piece; nil at the end.
    package mutating func next() -> Range<Int>? {
        guard position < end else { return nil }
        let start = position
        position = contractionEnd(start) ?? wordEnd(start) ?? whiteSpaceEnd(start)
        return start..<position
    }

    private static let contractions = ["'s", "'t", "'re", "'ve", "'m", "'ll", "'d"]
        .map { Array($0.utf8) }

    private func contractionEnd(_ start: Int) -> Int? {
        guard text[start] == UInt8(ascii: "'") else { return nil }
        return Self.contractions.first { text[start..<end].starts(with: $0) }
            .map { start + $0.count }
    }

    /// The end of a run of one class, with the space before it; nil where white space comes first.
    private func wordEnd(_ start: Int) -> Int? {
        let first = text[start] == UInt8(ascii: " ") ? start + 1 : start
        guard first < end else { return nil }
        let runClass = scalar(at: first).class
        guard runClass != .whiteSpace else { return nil }
        return runEnd(first, of: runClass).end
    }

    /// The end of the white space, less its last scalar where something follows and one is left.
    private func whiteSpaceEnd(_ start: Int) -> Int {
        let run = runEnd(start, of: .whiteSpace)
        return run.end == end || run.last == start ? run.end : run.last
    }

    /// Where a run of one class ends and where its last scalar starts.
    private func runEnd(_ start: Int, of runClass: UnicodeClass) -> (end: Int, last: Int) {
        var last = start
        var next = start
        while next < end {
            let scalar = scalar(at: next)
            guard scalar.class == runClass else { break }
            last = next
            next = scalar.end
        }
        return (next, last)
    }

    private func scalar(at start: Int) -> (class: UnicodeClass, end: Int) {
        let (value, end) = UTF8Scalars.scalar(in: text, at: start)
        return (UnicodeClass(value), end)
    }
}
