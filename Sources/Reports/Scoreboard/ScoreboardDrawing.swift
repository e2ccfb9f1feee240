package import Trials

/// The scoreboard as a picture: claims × systems × profiles, the sums, and the attacks that the
/// field names first with a reason for each blank.
package struct ScoreboardDrawing {
    private static let margin = 24
    private static let labelWidth = 184
    private static let columnWidth = 2 * VerdictMark.width + 12
    private static let rowHeight = 30
    private static let nameCountMax = 16
    private static let idsCountMax = 27
    /// The width of a letter of the notes. **Units:** thousandths of a pixel.
    private static let letterWidth = 6_620

    private let grid: ScoreboardGrid
    private let named: NamedAttackGrid?

    package init(_ suite: SuiteResult, _ named: NamedAttacks?) {
        grid = ScoreboardGrid(suite)
        self.named = named.flatMap { NamedAttackGrid($0, suite) }
    }

    /// The SVG document.
    package var svg: String {
        let (claims, claimsHeight) = claimsPanel
        var shapes = title + SVGDocument.moved(Self.margin, 74, claims)
        var y = 74 + claimsHeight + Self.margin
        if let named {
            let (attacks, height) = attacksPanel(named)
            shapes += SVGDocument.moved(Self.margin, y, attacks)
            y += height + Self.margin
        }
        return ScoreboardStyle.document(
            width: panelWidth + 2 * Self.margin, height: y, label: Self.label(grid), shapes)
    }

    /// At least as wide as the title.
    private var panelWidth: Int {
        max(Self.labelWidth + grid.systems.count * Self.columnWidth + 8, 640)
    }

    private static func left(_ column: Int) -> Int { labelWidth + column * columnWidth }

    // MARK: Title

    private static func label(_ grid: ScoreboardGrid) -> String {
        "Scoreboard: claims by systems, under published and hardened rules. \(figures(grid))"
    }

    private static func figures(_ grid: ScoreboardGrid) -> String {
        let sum = grid.sum
        return [
            ReportText.count(grid.systems.count, "system"),
            ReportText.count(sum.scenarioCount, "scenario"),
            "\(DecimalText.grouped(sum.tripleCount)) guard × oracle × entry",
            ReportText.count(sum.rootCauseCount, "root cause"),
        ].joined(separator: ", ")
    }

    private var title: String {
        let unexpected =
            grid.surpriseCount == 0
            ? "no unexpected verdict" : ReportText.count(grid.surpriseCount, "unexpected verdict")
        let figures = SVGText.element("ink", Self.margin, 52, Self.figures(grid))
        return SVGText.element("title", Self.margin, 30, "Every claim, attacked on every system")
            + figures
            + SVGText.element(
                grid.surpriseCount == 0 ? "ink" : "ink alarm", Self.margin + panelWidth, 30,
                unexpected, anchor: "end")
    }

    // MARK: Claims

    private var claimsPanel: (shapes: String, height: Int) {
        var shapes = heads
        var y = 62
        for (claim, cells) in zip(grid.claims, grid.cells) {
            shapes += SVGText.element("ink code", 14, y + 20, claim.rawValue)
            shapes += SVGText.element("note", 46, y + 20, ClaimText(claim).name)
            shapes += row(cells, y)
            y += Self.rowHeight
        }
        shapes += line(y, "rule") + SVGText.element("ink code", 14, y + 20, "all claims")
        shapes += row(grid.totals, y)
        y += Self.rowHeight + 6
        for (name, counts) in grid.sumRows {
            shapes += SVGText.element("note", 14, y + 16, name)
            for (column, count) in counts.enumerated() {
                shapes += SVGText.element(
                    "ink", Self.left(column) + 18, y + 16, DecimalText.grouped(count))
            }
            y += 20
        }
        let height = y + 12
        let notes = legend(height)
        return (panel(height) + shapes + notes.shapes, height + notes.height)
    }

    /// The systems' names, with their profiles below.
    private var heads: String {
        var shapes = ""
        for (column, system) in grid.systems.enumerated() {
            let left = Self.left(column)
            let name = SVGText.cut(
                ReportText.shown(system), scalarCountMax: Self.nameCountMax)
            shapes += SVGText.element("head", left, 28, name)
            for (place, profile) in Profile.allCases.enumerated() {
                shapes += SVGText.element(
                    "note", left + place * VerdictMark.width, 48, profile.rawValue)
            }
        }
        return shapes
    }

    private func row(_ cells: [ScoreboardGrid.Cell], _ y: Int) -> String {
        var shapes = line(y, "line")
        for (column, cell) in cells.enumerated() where cell.scenarioCount > 0 {
            for (place, counts) in cell.counts.enumerated() {
                shapes += VerdictMark(counts: counts).shapes(
                    Self.left(column) + place * VerdictMark.width, y + 18)
            }
        }
        return shapes
    }

    private func line(_ y: Int, _ style: String) -> String {
        "<path class=\"\(style)\" d=\"M8 \(y)H\(panelWidth - 8)\"/>\n"
    }

    private func panel(_ height: Int) -> String {
        "<rect class=\"panel\" width=\"\(panelWidth)\" height=\"\(height)\" rx=\"6\"/>\n"
    }

    private static let legendLines = [
        "Square: broken / tried; in published that is the proof that an attack works. "
            + "Circle: all that were tried held. Diamond: undecided.",
        "–: not tried under these rules. Empty: no such scenario. "
            + "* Triple: guard × oracle × entry covered.",
    ]

    /// Below the panel.
    private func legend(_ y: Int) -> (shapes: String, height: Int) {
        Self.paragraphs(Self.legendLines, y, width: panelWidth)
    }

    /// Notes from the left edge on, in lines that fit the width.
    private static func paragraphs(
        _ paragraphs: [String], _ y: Int, width: Int
    ) -> (shapes: String, height: Int) {
        let lines = paragraphs.flatMap {
            ReportText.lines($0, columnCountMax: width * 1_000 / letterWidth)
        }
        let shapes = lines.enumerated().map { place, line in
            SVGText.element("note", 0, y + 20 + 16 * place, line)
        }
        return (shapes.joined(), 16 * lines.count + 8)
    }

    // MARK: Named attacks

    private func attacksPanel(_ named: NamedAttackGrid) -> (shapes: String, height: Int) {
        var shapes = heads
        var y = 62
        for attack in named.rows {
            let about = Self.smallLines(attack.about)
            let ids = attack.cells.map { cell in
                Self.smallLines(cell.scenarios.map(\.marked).joined(separator: " "))
            }
            shapes += line(y, "line")
            shapes += SVGText.element("ink code", 14, y + 20, ReportText.shown(attack.name))
            shapes += Self.small(about, 14, y)
            for (column, cell) in attack.cells.enumerated() {
                shapes += halves(cell, Self.left(column), y + 18)
                shapes += Self.small(ids[column], Self.left(column), y)
            }
            y += Self.rowHeight + 12 * (([about] + ids).map(\.count).max() ?? 0) + 4
        }
        let height = y + 4
        let notes = Self.paragraphs(
            [NamedAttackGrid.markNote]
                + named.reasons.enumerated().map { place, reason in
                    "– \(Self.mark(place)) \(ReportText.shown(reason))"
                }, height, width: panelWidth)
        return (panel(height) + shapes + notes.shapes, height + notes.height)
    }

    private static func smallLines(_ text: String) -> [String] {
        ReportText.lines(ReportText.shown(text), columnCountMax: idsCountMax).map {
            SVGText.cut($0, scalarCountMax: idsCountMax)
        }
    }

    /// Small lines below the first of a row that begins at `y`.
    private static func small(_ lines: [String], _ x: Int, _ y: Int) -> String {
        lines.enumerated().map { place, line in
            SVGText.element("note small", x, y + 38 + 12 * place, line)
        }.joined()
    }

    private func halves(_ cell: NamedAttackGrid.Cell, _ x: Int, _ y: Int) -> String {
        var shapes = ""
        for (place, half) in cell.halves.enumerated() {
            let left = x + place * VerdictMark.width
            switch half {
            case .tried(let counts): shapes += VerdictMark(counts: counts).shapes(left, y)
            case .blank(let reason):
                shapes += SVGText.element("note", left, y, "– \(Self.mark(reason))")
            }
        }
        return shapes
    }

    private static func mark(_ reason: Int) -> String { "(\(reason + 1))" }
}
