internal import Disputes
internal import Traces

/// All prompts, a line each: equal up to where it begins to differ, and hatched from there on.
struct PromptStrip {
    private static let lineCountMax = 120

    private struct Line {
        /// Places of the prompts that it stands for.
        let first: Int
        let last: Int
        let prompt: PromptComparison
    }

    private let plan: DivergencePlan
    private let schedule: [ScheduledOperation]
    private let form: DivergenceForm
    private let lines: [Line]
    private let shown: Int
    /// Where the network's picture points.
    private let focus: DivergencePlan.Spot?
    private let hatchID: String
    private let x: Int
    private let y: Int
    private let promptCount: Int
    /// Across the flow, a line.
    private let thickness: Int

    init(
        _ comparison: Comparison, _ plan: DivergencePlan, shown: Int,
        focus: DivergencePlan.Spot?, form: DivergenceForm, hatchID: String, x: Int, y: Int
    ) {
        self.plan = plan
        schedule = comparison.schedule
        self.form = form
        self.shown = shown
        self.focus = focus
        self.hatchID = hatchID
        (self.x, self.y) = (x, y)
        promptCount = comparison.prompts.count
        let perLine = (promptCount + Self.lineCountMax - 1) / Self.lineCountMax
        let count = promptCount
        lines = stride(from: 0, to: count, by: max(perLine, 1)).map { start in
            let part = comparison.prompts[start..<min(start + perLine, count)]
            let earliest = part.min { Self.beginning($0) < Self.beginning($1) }
            return Line(
                first: start, last: part.endIndex - 1, prompt: earliest ?? part[part.startIndex])
        }
        let room = form == .wide ? 320 : 236
        thickness = min(max(room / max(lines.count, 1), 2), 12)
    }

    /// The place at which a prompt begins to differ; the schedule's end where it does not.
    private static func beginning(_ prompt: PromptComparison) -> Int {
        prompt.firstRoot ?? prompt.firstDifference ?? prompt.states.count
    }

    /// Along the flow, in the picture: the network's own scale where both lie side by side.
    private func scaled(_ along: Int) -> Int {
        form == .wide ? along : along * Self.narrowLength / max(plan.end, 1)
    }

    private static let narrowLength = 180
    private static let titleLineHeight = 14
    /// A narrow picture has its title's clauses one below the other, so that none is cut.
    private var titleLines: [String] {
        form == .wide ? [title] : title.split(separator: "; ").map(String.init)
    }
    private var titleHeight: Int {
        form == .wide ? 34 : 34 + Self.titleLineHeight * titleLines.count
    }

    var height: Int {
        titleHeight + (form == .wide ? lines.count * thickness : Self.narrowLength) + 8
    }

    private var title: String {
        let differing = lines.filter { $0.prompt.firstDifference != nil }.count
        let isWhole = !lines.contains { $0.prompt.states.contains(where: \.isMissing) }
        let perLine = lines.first.map { $0.last - $0.first + 1 } ?? 1
        return
            "\(ReportText.count(promptCount, "prompt")): where each begins to differ"
            + (perLine > 1 ? "; a line is \(perLine) of them, the earliest shown" : "")
            + (differing > 0
                ? "" : isWhole ? "; none does" : "; none does, as far as both are known")
    }

    func drawn() -> String {
        var shapes = titleLines.enumerated().map { index, line in
            SVGText.element(
                form == .wide ? "ink" : "soft", form == .wide ? x : DivergenceForm.margin,
                y + 22 + index * Self.titleLineHeight, line)
        }.joined()
        shapes += band()
        for (index, line) in lines.enumerated() { shapes += draw(line, index) }
        return shapes + labels()
    }

    /// A rectangle along the flow, `size` wide around the middle of a line.
    private func bar(
        _ style: String, _ from: Int, _ to: Int, line: Int, size: Int, _ extra: String = ""
    ) -> String {
        let across = line * thickness + (thickness - size) / 2
        let top = y + titleHeight
        let length = max(to - from, 0)
        let area =
            form == .wide
            ? (x + from, top + across, length, size)
            : (x + across, top + from, size, length)
        return "<rect class=\"\(style)\" x=\"\(area.0)\" y=\"\(area.1)\" width=\"\(area.2)\" "
            + "height=\"\(area.3)\" \(extra)/>\n"
    }

