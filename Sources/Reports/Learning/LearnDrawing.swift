internal import Training

extension LearnReport {
    /// Both curves, and held-out digits that were taken for others, as one picture that stands
    /// alone.
    package var svg: String { LearnDrawing(self).svg }
}

/// The picture of a run that learned digits.
private struct LearnDrawing {
    private static let margin = 24
    private static let panelWidth = 540
    private static let panelHeight = 320
    private static let chartLeft = 58
    private static let chartTop = 62
    private static let chartWidth = 456
    private static let chartHeight = 204
    private static let pixel = 5
    private static let shownMax = 20
    /// The most epochs that have a dot each.
    private static let dottedMax = 60
    private static let trainingColour = "#1f5c7a"
    private static let heldOutColour = "#c8641e"

    private let report: LearnReport
    private var epochs: [DigitTraining.Epoch] { report.epochs }
    private var lastStep: Int { max(epochs.last?.stepCount ?? 1, 1) }

    init(_ report: LearnReport) {
        self.report = report
    }

    var svg: String {
        let right = 2 * Self.margin + Self.panelWidth
        let below = 74 + Self.panelHeight
        let digits = digitsPanel
        let width = 2 * Self.panelWidth + 3 * Self.margin
        return SVGDocument.text(
            width: width, height: below + 2 * Self.margin + digits.height,
            styles: """
                .axis { stroke: #b5ae9f; fill: none } .grid { stroke: #ece8de; fill: none }
                .curve { fill: none; stroke-width: 2; stroke-linejoin: round }
                .ink { fill: #26221a } .wrong { fill: #c8641e; font-size: 11px }
                """,
            shapes: SVGText.element("title", Self.margin, 30, headline)
                + SVGText.element("note", Self.margin, 50, report.title)
                + moved(Self.margin, 66, lossPanel) + moved(right, 66, rightPanel)
                + moved(Self.margin, below + 14, digits.shapes))
    }

    private var headline: String {
        let last = epochs.last.map { LearnReport.percent($0.heldOut) } ?? ""
        return "After \(report.training.settings.stepCount) integer steps \(last) of the held-out "
            + "digits are right"
    }

    private func moved(_ x: Int, _ y: Int, _ shapes: String) -> String {
        "<g transform=\"translate(\(x) \(y))\">\n\(shapes)</g>\n"
    }

    // MARK: Curves

    /// Thousandths of a bit.
    private var lossPanel: String {
        func thousandths(_ evaluation: TrainingEvaluation) -> Int {
            Int(evaluation.loss) * 1_000 / max(evaluation.sampleCount << 16, 1)
        }
        let most =
            epochs.flatMap { [thousandths($0.training), thousandths($0.heldOut)] }.max() ?? 0
        let top = (most / 1_000 + 1) * 1_000
        return panel(
            "loss, bits", top: top,
            ticks: stride(from: 0, through: top, by: top > 8_000 ? 2_000 : 1_000).map {
                ($0, "\($0 / 1_000)")
            },
            training: epochs.map { thousandths($0.training) },
            heldOut: epochs.map { thousandths($0.heldOut) },
            last: [\.training, \.heldOut].map { (path: KeyPath) in
                epochs.last.map { LearnReport.bits($0[keyPath: path]) } ?? ""
            })
    }

    private typealias KeyPath = Swift.KeyPath<DigitTraining.Epoch, TrainingEvaluation>

    private var rightPanel: String {
        func thousandths(_ evaluation: TrainingEvaluation) -> Int {
            evaluation.correctCount * 1_000 / max(evaluation.sampleCount, 1)
        }
        return panel(
            "right answers", top: 1_000,
            ticks: stride(from: 0, through: 1_000, by: 200).map { ($0, "\($0 / 10) %") },
            training: epochs.map { thousandths($0.training) },
            heldOut: epochs.map { thousandths($0.heldOut) },
            last: [\.training, \.heldOut].map { (path: KeyPath) in
                epochs.last.map { LearnReport.percent($0[keyPath: path]) } ?? ""
            })
    }

