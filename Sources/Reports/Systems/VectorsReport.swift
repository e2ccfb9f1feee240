package import Conformance
package import Encodings

/// The outcomes of vector files, as text and JSON.
package struct VectorsReport: Sendable {
    /// The most cases of a file that the text shows; JSON has all.
    private static let shownDifferenceCountMax = 20
    /// The most characters of a case's text that are shown where no terminal tells its width.
    private static let scalarCountMax = 400
    /// How much of what two texts have in common is shown before their difference.
    private static let commonScalarCount = 20

    private let reports: [VectorReport]

    package init(_ reports: [VectorReport]) {
        self.reports = reports
    }

    // MARK: Text

    package func text(_ style: TextStyle) -> String {
        var table = ColumnTable(
            corner: "file", titles: ["form", "cases", "equal", "differ", "skipped", "made by"])
        for report in reports {
            let differing = report.outcomes.count {
                if case .differs = $0.kind { true } else { false }
            }
            let skipped = report.outcomes.count - report.equalCount - differing
            table.add(
                ReportText.terminal(report.file),
                cells: [
                    .init(report.form),
                    .init(DecimalText.grouped(report.outcomes.count)),
                    .init(DecimalText.grouped(report.equalCount), .good),
                    .init(DecimalText.grouped(differing), differing > 0 ? .bad : nil),
                    .init(DecimalText.grouped(skipped), skipped > 0 ? .doubtful : nil),
                    .init(report.maker),
                ])
        }
        return table.text(style) + reports.map { Self.details($0, style) }.joined()
    }

    /// The cases that differ, and the reasons of those that were skipped.
    private static func details(_ report: VectorReport, _ style: TextStyle) -> String {
        let file = ReportText.terminal(report.file)
        var text = ""
        var shownCount = 0
        for outcome in report.outcomes {
            guard case .differs(let expected, let got) = outcome.kind else { continue }
            shownCount += 1
            guard shownCount <= shownDifferenceCountMax else { continue }
            text += style.text("\n  \(file), case \(ReportText.terminal(outcome.index))\n", .strong)
            let (shownExpected, shownGot) = shortened(expected, got, style)
            text += "    expected  \(shownExpected)\n    got       \(shownGot)\n"
        }
        if shownCount > shownDifferenceCountMax {
            let count = shownCount - shownDifferenceCountMax
            text +=
                "\n  \(file): \(ReportText.count(count, "further case")) "
                + (count == 1 ? "differs" : "differ") + "; --format json lists them\n"
        }
        for reason in report.skipReasons {
            text +=
                "\n"
                + ReportText.paragraph(
                    "\(report.file): \(ReportText.count(reason.indices.count, "case")) skipped: "
                        + reason.reason, style, .doubtful)
        }
        return text
    }

    /// Both texts in one line each, from shortly before the place where they begin to differ.
    private static func shortened(
        _ expected: String, _ got: String, _ style: TextStyle
    ) -> (String, String) {
        let indentation = "    expected  ".count
        let countMax = max((style.columns ?? scalarCountMax + indentation) - indentation, 24)
        let texts = [expected, got].map { Array($0.unicodeScalars) }
        let commonCount = zip(texts[0], texts[1]).prefix { $0 == $1 }.count
        let isLong = texts.contains { $0.count > countMax }
        let start = isLong ? max(0, commonCount - commonScalarCount) : 0
        let shown = texts.map { text in
            var view = String.UnicodeScalarView()
            view.append(contentsOf: text[start...].prefix(countMax - 1))
            return (start > 0 ? "…" : "") + ReportText.terminal(String(view))
                + (text.count - start > countMax - 1 ? "…" : "")
        }
        return (shown[0], shown[1])
    }

    // MARK: JSON

    package var json: JSONValue { .array(reports.map(Self.json)) }

    private static func json(_ report: VectorReport) -> JSONValue {
        let differences = report.outcomes.compactMap { outcome -> JSONValue? in
            guard case .differs(let expected, let got) = outcome.kind else { return nil }
            return .object([
                JSONMember("index", .string(outcome.index)),
                JSONMember("expected", .string(expected)), JSONMember("got", .string(got)),
            ])
        }
        let reasons = report.skipReasons
        return .object([
            JSONMember("file", .string(report.file)), JSONMember("form", .string(report.form)),
            JSONMember("derived", .boolean(report.isDerived)),
            JSONMember("made_by", .string(report.maker)),
            JSONMember("cases", .integer(report.outcomes.count)),
            JSONMember("equal", .integer(report.equalCount)),
            JSONMember("skipped", .integer(reasons.reduce(0) { $0 + $1.indices.count })),
            JSONMember(
                "skip_reasons",
                .array(
                    reasons.map { reason in
                        .object([
                            JSONMember("reason", .string(reason.reason)),
                            JSONMember("indices", .array(reason.indices.map(JSONValue.string))),
                        ])
                    })),
            JSONMember("differences", .array(differences)),
        ])
    }
}

extension VectorReport {
    /// The reasons of skipped cases, each with its cases, in the order in which they first come.
    fileprivate var skipReasons: [(reason: String, indices: [String])] {
        var reasons: [(reason: String, indices: [String])] = []
        var places: [String: Int] = [:]  // looked up, never iterated
        for outcome in outcomes {
            guard case .skipped(let reason) = outcome.kind else { continue }
            if let place = places[reason] {
                reasons[place].indices.append(outcome.index)
            } else {
                places[reason] = reasons.count
                reasons.append((reason, [outcome.index]))
            }
        }
        return reasons
    }
}
