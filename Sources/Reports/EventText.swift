/// Lines of an event log as people read them.
///
/// The log itself keeps its form, since its digest tells whether two runs did the same: a time in
/// milliseconds, and an oracle's finding as Swift would print it.
public enum EventText {
    /// "12.340 s  ledger.exact: intact, 3 blocks" of `12340 ledger.exact: intact("3 blocks")`.
    public static func line(_ line: String) -> String {
        let parts = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let milliseconds = Int(parts[0]), milliseconds >= 0 else {
            return finding(line)
        }
        // A log's times fit in nanoseconds for 292 years.
        let (nanoseconds, overflows) = milliseconds.multipliedReportingOverflow(by: 1_000_000)
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

    /// What Swift's description of a text in quotes escapes, as it was.
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
