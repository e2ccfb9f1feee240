internal import Disputes
internal import Traces

/// The path of a divergence through the network, as one SVG picture that stands alone: where it
/// begins, how it spreads to the proof, and at which layer every prompt begins to differ.
package struct DivergenceDrawing {
    private static let layerCountMax = 160
    /// The longest line that the narrowest of the wide pictures holds. **Units:** characters.
    private static let headingLineLengthMax = 116
    /// A wider picture is not shrunk to a page: its texts could not be read.
    private static let shrinkingWidthMax = 1600

    private let compared: ComparedTraces
    private let form: DivergenceForm
    private let plan: DivergencePlan
    private let prompt: PromptComparison
    private let marks: DivergenceMarks
    /// The operation at which the picture points.
    private let focus: Int?
    private let originX: Int
    private let originY: Int
    private var shapes = ""

    /// The SVG document, layers side by side.
    package static func svg(_ compared: ComparedTraces) -> String { svg(compared, .wide) }

    static func svg(_ compared: ComparedTraces, _ form: DivergenceForm) -> String {
        guard let prompt = compared.shownPrompt, !compared.comparison.schedule.isEmpty else {
            return heading(only: compared)
        }
        var drawing = DivergenceDrawing(compared, prompt, form)
        return drawing.drawn()
    }

    private init(_ compared: ComparedTraces, _ prompt: PromptComparison, _ form: DivergenceForm) {
        self.compared = compared
        self.prompt = prompt
        self.form = form
        marks = DivergenceMarks(hatchID: form == .wide ? "dv-hatch" : "dv-hatch-narrow")
        let schedule = compared.comparison.schedule
        focus =
            prompt.firstRoot ?? prompt.firstDifference
            ?? schedule.firstIndex { $0.name == compared.comparison.operation }
        let layerCount = Set(schedule.compactMap(\.layer)).count
        plan = DivergencePlan(
            schedule, around: focus.flatMap { schedule[$0].layer },
            layerCountMax: Self.layerCountMax,
            Self.sizes(form, layerCount: min(layerCount, Self.layerCountMax)))
        originX = form == .wide ? 150 : 46
        originY = form == .wide ? 96 : plan.rows.isEmpty ? 24 : 92
    }

    private static func sizes(_ form: DivergenceForm, layerCount: Int) -> DivergencePlan.Sizes {
        switch form {
        case .wide:
            let pitch = min(max(1040 / max(layerCount, 1), 20), 96)
            let gap = max(pitch / 3, 9)
            return DivergencePlan.Sizes(
                layerPitch: pitch, boxAlong: pitch - gap, rowPitch: 34, boxAcross: 22,
                nodeRadius: min(gap / 3, 9), endPitch: 76, endAlong: 46, railGap: 20)
        case .narrow:
            let pitch = layerCount > 24 ? 26 : 40
            return DivergencePlan.Sizes(
                layerPitch: pitch, boxAlong: pitch - 18, rowPitch: 19, boxAcross: 13,
                nodeRadius: 5, endPitch: 34, endAlong: 20, railGap: 11)
        }
    }

    // MARK: Document

    private mutating func drawn() -> String {
        bands()
        ways()
        for spot in plan.spots { draw(spot) }
        labels()
        let networkEnd = form == .wide ? plan.depth + 34 : plan.end + 18
        let strip = PromptStrip(
            compared.comparison, plan, shown: prompt.place, focus: focus.flatMap { plan.spot($0) },
            form: form, hatchID: marks.hatchID, x: originX, y: originY + networkEnd)
        shapes += strip.drawn()
        var width = originX + (form == .wide ? plan.end : plan.depth) + DivergenceForm.margin
        if form == .wide {
            shapes += ElementPanel.shapes(compared, x: max(width + 60, 500), y: originY)
            width = max(width, compared.comparison.element == nil ? 900 : 1100)
        }
        var y = originY + networkEnd + strip.height + 14
        if form == .wide { y = max(y, originY + ElementPanel.height(compared) - 22) }
        if form == .narrow { width = max(width, 290) }
        let legend = legend(y: &y, width: width)
        return Self.document(
            width: width, height: y, title: DivergenceTitle.text(compared),
            shapes: marks.definitions + (form == .wide ? Self.heading(compared) : "") + shapes
                + legend)
    }

    private static func document(
        width: Int, height: Int, title: String, shapes: String
    ) -> String {
        let style = width > shrinkingWidthMax ? "dv long" : "dv"
        return """
            <svg xmlns="http://www.w3.org/2000/svg" class="\(style)" \
            viewBox="0 0 \(width) \(height)" \
            width="\(width)" height="\(height)" role="img" aria-label="\(SVGText.escaped(title))" \
            font-family="ui-sans-serif, system-ui, 'DejaVu Sans', sans-serif">
            <style>
            \(DivergenceStyle.text)
            </style>
            <rect class="ground" width="100%" height="100%"/>
            \(shapes)</svg>

            """
    }

    /// Where no operations were compared: the verdict, and the element where one is known.
    private static func heading(only compared: ComparedTraces) -> String {
        let rows = compared.comparison.neighbours.count
        return document(
            width: 900, height: rows == 0 ? 72 : 130 + 22 * rows,
            title: DivergenceTitle.text(compared),
            shapes: heading(compared)
                + ElementPanel.shapes(compared, x: DivergenceForm.margin, y: 76))
    }

    private static func heading(_ compared: ComparedTraces) -> String {
        let comparison = compared.comparison
        let files = zip(["left", "right"], compared.names).map { side, name in
            "\(side) \(ReportText.ending(ReportText.shown(name), 40))"
        }
        let counts =
            comparison.prompts.isEmpty
            ? []
            : [
                "\(DecimalText.grouped(comparison.differingPromptCount)) of "
                    + "\(ReportText.count(comparison.prompts.count, "prompt")) with differences"
            ] + (compared.holdsProofs ? ["proofs alone: \(comparison.proofs.rawValue)"] : [])
        let title = SVGText.cut(DivergenceTitle.text(compared), scalarCountMax: 96)
        let all = (files + counts).joined(separator: " · ")
        let lines =
            all.count <= headingLineLengthMax
            ? [all] : [files, counts].map { $0.joined(separator: " · ") }
        return SVGText.element("big", DivergenceForm.margin, 32, title)
            + lines.enumerated().map {
                SVGText.element("soft", DivergenceForm.margin, 52 + 18 * $0, $1)
            }.joined()
    }

    // MARK: Places

    private func point(_ along: Int, _ across: Int) -> (x: Int, y: Int) {
        form == .wide
            ? (originX + along, originY + across) : (originX + across, originY + along)
    }

    private func box(
        _ along: ClosedRange<Int>, _ across: ClosedRange<Int>
    ) -> (x: Int, y: Int, width: Int, height: Int) {
        let (a, b) = (
            point(along.lowerBound, across.lowerBound), point(along.upperBound, across.upperBound)
        )
        return (a.x, a.y, b.x - a.x, b.y - a.y)
    }

    // MARK: Shapes

    /// The row and the column at which the picture points.
    private mutating func bands() {
        guard let focus, let spot = plan.spot(focus), spot.kind != .end else { return }
        let reach = plan.reach(spot)
        let row = box(
            -plan.sizes.nodeRadius...plan.end - plan.sizes.endPitch * plan.grid.behind.count,
            spot.across - reach.across - 4...spot.across + reach.across + 4)
        let column = box(
            spot.along - reach.along - 4...spot.along + reach.along + 4, 0...plan.depth + 6)
        for band in plan.rows.isEmpty ? [column] : [row, column] {
            shapes +=
                "<rect class=\"band\" x=\"\(band.x)\" y=\"\(band.y)\" width=\"\(band.width)\" "
                + "height=\"\(band.height)\"/>\n"
        }
    }

    private mutating func ways() {
        var off = ""
        let schedule = compared.comparison.schedule
        for spot in plan.spots {
            for input in schedule[spot.place].inputs {
                guard let source = plan.spot(input) else { continue }
                let isOff = prompt.states[input].differs && prompt.states[spot.place].differs
                if isOff {
                    off += way(source, spot, isOff: true)
                } else {
                    shapes += way(source, spot, isOff: false)
                }
            }
        }
        shapes += off
    }

    private func way(
        _ source: DivergencePlan.Spot, _ target: DivergencePlan.Spot, isOff: Bool
    ) -> String {
        let isStream =
            [.node, .layer].contains(source.kind) && [.node, .layer].contains(target.kind)
        let corners = plan.way(from: source, to: target)
        let points = corners.map { point($0.along, $0.across) }
        let path = "M" + points.map { "\($0.x) \($0.y)" }.joined(separator: "L")
        let style = "way" + (isStream ? " stream" : "") + (isOff ? " off" : "")
        let line = "<path class=\"\(style)\" d=\"\(path)\"/>\n"
        return isOff && !isStream ? line + head(corners, target) : line
    }

    /// The arrow's head, at the target's edge.
    private func head(
        _ corners: [(along: Int, across: Int)], _ target: DivergencePlan.Spot
    ) -> String {
        let (from, to) = (corners[corners.count - 2], corners[corners.count - 1])
        let reach = plan.reach(target)
        let size = form == .wide && plan.sizes.layerPitch > 30 ? 5 : 3
        let (along, across) = ((to.along - from.along).signum(), (to.across - from.across).signum())
        // A slanted way would need a slanted head; none of the ways drawn here has one.
        guard along == 0 || across == 0 else { return "" }
        let tip = (to.along - along * reach.along, to.across - across * reach.across)
        let back = (tip.0 - along * (size + 1), tip.1 - across * (size + 1))
        let corners = [
            point(tip.0, tip.1), point(back.0 + across * size, back.1 + along * size),
            point(back.0 - across * size, back.1 - along * size),
        ]
        let path = corners.map { "\($0.x) \($0.y)" }.joined(separator: "L")
        return "<path class=\"head\" d=\"M\(path)z\"/>\n"
    }

    private mutating func draw(_ spot: DivergencePlan.Spot) {
        let reach = plan.reach(spot)
        let area = box(
            spot.along - reach.along...spot.along + reach.along,
            spot.across - reach.across...spot.across + reach.across)
        let state = prompt.states[spot.place]
        let name = ReportText.shown(compared.comparison.schedule[spot.place].name)
        shapes += marks.mark(
            state, x: area.x, y: area.y, width: area.width, height: area.height,
            isRound: spot.kind == .node, title: "\(name): \(state.words)")
        // Schedules part where nothing can be compared: the place is named all the same.
        guard compared.comparison.verdict == .schedule, spot.place == focus else { return }
        shapes +=
            "<rect class=\"ring\" x=\"\(area.x - 5)\" y=\"\(area.y - 5)\" "
            + "width=\"\(area.width + 10)\" height=\"\(area.height + 10)\" rx=\"8\"/>\n"
    }

    // MARK: Labels

    private mutating func labels() {
        let focusSpot = focus.flatMap { plan.spot($0) }
        for (name, across) in plan.rows {
            let isStream = across == plan.spine
            let shown = SVGText.cut(ReportText.shown(name), scalarCountMax: 16)
            let isFocus = focusSpot?.across == across
            let style = isFocus ? "ink strong" : "soft"
            let label = isStream ? (form == .wide ? "residual stream" : "stream") : shown
            if form == .wide {
                let y = point(0, across).y + 4
                shapes += SVGText.element(style, originX - 20, y, label, anchor: "end")
            } else {
                shapes += SVGText.element(
                    isFocus ? "tiny strong" : "tiny", point(0, across).x + 3, originY - 12, label,
                    rotation: -62)
            }
        }
        if plan.rows.isEmpty && !plan.layers.isEmpty && form == .wide {
            shapes += SVGText.element(
                "soft", originX - 20, point(0, plan.spine).y + 4, "residual stream", anchor: "end")
        }
        for place in plan.grid.behind { label(end: place) }
        for place in plan.grid.before {
            if plan.layers.isEmpty { label(end: place) } else { label(start: place) }
        }
        layerLabels(focusSpot)
    }

    private mutating func label(end place: Int) {
        guard let spot = plan.spot(place) else { return }
        let name = ReportText.shown(compared.comparison.schedule[place].name)
        let short = name == ScheduledOperation.proofRows ? "rows" : name
        let text = SVGText.cut(short, scalarCountMax: 12)
        let at = point(spot.along, spot.across)
        shapes +=
            form == .wide
            ? SVGText.element("soft", at.x, at.y + 28, text, anchor: "middle")
            : SVGText.element("tiny", at.x + 12, at.y + 4, text)
    }

    private mutating func label(start place: Int) {
        guard let spot = plan.spot(place), form == .wide else { return }
        let name = SVGText.cut(
            ReportText.shown(compared.comparison.schedule[place].name), scalarCountMax: 12)
        let at = point(spot.along, spot.across)
        shapes += SVGText.element("tiny", at.x + 8, at.y + 21, name, anchor: "end")
    }

    private mutating func layerLabels(_ focus: DivergencePlan.Spot?) {
        let focusLayer = focus.flatMap { compared.comparison.schedule[$0.place].layer }
        let step = max((form == .wide ? 26 : 14) / plan.sizes.layerPitch + 1, 1)
        for (column, layer) in plan.layers.enumerated() {
            let isFocus = layer == focusLayer
            guard isFocus || column % step == 0 else { continue }
            let text = column == 0 && form == .wide ? "layer \(layer)" : "\(layer)"
            let centre = plan.centre(column)
            if form == .wide {
                let at = point(centre, plan.depth + 22)
                if isFocus { shapes += flag(at.x, at.y, text) }
                shapes += SVGText.element(
                    isFocus ? "soft flagged" : "soft", at.x, at.y, text, anchor: "middle")
            } else {
                let at = (x: originX - 14, y: point(centre, 0).y + 4)
                if isFocus { shapes += flag(at.x - 4, at.y, text) }
                shapes += SVGText.element(
                    isFocus ? "soft flagged" : "soft", at.x - 4, at.y, text, anchor: "middle")
            }
        }
    }

    private func flag(_ x: Int, _ y: Int, _ text: String) -> String {
        let width = text.count * 8 + 10
        return "<rect class=\"flag\" x=\"\(x - width / 2)\" y=\"\(y - 13)\" width=\"\(width)\" "
            + "height=\"18\" rx=\"9\"/>\n"
    }

    /// The marks that are there, in as many lines as they need.
    private func legend(y: inout Int, width: Int) -> String {
        let there = RecordState.allCases.filter { compared.comparison.count($0) > 0 }
        var text = ""
        var x = DivergenceForm.margin
        y += 14
        for state in there {
            let entryWidth = 42 + state.words.count * 7
            if x > DivergenceForm.margin && x + entryWidth > width - DivergenceForm.margin {
                x = DivergenceForm.margin
                y += 26
            }
            text += marks.mark(
                state, x: x + 5, y: y - 7, width: 20, height: 14, isRound: false, title: state.words
            )
            text += SVGText.element("soft", x + 36, y + 4, state.words)
            x += entryWidth + 12
        }
        y += 22
        return text
    }
}
