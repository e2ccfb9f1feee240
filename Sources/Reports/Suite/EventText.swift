/// Lines of an event log as people read them.
///
/// The log itself keeps its form, since its digest tells whether two runs did the same: a time in
/// milliseconds, and an oracle's finding as Swift would print it.
package enum EventText {
    /// The lines of a log, each with its distance from the first: the clock of a trial begins at
    /// some second of the system's own.
    package static func lines(_ lines: [String]) -> [String] {
        let start = lines.first.flatMap(milliseconds) ?? 0
        return lines.map { line(line: $0, start: start) }
    }

    private static func milliseconds(_ line: String) -> Int? {
        line.split(separator: " ", maxSplits: 1).first.flatMap { Int($0) }
    }

    /// "12.340 s  ledger.exact: intact, 3 blocks" of `12340 ledger.exact: intact("3 blocks")`.
    package static func line(_ text: String) -> String { line(line: text, start: 0) }

    private static func line(line: String, start: Int) -> String {
        let parts = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let time = Int(parts[0]), time >= start, start >= 0 else {
            return finding(line)
        }
        // A log's times fit in nanoseconds for 292 years.
        let (nanoseconds, overflows) = (time - start).multipliedReportingOverflow(by: 1_000_000)
        guard !overflows else { return finding(line) }
        return "\(ReportText.seconds(nanoseconds: nanoseconds)) s  \(finding(String(parts[1])))"
    }

    /// `x: intact("y")` as "x: intact, y", and so for `violated`.
    private static func finding(_ text: String) -> String {
        for word in ["intact", "violated"] {
            guard text.hasSuffix("\")"), let start = text.firstRange(of: ": \(word)(\"") else {
                continue
            }
            let end = text.index(text.endIndex, offsetBy: -2)
            guard start.upperBound <= end else { continue }
            let inner = unescaped(text[start.upperBound..<end])
            return "\(text[..<start.lowerBound]): \(word), \(inner)"
        }
        return text
    }

    /// The text without the escapes that Swift's description in quotes adds.
    private static func unescaped(_ text: Substring) -> String {
        var result = String.UnicodeScalarView()
        var rest = Substring(text).unicodeScalars[...]
        while let scalar = rest.popFirst() {
            guard scalar == "\\", let next = rest.popFirst() else {
                result.append(scalar)
                continue
            }
            switch next {
            case "n", "r", "t", "0": result.append(" ")
            case "u":
                let digits = rest.dropFirst().prefix { $0 != "}" }
                rest = rest.dropFirst(digits.count + 2)
                let value = UInt32(String(String.UnicodeScalarView(digits)), radix: 16)
                result.append(value.flatMap(Unicode.Scalar.init) ?? "\u{FFFD}")
            default: result.append(next)
            }
        }
        return String(result)
    }
}
