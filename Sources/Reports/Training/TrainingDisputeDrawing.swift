internal import Arbitration
internal import Training
package import TrainingDisputes

/// The way down from a training run to one element as an SVG picture: a bar a level, with the place
/// where the parties part, which is the whole of the bar below.
package struct TrainingDisputeDrawing {
    private static let barX = 150
    private static let barWidth = 560
    private static let barHeight = 22
    private static let pitch = 74
    private static let top = 92
    private static let width = 960

    private struct Level {
        let name: String
        let label: String
        let place: Int
        let count: Int
    }

    private let game: TrainingGame
    private var shapes = ""

    /// The SVG document.
    package static func svg(_ game: TrainingGame) -> String {
        var drawing = TrainingDisputeDrawing(game: game)
        return drawing.drawn()
    }

    private init(game: TrainingGame) { self.game = game }

    private var levels: [Level] {
        let (plan, path) = (game.task.run.plan, game.verdict.path)
        guard let step = path.step else { return [] }
        var levels = [
            Level(
                name: "steps", label: TrainingWords.run(game.task.run), place: step,
                count: plan.stepCount)
        ]
        guard let tensor = path.tensor else { return levels }
        let size = tensor.size(plan)
        levels.append(
            Level(
                name: "operations", label: "\(tensor.name) [\(size.rows), \(size.columns)]",
                place: tensor.rawValue, count: StepTensor.allCases.count))
        guard let element = path.element else { return levels }
        levels.append(
            Level(
                name: "elements", label: TrainingWords.index(path.index), place: element,
                count: size.rows * size.columns))
        return levels
    }

    private mutating func drawn() -> String {
        label("title", 20, 34, TrainingDisputeReport(game).title)
        let faults = Side.allCases.compactMap { side in
            game.verdict.faults[side].map { "the \(side.name) party \($0.words)" }
        }
        label("note", 20, 56, SVGText.cut(faults.joined(separator: "; "), scalarCountMax: 130))
        let levels = self.levels
        for (place, level) in levels.enumerated() {
            draw(level, at: Self.top + place * Self.pitch, isLast: place == levels.count - 1)
        }
        var y = Self.top + levels.count * Self.pitch
        if !levels.isEmpty {
            label(
                "note", Self.barX, y - Self.pitch + Self.barHeight + 22,
                "blue: equal on both sides · red: where the parties part · plain: not looked at")
        }
        values(&y)
        let cost = game.cost
        label(
            "note", 20, y,
            "\(cost.roundCount) rounds · "
                + "\(DecimalText.grouped(cost.postedByteCounts.left + cost.postedByteCounts.right))"
                + " bytes posted, \(DecimalText.grouped(cost.evidenceByteCount)) of them evidence "
                + "· \(DecimalText.grouped(cost.multiplyAddCount)) multiply-adds")
        return SVGDocument.text(
            width: Self.width, height: y + 32, styles: Self.styles, shapes: shapes)
    }

    private static let styles = """
        .bar { fill: #f4f1ea; stroke: #b3ac9c }
        .agreed { fill: #cfe0e8; stroke: #9db9c6 } .funnel { fill: #f1ead9 }
        .spot { fill: #8f0f2e } .ink { fill: #26221a; font-size: 12px }
        .good { fill: #1c6b3a; font-size: 13px; font-weight: 700 }
        .bad { fill: #8f0f2e; font-size: 13px; font-weight: 700 }
        .value { fill: #26221a; font-size: 13px }
        """

    private mutating func draw(_ level: Level, at y: Int, isLast: Bool) {
        let x = Self.barX + Self.barWidth * level.place / level.count
        let width = max(Self.barWidth / level.count, 3)
        rectangle("bar", Self.barX, y, Self.barWidth)
        if x > Self.barX { rectangle("agreed", Self.barX, y, x - Self.barX) }
        if !isLast {
            let bottom = y + Self.pitch
            shapes +=
                "<path class=\"funnel\" d=\"M\(x) \(y + Self.barHeight)H\(x + width)"
                + "L\(Self.barX + Self.barWidth) \(bottom)H\(Self.barX)Z\"/>\n"
        }
        rectangle("spot", x, y, width)
        label("ink", 20, y + 15, level.name)
        label(
            "ink", Self.barX + Self.barWidth + 16, y + 10,
            "\(level.place) of \(DecimalText.grouped(level.count))")
        label(
            "note", Self.barX + Self.barWidth + 16, y + 24,
            SVGText.cut(level.label, scalarCountMax: 32))
    }

    private mutating func values(_ y: inout Int) {
        let path = game.verdict.path
        for side in Side.allCases {
            guard let value = path.values?[side] else { continue }
            let isWrong = game.verdict.faults[side] != nil
            label(isWrong ? "bad" : "good", 20, y, "\(isWrong ? "✗" : "✓") \(side.name)")
            label("value", Self.barX, y, "\(value)")
            y += 22
        }
        if let right = path.rightValue {
            label("good", 20, y, "= by definition")
            label("value", Self.barX, y, "\(right)")
            y += 22
        }
        y += 6
    }

    private mutating func rectangle(_ style: String, _ x: Int, _ y: Int, _ width: Int) {
        shapes +=
            "<rect class=\"\(style)\" x=\"\(x)\" y=\"\(y)\" width=\"\(width)\" "
            + "height=\"\(Self.barHeight)\"/>\n"
    }

    private mutating func label(_ style: String, _ x: Int, _ y: Int, _ text: String) {
        shapes +=
            "<text class=\"\(style)\" x=\"\(x)\" y=\"\(y)\">\(SVGText.escaped(text))</text>\n"
    }
}
