import Tokenization

/// Qwen2's pattern, each alternative tried at each place as a backtracking engine tries it.
enum ReferencePattern {
    private typealias Text = [UnicodeScalar]

    static func pieces(_ text: [UnicodeScalar]) -> [String] {
        var pieces: [String] = []
        var start = 0
        while start < text.count {
            let end = alternatives.lazy.compactMap { $0(text, start) }.first!
            var piece = ""
            piece.unicodeScalars.append(contentsOf: text[start..<end])
            pieces.append(piece)
            start = end
        }
        return pieces
    }

    private static func isOf(_ scalarClass: UnicodeClass, _ scalar: UnicodeScalar) -> Bool {
        UnicodeClass(scalar.value) == scalarClass
    }

    private static func isLineEnd(_ scalar: UnicodeScalar) -> Bool {
        scalar == "\n" || scalar == "\r"
    }

    /// The end of the longest run from a place of scalars that pass the test.
    private static func run(_ text: Text, _ start: Int, _ test: (UnicodeScalar) -> Bool) -> Int {
        text[start...].firstIndex { !test($0) } ?? text.count
    }

    private static func run(_ text: Text, _ start: Int, of scalarClass: UnicodeClass) -> Int {
        run(text, start) { isOf(scalarClass, $0) }
    }

    private static let alternatives: [@Sendable ([UnicodeScalar], Int) -> Int?] = [
        contraction, word,
        { text, start in isOf(.number, text[start]) ? start + 1 : nil },
        others, lines,
        // \s+(?!\S)
        { text, start in
            (start...run(text, start, of: .whiteSpace)).reversed().first { end in
                end > start && (end == text.count || isOf(.whiteSpace, text[end]))
            }
        },
        // \s+
        { text, start in
            let end = run(text, start, of: .whiteSpace)
            return end > start ? end : nil
        },
    ]

    @Sendable private static func contraction(_ text: [UnicodeScalar], _ start: Int) -> Int? {
        for letters in ["s", "t", "re", "ve", "m", "ll", "d"] {
            let end = start + 1 + letters.unicodeScalars.count
            guard text[start] == "'", end <= text.count else { continue }
            let found = text[start + 1..<end].map {
                $0 == "\u{17F}" ? "s" : $0.isASCII ? $0.properties.lowercaseMapping : "?"
            }
            if found.joined() == letters { return end }
        }
        return nil
    }

    @Sendable private static func word(_ text: [UnicodeScalar], _ start: Int) -> Int? {
        let first = text[start]
        let isPrefix = !isLineEnd(first) && !isOf(.letter, first) && !isOf(.number, first)
        for from in isPrefix ? [start + 1, start] : [start] {
            let end = run(text, from, of: .letter)
            if end > from { return end }
        }
        return nil
    }

    @Sendable private static func others(_ text: [UnicodeScalar], _ start: Int) -> Int? {
        for from in text[start] == " " ? [start + 1, start] : [start] {
            let end = run(text, from, of: .other)
            if end > from { return run(text, end, isLineEnd) }
        }
        return nil
    }

    @Sendable private static func lines(_ text: [UnicodeScalar], _ start: Int) -> Int? {
        for from in (start...run(text, start, of: .whiteSpace)).reversed() {
            let end = run(text, from, isLineEnd)
            if end > from { return end }
        }
        return nil
    }
}