    private func draw(_ line: Line, _ index: Int) -> String {
        let size = thickness > 3 ? thickness - 1 : thickness
        let end = scaled(plan.end)
        func lane(to: Int) -> String { bar("lane", 0, to, line: index, size: 1) }
        let states = line.prompt.states
        let title =
            line.first == line.last
            ? "prompt \(line.first)" : "prompts \(line.first) to \(line.last)"
        if let place = line.prompt.firstRoot ?? line.prompt.firstDifference {
            let start = scaled(along(place))
            // Behind the last difference, records are equal again or missing.
            let last = max(scaled(hatchEnd(of: states)), start)
            let after = states.last?.isMissing == true ? "dots" : "lane"
            let mark = max(size, Self.rootSize)
            let name = SVGText.escaped(ReportText.shown(schedule[place].name))
            return "<g><title>\(title): \(name)</title>" + lane(to: start)
                + bar(
                    "bar", start, last, line: index, size: size,
                    "style=\"fill:url(#\(hatchID))\"")
                + (last < end ? bar(after, last, end, line: index, size: 1) : "")
                + (states[place] == .root
                    ? bar(
                        "flag", start, min(start + mark, end), line: index, size: mark,
                        "rx=\"2\"") : "")
                + "</g>\n"
        }
        guard let missing = states.firstIndex(where: \.isMissing) else { return lane(to: end) }
        let start = scaled(along(missing))
        return lane(to: start) + bar("dots", start, end, line: index, size: 1)
    }

    /// The network's column, carried on.
    private func band() -> String {
        guard let focus, focus.kind != .end else { return "" }
        let reach = plan.reach(focus).along + 4
        let count = lines.count * thickness
        let (from, to) = (scaled(focus.along - reach), scaled(focus.along + reach))
        let top = y + titleHeight
        let area =
            form == .wide ? (x + from, top, to - from, count) : (x, top + from, count, to - from)
        return "<rect class=\"band\" x=\"\(area.0)\" y=\"\(area.1)\" width=\"\(area.2)\" "
            + "height=\"\(area.3)\"/>\n"
    }

    private static let rootSize = 7

    /// Where an operation's line begins; at the nearest end where its layer is not drawn.
    private func along(_ place: Int) -> Int {
        if let spot = plan.spot(place) { return max(spot.along - plan.reach(spot).along, 0) }
        guard let layer = schedule[place].layer, let first = plan.layers.first else { return 0 }
        return layer < first ? 0 : plan.centre(plan.layers.count - 1)
    }

    /// Where the hatching ends: behind the last operation that differs.
    private func hatchEnd(of states: [RecordState]) -> Int {
        guard let last = states.lastIndex(where: \.differs), last < states.count - 1 else {
            return plan.end
        }
        guard let spot = plan.spot(last) else { return along(last) }
        return min(spot.along + plan.reach(spot).along, plan.end)
    }

    private func labels() -> String {
        var shapes = ""
        let top = y + titleHeight
        let last = lines.count - 1
        let shownLine = lines.firstIndex { ($0.first...$0.last).contains(shown) }
        for index in Set([0, last, shownLine ?? 0]).sorted() {
            let isShown = index == shownLine && lines[index].prompt.firstDifference != nil
            let number = isShown ? shown : index == 0 ? 0 : promptCount - 1
            let middle = index * thickness + thickness / 2
            let isNear = shownLine.map { abs($0 - index) * thickness < 13 } ?? false
            guard index == shownLine || !isNear else { continue }
            let style = isShown ? "soft strong" : "soft"
            shapes +=
                form == .wide
                ? SVGText.element(
                    style, x - 20, top + middle + 4, "prompt \(number)", anchor: "end")
                : SVGText.element(
                    isShown ? "tiny strong" : "tiny", x + middle, top - 3, "\(number)",
                    anchor: "middle")
        }
        return shapes
    }
}
