/// The shape of some verdicts in a picture, with their fraction and a bar below it.
struct VerdictMark {
    static let width = 80
    private static let barWidth = 66

    let counts: VerdictCounts

    /// Elements of SVG; the texts stand on the line `y`.
    func shapes(_ x: Int, _ y: Int) -> String {
        guard counts.mark != .notTried else {
            return SVGText.element("note", x + 24, y, counts.fraction)
        }
        return "<g transform=\"translate(\(x) \(y - 11))\">\(shape)</g>\n"
            + SVGText.element("ink", x + 18, y, counts.fraction) + alarm(x, y) + bar(x, y + 5)
    }

    private var shape: String {
        switch counts.mark {
        case .held:
            "<circle class=\"held\" cx=\"7\" cy=\"7\" r=\"6.5\"/>"
                + "<path class=\"stroke\" d=\"M4 7.2l2.2 2.2 4-4.4\"/>"
        case .broken:
            "<rect class=\"broken\" x=\"1\" y=\"1\" width=\"12\" height=\"12\" rx=\"2\"/>"
                + "<path class=\"stroke\" d=\"M4.4 4.4l5.2 5.2m0-5.2l-5.2 5.2\"/>"
        case .undecided:
            "<path class=\"undecided\" d=\"M7 0l7 7-7 7-7-7z\"/>"
                + "<path class=\"stroke\" d=\"M7 4v3.4m0 2.4v.1\"/>"
        case .notTried: ""
        }
    }

    /// An exclamation mark where a verdict is unexpected.
    private func alarm(_ x: Int, _ y: Int) -> String {
        guard counts.surpriseCount > 0 else { return "" }
        return SVGText.element("ink alarm", x + Self.width - 12, y, "!")
    }

    /// A bar of what broke, what is undecided and what held, side by side; no part that is there is
    /// too small to be seen.
    private func bar(_ x: Int, _ y: Int) -> String {
        let parts = [
            ("broken", counts.brokenCount), ("undecided", counts.undecidedCount),
            ("held", counts.heldCount),
        ]
        var shapes = ""
        var before = 0
        for (style, count) in parts where count > 0 {
            let left = Self.barWidth * before / counts.triedCount
            before += count
            let right = Self.barWidth * before / counts.triedCount
            shapes +=
                "<rect class=\"\(style)\" x=\"\(x + left)\" y=\"\(y)\" "
                + "width=\"\(max(right - left, 1))\" height=\"3\"/>\n"
        }
        return shapes
    }
}
