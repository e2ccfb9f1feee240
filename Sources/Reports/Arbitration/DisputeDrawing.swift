package import Arbitration
internal import Cryptography
internal import Traces

/// The way down from a run to one element as an SVG picture: a bar a level, with the place where
/// the parties part, which is the whole of the bar below.
package struct DisputeDrawing {
    private static let barX = 150
    private static let barWidth = 560
    private static let barHeight = 22
    private static let pitch = 74
    private static let top = 92
    private static let width = 960
    /// More than this many parts are not drawn apart.
    private static let tickCountMax = 140

    private struct Level {
        let name: String
        let label: String
        let place: Int
        let count: Int
    }

    private let game: DisputeGame
    private var shapes = ""

    /// The SVG document.
    package static func svg(_ game: DisputeGame) -> String {
        var drawing = DisputeDrawing(game: game)
        return drawing.drawn()
    }

    private init(game: DisputeGame) { self.game = game }

    private var levels: [Level] {
        let (task, path) = (game.task, game.verdict.path)
        guard let prompt = path.prompt else { return [] }
        let words = "\(task.prompts[prompt].salt) \(task.prompts[prompt].prompt)"
        var levels = [
            Level(name: "prompts", label: words, place: prompt, count: task.prompts.count)
        ]
        guard let place = path.place else { return levels }
        levels.append(
            Level(
                name: "operations", label: task.schedule[place].name, place: place,
                count: task.schedule.count))
        guard let tile = path.tile, let form = task.form(prompt: prompt, place: place) else {
            return levels
        }
        levels.append(
            Level(
                name: "tiles", label: form.dimensions.map(String.init).joined(separator: " × "),
                place: tile, count: form.tileCount))
        guard let element = path.element else { return levels }
        let elements = form.elements(ofTile: tile)
        let index = path.index.map(String.init).joined(separator: ", ")
        levels.append(
            Level(
                name: "elements", label: "[\(index)]", place: element - elements.lowerBound,
                count: elements.count))
        return levels
    }

    // MARK: Document

    private mutating func drawn() -> String {
        label("title", 20, 34, DisputeText.title(game.verdict))
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
        costs(&y)
        return SVGDocument.text(
            width: Self.width, height: y + 16, styles: Self.styles, shapes: shapes)
    }

    private static let styles = """
        .bar { fill: #f4f1ea; stroke: #b3ac9c } .tick { stroke: #b3ac9c; stroke-width: 0.6 }
        .agreed { fill: #cfe0e8; stroke: #9db9c6 } .funnel { fill: #f1ead9 }
        .spot { fill: #8f0f2e } .ink { fill: #26221a; font-size: 12px }
        .good { fill: #1c6b3a; font-size: 13px; font-weight: 700 }
        .bad { fill: #8f0f2e; font-size: 13px; font-weight: 700 }
        .value { fill: #26221a; font-size: 13px }
        """

    private mutating func draw(_ level: Level, at y: Int, isLast: Bool) {
        let x = Self.barX + Self.barWidth * level.place / level.count
        let width = max(Self.barWidth / level.count, 3)
        rectangle("bar", Self.barX, y, Self.barWidth, Self.barHeight)
        if x > Self.barX { rectangle("agreed", Self.barX, y, x - Self.barX, Self.barHeight) }
        if level.count <= Self.tickCountMax {
            for part in 1..<max(level.count, 1) {
                let at = Self.barX + Self.barWidth * part / level.count
                shapes +=
                    "<line class=\"tick\" x1=\"\(at)\" y1=\"\(y)\" x2=\"\(at)\" "
                    + "y2=\"\(y + Self.barHeight)\"/>\n"
            }
        }
        if !isLast {
            let bottom = y + Self.pitch
            shapes +=
                "<path class=\"funnel\" d=\"M\(x) \(y + Self.barHeight)H\(x + width)"
                + "L\(Self.barX + Self.barWidth) \(bottom)H\(Self.barX)Z\"/>\n"
        }
        rectangle("spot", x, y, width, Self.barHeight)
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
            let value =
                path.values.map { "\($0[side])" } ?? path.proofs.map { $0[side].text }
            guard let value else { continue }
            let isWrong = game.verdict.faults[side] != nil
            label(isWrong ? "bad" : "good", 20, y, "\(isWrong ? "✗" : "✓") \(side.name)")
            label("value", Self.barX, y, value)
            y += 22
        }
        if let right = path.rightValue.map({ "\($0)" }) ?? path.rightProof?.text {
            label("good", 20, y, "= by definition")
            label("value", Self.barX, y, right)
            y += 22
        }
        y += 6
    }

    private mutating func costs(_ y: inout Int) {
        let cost = game.cost
        var text =
            "\(cost.roundCount) rounds · "
            + "\(DecimalText.grouped(cost.postedByteCount)) bytes posted, "
            + "\(DecimalText.grouped(cost.evidenceByteCount)) of them evidence · "
            + "\(DecimalText.grouped(cost.multiplyAddCount)) multiply-adds"
        if let share = DisputeText.share(game) { text += " (\(share) of one inference)" }
        label("note", 20, y, text)
        y += 16
    }

    // MARK: Shapes

    private mutating func rectangle(
        _ style: String, _ x: Int, _ y: Int, _ width: Int, _ height: Int
    ) {
        shapes +=
            "<rect class=\"\(style)\" x=\"\(x)\" y=\"\(y)\" width=\"\(width)\" "
            + "height=\"\(height)\"/>\n"
    }

    private mutating func label(_ style: String, _ x: Int, _ y: Int, _ text: String) {
        shapes +=
            "<text class=\"\(style)\" x=\"\(x)\" y=\"\(y)\">\(SVGText.escaped(text))</text>\n"
    }
}
