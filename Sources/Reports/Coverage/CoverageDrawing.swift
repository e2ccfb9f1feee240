internal import Architectures
internal import Auditing

/// Which share of each operation's elements proofs witness: a map for each profile, layers downward
/// and operations to the right; below it the shares of the whole.
struct CoverageDrawing {
    private static let margin = 24
    private static let panelWidth = 560
    private static let mapLeft = 44
    private static let mapTop = 40
    private static let cellWidth = 38
    private static let headHeight = 76
    private static let labelHeight = 76
    private static let barHeight = 26

    /// Red where nothing is witnessed, green where all is.
    private static let scale = ColourScale(stops: [
        [209, 73, 91], [240, 200, 120], [246, 240, 200], [130, 180, 140], [58, 125, 92],
    ])

    private let title: String
    private let profiles: [Coverage]
    private let cellHeight: Int
    private var shapes = ""

    static func svg(title: String, _ profiles: [Coverage]) -> String {
        var drawing = CoverageDrawing(title, profiles)
        return drawing.document()
    }

    private init(_ title: String, _ profiles: [Coverage]) {
        self.title = title
        self.profiles = profiles
        cellHeight = max(min(26, 312 / max(profiles[0].heads.count, 1)), 4)
    }

    private static var shares: [(name: String, share: (Coverage) -> Share)] {
        [
            ("operations", { $0.reachedOperations }), ("elements", { $0.elements }),
            ("multiply-adds", { $0.multiplyAdds }), ("heads, followed from", { $0.reachedHeads }),
            ("heads, read", { $0.readHeads }), ("weights, by a proof", { $0.weights }),
            ("weights, by all", { $0.weightsTogether }),
        ]
    }

    private var barTop: Int {
        Self.mapTop + profiles[0].heads.count * cellHeight + Self.labelHeight
    }

    private mutating func document() -> String {
        let panelHeight = barTop + Self.shares.count * Self.barHeight + 24
        let width = profiles.count * (Self.panelWidth + Self.margin) + Self.margin
        label(
            "title", Self.margin, 30,
            SVGText.cut("\(title): what a proof witnesses", scalarCountMax: 60))
        label(
            "note", Self.margin, 48,
            "share of an operation's elements that a proof follows from, a row a layer")
        for step in 0...10 {
            shapes +=
                "<rect x=\"\(Self.margin + step * 20)\" y=\"56\" width=\"20\" height=\"8\" "
                + "fill=\"\(Self.scale.colour(step * 65536 / 10))\"/>\n"
        }
        label("note small", Self.margin + 228, 64, "0 % – 100 %")
        for (index, profile) in profiles.enumerated() {
            let x = Self.margin + index * (Self.panelWidth + Self.margin)
            shapes += "<g transform=\"translate(\(x) \(Self.headHeight))\">\n"
            shapes +=
                "<rect class=\"panel\" width=\"\(Self.panelWidth)\" height=\"\(panelHeight)\" "
                + "rx=\"6\"/>\n"
            panel(profile)
            shapes += "</g>\n"
        }
        return SVGDocument.text(
            width: width, height: Self.headHeight + panelHeight + Self.margin,
            styles: """
                .small { font-size: 9px } .rail { fill: #efece4 } .bar { fill: #3a7d5c }
                """, shapes: shapes)
    }

    private mutating func panel(_ profile: Coverage) {
        label("title", 16, 24, profile.profile.rawValue)
        let proofs = ReportText.count(
            profile.prompts.count, profile.profile == .published ? "prompt" : "attempt")
        label("note small", 120, 24, proofs + sampleNote(profile))
        let columns = StationAxes.columns(
            profile.operations.map(\.operation.station.operation))
        for operation in profile.operations { cell(operation, columns) }
        axes(profile, columns)
        for (index, entry) in Self.shares.enumerated() {
            bar(entry.name, entry.share(profile), y: barTop + index * Self.barHeight)
        }
    }

    private func sampleNote(_ profile: Coverage) -> String {
        guard let sample = profile.sample else { return "" }
        let (all, contradictions) = (sample.faultCount, sample.contradictions.count)
        return "; \(ReportText.count(all, "altered element")), "
            + (contradictions == 0
                ? "none against the account" : "\(contradictions) against the account")
    }

    private mutating func cell(
        _ operation: OperationCoverage, _ columns: [Station.OperationName]
    ) {
        let station = operation.operation.station
        let column = columns.firstIndex(of: station.operation) ?? 0
        let (x, y) = (
            Self.mapLeft + column * Self.cellWidth,
            Self.mapTop + (station.layer ?? 0) * cellHeight
        )
        let share = operation.elements
        let valueQ16 = share.basisPoints * 65536 / 10_000
        shapes +=
            "<rect x=\"\(x)\" y=\"\(y)\" width=\"\(Self.cellWidth - 1)\" "
            + "height=\"\(cellHeight - 1)\" fill=\"\(Self.scale.colour(valueQ16))\">"
            + "<title>\(station): \(share.reached) of \(share.total)</title></rect>\n"
        guard cellHeight >= 16 else { return }
        shapes +=
            "<text class=\"small\" text-anchor=\"middle\" x=\"\(x + Self.cellWidth / 2)\" "
            + "y=\"\(y + cellHeight / 2 + 3)\" fill=\"\(Self.scale.ink(valueQ16))\">"
            + "\(share.basisPoints / 100)</text>\n"
    }

    private mutating func axes(_ profile: Coverage, _ columns: [Station.OperationName]) {
        shapes +=
            StationAxes(
                left: Self.mapLeft, top: Self.mapTop, cellWidth: Self.cellWidth,
                cellHeight: cellHeight, layerCount: profile.heads.count, columns: columns
            ).shapes
    }

    private mutating func bar(_ name: String, _ share: Share, y: Int) {
        label("note", 16, y + 12, name)
        let (left, width) = (180, 250)
        shapes +=
            "<rect class=\"rail\" x=\"\(left)\" y=\"\(y)\" width=\"\(width)\" height=\"14\"/>\n"
            + "<rect class=\"bar\" x=\"\(left)\" y=\"\(y)\" "
            + "width=\"\(width * share.basisPoints / 10_000)\" height=\"14\"/>\n"
        label("note", left + width + 12, y + 12, share.percentText)
    }

    private mutating func label(
        _ style: String, _ x: Int, _ y: Int, _ text: String, anchor: String = "start"
    ) {
        shapes += SVGText.element(style, x, y, text, anchor: anchor)
    }
}
