/// Cuts a text into the pieces within which merges happen, as Qwen2's pattern does: contractions in
/// any case, letters with one scalar before them, single numbers, ` ?others` with the line ends
/// after them, white space up to its last line end, white space up to the last before non-space,
/// white space.
///
/// A single pass: a piece's end is found by reading the piece once and one scalar beyond, but for
/// white space, of which a run is read at most three times.
/// Golden-bearing. **Source:** the pattern of Qwen2's tokenizer.json.
package struct Qwen2PreTokenizer: PieceCutter {
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
        position = contractionEnd(start) ?? wordEnd(start)
        return start..<position
    }

    // MARK: Contractions

    /// In lower case. U+017F, the long s, is another lower case of S.
    private static let contractions = ["s", "t", "re", "ve", "m", "ll", "d"].map { Array($0.utf8) }

    private func contractionEnd(_ start: Int) -> Int? {
        guard text[start] == UInt8(ascii: "'") else { return nil }
        let first = start + 1
        if first + 1 < end, text[first] == 0xC5, text[first + 1] == 0xBF { return first + 2 }
        return Self.contractions.first { letters in
            first + letters.count <= end
                && letters.indices.allSatisfy { text[first + $0] | 0x20 == letters[$0] }
        }
        .map { first + $0.count }
    }

    // MARK: The other pieces

    /// The end of the piece that starts here and is no contraction.
    private func wordEnd(_ start: Int) -> Int {
        let first = scalar(at: start)
        switch first.class {
        case .letter: return runEnd(first.end, of: .letter)
        case .number: return first.end
        case .other, .whiteSpace: break
        }
        if first.end < end {
            let second = scalar(at: first.end)
            if second.class == .letter, !isLineEnd(text[start]) {
                return runEnd(second.end, of: .letter)
            }
            if second.class == .other, text[start] == UInt8(ascii: " ") {
                return othersEnd(second.end)
            }
        }
        return first.class == .other ? othersEnd(first.end) : whiteSpaceEnd(start)
    }

    /// The end of a run of others and of the line ends after it.
    private func othersEnd(_ start: Int) -> Int {
        var end = runEnd(start, of: .other)
        while end < self.end, isLineEnd(text[end]) { end += 1 }
        return end
    }

    /// The end of the last line end in the white space; without one, of the white space, less its
    /// last scalar where something follows and one is left.
    private func whiteSpaceEnd(_ start: Int) -> Int {
        var (last, next) = (start, start)
        var lineEnd: Int?
        while next < end {
            let scalar = scalar(at: next)
            guard scalar.class == .whiteSpace else { break }
            if isLineEnd(text[next]) { lineEnd = scalar.end }
            last = next
            next = scalar.end
        }
        return lineEnd ?? (next == end || last == start ? next : last)
    }

    private func runEnd(_ start: Int, of runClass: UnicodeClass) -> Int {
        var next = start
        while next < end {
            let scalar = scalar(at: next)
            guard scalar.class == runClass else { break }
            next = scalar.end
        }
        return next
    }

    private func isLineEnd(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }

    private func scalar(at start: Int) -> (class: UnicodeClass, end: Int) {
        let (value, end) = UTF8Scalars.scalar(in: text, at: start)
        return (UnicodeClass(value), end)
    }
}
