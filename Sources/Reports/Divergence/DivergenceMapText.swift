internal import Disputes
internal import Traces

/// A comparison as a map of characters: one prompt's operations by layers, and a line of prompts.
enum DivergenceMapText {
    /// Layers side by side where the width is not known.
    private static let layerCountMax = 120
    private static let promptsPerLine = 50
    /// Prompts that are drawn, from the first that differs on.
    private static let promptCountMax = 500

    static func text(_ compared: ComparedTraces, _ style: TextStyle) -> String {
        guard let prompt = compared.shownPrompt, !compared.comparison.schedule.isEmpty else {
            return ""
        }
        return grid(prompt, compared.comparison, style) + "\n"
            + line(compared.comparison, style) + legend(compared.comparison, style)
    }

    // MARK: Operations by layers

    private static func grid(
        _ prompt: PromptComparison, _ comparison: Comparison, _ style: TextStyle
    ) -> String {
        let grid = DivergenceGrid(comparison.schedule)
        let title = "prompt \(prompt.place)"
        let outside = (grid.before + grid.behind).map { comparison.schedule[$0].name }
        let width = ([title] + grid.names + outside).map { shown($0).count }.max() ?? 0
        let room = style.columns.map { max($0 - width - 4, 8) } ?? layerCountMax
        let root = (prompt.firstRoot ?? prompt.firstDifference).map { comparison.schedule[$0] }
        let layers = grid.window(
            around: root?.layer, countMax: min(room, layerCountMax))
        func row(_ name: String, _ marks: String) -> String {
            "  " + padded(shown(name), width) + "  " + marks + "\n"
        }
        func mark(_ place: Int) -> String { self.mark(prompt.states[place], style) }
        var text = ""
        let isCut = layers.count < grid.layers.count
        let tens = layers.map { $0 % 10 == 0 ? "\($0 / 10 % 10)" : " " }.joined()
        let units = layers.map { "\($0 % 10)" }.joined()
        if let first = layers.first, let last = layers.last {
            let range = first == last ? "layer \(first)" : "layers \(first) to \(last)"
            text += row(title, range + (isCut ? " of \(grid.layers.count)" : ""))
            if last > 9 { text += row("", tens) }
            text += row("", units)
        } else {
            text += row(title, "")
        }
        for place in grid.before { text += row(comparison.schedule[place].name, mark(place)) }
        for name in grid.names {
            text += row(name, layers.map { grid.place(layer: $0, name).map(mark) ?? " " }.joined())
        }
        for place in grid.behind { text += row(comparison.schedule[place].name, mark(place)) }
        return text
    }

    // MARK: Prompts

    private static func line(_ comparison: Comparison, _ style: TextStyle) -> String {
        let prompts = comparison.prompts
        let first = prompts.firstIndex { $0.firstDifference != nil } ?? 0
        let start = prompts.count > promptCountMax ? first : 0
        let shown = prompts[start...].prefix(promptCountMax)
        let isWhole = shown.count == prompts.count
        var text =
            "  \(ReportText.count(prompts.count, "prompt"))"
            + (isWhole ? "" : ", \(start) to \(start + shown.count - 1) of them") + "\n"
        let perLine =
            style.columns.map { max(min($0 - 10, promptsPerLine) / 10 * 10, 10) }
            ?? promptsPerLine
        let width = "\(prompts.count)".count
        for lineStart in stride(from: start, to: start + shown.count, by: perLine) {
            let part = shown[lineStart..<min(lineStart + perLine, shown.endIndex)]
            text +=
                "  " + padded("\(lineStart)", width) + "  "
                + part.map { mark($0.state, style) }.joined() + "\n"
        }
        return text
    }

    /// The legend of the marks that occur in the map.
    private static func legend(_ comparison: Comparison, _ style: TextStyle) -> String {
        let there = RecordState.allCases.filter { comparison.count($0) > 0 }
        let entries = there.map { "\(mark($0, style)) \($0.words)" }
        return "  " + entries.joined(separator: "   ") + "\n"
    }

    private static func mark(_ state: RecordState, _ style: TextStyle) -> String {
        state.meaning.map { style.text(state.mark, $0) } ?? state.mark
    }

    private static func shown(_ name: String) -> String {
        ReportText.cut(ReportText.terminal(name), scalarCountMax: 24)
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(width - text.count, 0))
    }
}
