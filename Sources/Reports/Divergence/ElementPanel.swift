internal import Disputes

/// The first element that differs with its neighbours, beside a picture that has room for them.
enum ElementPanel {
    private static let lineHeight = 22
    /// Where each column ends.
    private static let columns = [110, 250, 390, 500]

    /// The panel's height below its upper edge; 0 if no element is known. **Units:** pixels.
    static func height(_ compared: ComparedTraces) -> Int {
        guard compared.comparison.element != nil else { return 0 }
        return 12 + lineHeight * (compared.comparison.neighbours.count + 1) + 14
    }

    /// The panel's shapes; empty if no element is known.
    static func shapes(_ compared: ComparedTraces, x: Int, y: Int) -> String {
        let comparison = compared.comparison
        guard let element = comparison.element else { return "" }
        let counts =
            "\(DecimalText.grouped(element.differingCount)) of "
            + "\(ReportText.count(element.elementCount, "element")) "
            + (element.differingCount == 1 ? "differs" : "differ")
        var text = SVGText.element("ink strong", x, y + 12, counts)
        var line = y + 12 + lineHeight
        text += row("soft", ["element", "left", "right", "right − left"], x, line)
        for row in DivergenceText.elementRows(comparison) {
            line += lineHeight
            if row.isFirst {
                text +=
                    "<rect class=\"flag\" x=\"\(x)\" y=\"\(line - 16)\" "
                    + "width=\"\(columns[3] + 12)\" height=\"\(lineHeight)\" rx=\"4\"/>\n"
            }
            let texts =
                [ComparedTraces.text(row.index)] + row.values.map { "\($0)" }
                + [row.difference == 0 ? "" : DivergenceText.signed(row.difference)]
            let style = row.isFirst ? "ink flagged" : row.difference == 0 ? "ink" : "ink strong"
            text += self.row(style, texts, x, line)
        }
        return text
    }

    private static func row(_ style: String, _ texts: [String], _ x: Int, _ y: Int) -> String {
        zip(texts, columns).map { text, end in
            SVGText.element(style, x + end, y, text, anchor: "end")
        }.joined()
    }
}