    /// - Parameters:
    ///   - top: the value at the upper edge; the lower edge is 0.
    ///   - last: the last values of both curves, as text.
    private func panel(
        _ title: String, top: Int, ticks: [(value: Int, text: String)], training: [Int],
        heldOut: [Int], last: [String]
    ) -> String {
        let bottom = Self.chartTop + Self.chartHeight
        var shapes =
            "<rect class=\"panel\" width=\"\(Self.panelWidth)\" height=\"\(Self.panelHeight)\" "
            + "rx=\"6\"/>\n" + SVGText.element("title", 16, 28, title)
        shapes += legend(last)
        for tick in ticks {
            let y = bottom - tick.value * Self.chartHeight / top
            shapes += "<path class=\"grid\" d=\"M\(Self.chartLeft) \(y)h\(Self.chartWidth)\"/>\n"
            shapes += SVGText.element("note", Self.chartLeft - 8, y + 4, tick.text, anchor: "end")
        }
        for part in 0...4 {
            let step = lastStep * part / 4
            let x = Self.chartLeft + Self.chartWidth * part / 4
            shapes += SVGText.element("note", x, bottom + 20, "\(step)", anchor: "middle")
        }
        shapes += SVGText.element(
            "note", Self.chartLeft + Self.chartWidth / 2, bottom + 40, "steps", anchor: "middle")
        shapes +=
            "<path class=\"axis\" d=\"M\(Self.chartLeft) \(Self.chartTop)v\(Self.chartHeight)"
            + "h\(Self.chartWidth)\"/>\n"
        shapes +=
            curve(training, top, Self.trainingColour) + curve(heldOut, top, Self.heldOutColour)
        return shapes
    }

    private func legend(_ last: [String]) -> String {
        var shapes = ""
        let entries = [("training", Self.trainingColour), ("held out", Self.heldOutColour)]
        for (index, entry) in entries.enumerated() {
            let x = Self.panelWidth - 312 + index * 156
            shapes +=
                "<rect x=\"\(x)\" y=\"22\" width=\"14\" height=\"3\" fill=\"\(entry.1)\"/>\n"
                + SVGText.element("note", x + 20, 28, "\(entry.0) \(last[index])")
        }
        return shapes
    }

    private func curve(_ values: [Int], _ top: Int, _ colour: String) -> String {
        let points = zip(epochs, values).map { epoch, value in
            let x = Self.chartLeft + epoch.stepCount * Self.chartWidth / lastStep
            let y = Self.chartTop + Self.chartHeight - value * Self.chartHeight / top
            return "\(x),\(y)"
        }
        let line =
            "<polyline class=\"curve\" stroke=\"\(colour)\" "
            + "points=\"\(points.joined(separator: " "))\"/>\n"
        guard points.count <= Self.dottedMax else { return line }
        return line
            + points.map { point in
                let parts = point.split(separator: ",")
                return "<circle cx=\"\(parts[0])\" cy=\"\(parts[1])\" r=\"2.5\" "
                    + "fill=\"\(colour)\"/>\n"
            }.joined()
    }

    // MARK: Digits

    private var digitsPanel: (shapes: String, height: Int) {
        let chunk = report.training.heldOut
        let wrong = report.answers.indices.filter { report.answers[$0] != chunk.label($0) }
        let shown = Array(wrong.prefix(Self.shownMax))
        let width = 2 * Self.panelWidth + Self.margin
        let height = shown.isEmpty ? 46 : 130
        var shapes =
            "<rect class=\"panel\" width=\"\(width)\" height=\"\(height)\" rx=\"6\"/>\n"
            + SVGText.element(
                "title", 16, 28,
                "held-out digits that are taken for others: \(wrong.count) of "
                    + "\(chunk.sampleCount)"
                    + (wrong.count > shown.count ? ", the first \(shown.count)" : ""))
        let cell = (width - 32) / Self.shownMax
        for (index, place) in shown.enumerated() {
            let x = 16 + index * cell + (cell - DigitDrawing.side * Self.pixel) / 2
            shapes += moved(x, 46, picture(Array(chunk.input(place))))
            shapes += SVGText.element(
                "wrong", 16 + index * cell + cell / 2, 112,
                "\(chunk.label(place)) as \(report.answers[place])", anchor: "middle")
        }
        return (shapes, height)
    }

    private func picture(_ pixels: [UInt8]) -> String {
        let size = DigitDrawing.side * Self.pixel
        var shapes = "<rect fill=\"#f4f1ea\" width=\"\(size)\" height=\"\(size)\"/>\n"
        for (place, pixel) in pixels.enumerated() where pixel >= 32 {
            let (x, y) = (place % DigitDrawing.side, place / DigitDrawing.side)
            // Opacity in hundredths.
            let opacity = Int(pixel) * 100 / 255
            shapes +=
                "<rect class=\"ink\" x=\"\(x * Self.pixel)\" y=\"\(y * Self.pixel)\" "
                + "width=\"\(Self.pixel)\" height=\"\(Self.pixel)\" "
                + "opacity=\"\(opacity == 100 ? "1" : "0.\(opacity < 10 ? "0" : "")\(opacity)")\""
                + "/>\n"
        }
        return shapes
    }
}
