internal import Trials

/// Strangers' texts as people may see them: scenario files, evidence and logs hold what somebody
/// else wrote, and no report may be steered by it.
///
/// Each format escapes its own markup (`<`, `#`, `::`); here stand the characters that are
/// dangerous in every format. All functions work on scalars: a Swift `Character` of `"` and a
/// combining mark is not `"`, and an escape that looks for characters misses it.
enum ReportText {
    /// A text in lines of so many columns at most, broken at spaces; a longer word stands alone.
    static func lines(_ text: String, columnCountMax: Int) -> [String] {
        var lines: [String] = []
        for word in text.split(separator: " ") {
            if let last = lines.last, last.count + 1 + word.count <= columnCountMax {
                lines[lines.count - 1] = "\(last) \(word)"
            } else {
                lines.append(String(word))
            }
        }
        return lines
    }

    private static let columnCountMax = 80

    /// How wide a text may be: as the terminal, and no wider than people read.
    static func columnCount(_ style: TextStyle) -> Int {
        min(style.columns ?? columnCountMax, columnCountMax)
    }

    /// Indented lines that a terminal holds. The text is of strangers, so it is shown as such.
    static func paragraph(
        _ text: String, _ style: TextStyle, _ meaning: TextStyle.Meaning? = nil
    ) -> String {
        lines(terminal(text), columnCountMax: columnCount(style) - 2).map { line in
            "  " + (meaning.map { style.text(line, $0) } ?? line) + "\n"
        }.joined()
    }

    /// The end of a path or text, which tells more than its beginning, behind an ellipsis.
    static func ending(_ text: String, _ scalarCountMax: Int) -> String {
        let scalars = text.unicodeScalars
        let count = max(scalarCountMax, 8)
        guard scalars.count > count else { return text }
        var shown = String.UnicodeScalarView()
        shown.append(contentsOf: scalars.suffix(count - 1))
        return "…" + String(shown)
    }

    /// The text in one line: line ends and tabs become spaces; characters that are invisible or
    /// that reverse other text become U+FFFD; a combining mark without a base gets a dotted circle.
    static func shown(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        var isBare = true
        for scalar in text.unicodeScalars {
            if isLineSpace(scalar) {
                result.append(" ")
                isBare = true
            } else if isHidden(scalar) {
                result.append("\u{FFFD}")
                isBare = true
            } else {
                if isBare && isMark(scalar) { result.append("\u{25CC}") }
                result.append(scalar)
                isBare = scalar == " "
            }
        }
        return String(result)
    }

    /// For a terminal or a build's log: shown, and no command of GitHub's runner, which looks for
    /// `::` where a line begins and for `##[` anywhere.
    static func terminal(_ text: String) -> String {
        let line = shown(text)
        let start = line.unicodeScalars.drop { $0 == " " }
        return (start.starts(with: "::".unicodeScalars) ? "\\" : "")
            + replaced("##[", by: "#\\#[", in: line)
    }

    static func cut(_ text: String, scalarCountMax: Int) -> String {
        SVGText.cut(text, scalarCountMax: scalarCountMax)
    }

    /// Every occurrence, by scalars.
    static func replaced(_ pattern: String, by replacement: String, in text: String) -> String {
        let (pattern, scalars) = (Array(pattern.unicodeScalars), Array(text.unicodeScalars))
        var result = String.UnicodeScalarView()
        var index = 0
        while index < scalars.count {
            if scalars[index...].starts(with: pattern) {
                result.append(contentsOf: replacement.unicodeScalars)
                index += pattern.count
            } else {
                result.append(scalars[index])
                index += 1
            }
        }
        return String(result)
    }

    /// "not exercised"
    static func words(_ verdict: Verdict) -> String {
        switch verdict {
        case .held: "held"
        case .broken: "broken"
        case .inconclusive: "inconclusive"
        case .notExercised: "not exercised"
        case .labFault: "lab fault"
        case .invalidSubmission: "invalid submission"
        }
    }

    /// "1 scenario", "2 scenarios"
    static func count(_ count: Int, _ noun: String) -> String {
        "\(DecimalText.grouped(count)) \(noun)\(count == 1 ? "" : "s")"
    }

    /// "a, b", or "none".
    static func list(_ guards: [Guard]) -> String {
        guards.isEmpty ? "none" : guards.map(\.name).joined(separator: ", ")
    }

    /// "12.50" of millionths, rounded down; what is below 0 counts as 0.
    static func millionths(_ value: Int) -> String { DecimalText.ratio(max(value, 0), 1_000_000) }

    /// "0.125" seconds, rounded down to milliseconds.
    static func seconds(nanoseconds: Int) -> String {
        let milliseconds = max(nanoseconds, 0) / 1_000_000
        let rest = String(String(1000 + milliseconds % 1000).dropFirst())
        return "\(milliseconds / 1000).\(rest)"
    }

    /// The measurement of an economic attack as a sentence.
    static func sentence(_ measurement: Measurement) -> String {
        let counted =
            "\(DecimalText.grouped(measurement.attemptCount)) \(shown(measurement.unit))"
        // Where nothing was drawn and nothing saved anything, there is no rate to speak of.
        let hasRate = measurement.successCount > 0 || measurement.rateBoundMillionths != nil
        var text =
            (hasRate
                ? "\(DecimalText.grouped(measurement.successCount)) of \(counted) went the "
                    + "attacker's way, "
                : "\(counted): ")
            + "\(millionths(measurement.advantageMillionths)) times "
            + "\(shown(measurement.comparison)), "
            + "\(millionths(measurement.allowedMillionths)) allowed"
        if let bound = measurement.rateBoundMillionths {
            text += "; success rate at most \(percent(millionths: bound))"
            if let confidence = measurement.confidencePermille {
                text += " with a confidence of \(percent(millionths: confidence * 1000))"
            }
        }
        return text
    }

    /// "0.0331 %": exact, since a millionth is a ten-thousandth of a percent.
    static func percent(millionths: Int) -> String {
        let value = max(millionths, 0)
        var decimals = String(10_000 + value % 10_000).dropFirst()
        while decimals.last == "0" { decimals.removeLast() }
        return "\(value / 10_000)" + (decimals.isEmpty ? "" : ".\(decimals)") + " %"
    }

    // MARK: Scalars

    private static func isLineSpace(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09...0x0D, 0x85, 0x2028, 0x2029: true
        default: false
        }
    }

    /// Controls, joiners and turns of direction, byte order marks, tags, and what Unicode promises
    /// never to be a character.
    static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F...0x9F, 0xAD, 0x61C, 0x180E, 0x200B...0x200F, 0x202A...0x202E,
            0x2060...0x206F, 0xFDD0...0xFDEF, 0xFEFF, 0xFFF0...0xFFFB, 0xE0000...0xE0FFF:
            true
        default: scalar.value & 0xFFFE == 0xFFFE
        }
    }

    private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .spacingMark: true
        default: false
        }
    }
}
