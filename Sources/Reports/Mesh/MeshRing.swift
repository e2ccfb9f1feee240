internal import MeshSimulation

/// The id space as a ring, with its nodes and the path of one look-up across it.
struct MeshRing {
    private static let radius = 200
    private static let centre = 270
    static let width = 540
    static let height = 620

    private let results: LookUpResults

    init(_ results: LookUpResults) {
        self.results = results
    }

    var shapes: String {
        MeshStyle.panel(Self.width, Self.height, title)
            + "<circle class=\"ring\" cx=\"\(Self.centre)\" cy=\"\(Self.centre + 22)\" "
            + "r=\"\(Self.radius)\"/>\n"
            + nodes + path + legend
    }

    private var title: String {
        guard let sample = results.sample else { return "id space" }
        return "id space, and the path of a look-up over "
            + ReportText.count(sample.path.count, "hop")
    }

    private var nodes: String {
        let running = results.residents.filter(\.isRunning)
        let size = running.count > 500 ? 2 : running.count > 150 ? 3 : 4
        return running.map { node in
            let place = MeshPlace.onRing(
                node.position, radius: Self.radius, centre: Self.centre, top: 22)
            return MeshMark.shape(node.behaviour, place.x, place.y, size)
        }.joined()
    }

    // MARK: The path

    private func place(ofNode number: Int, radius: Int = radius) -> (x: Int, y: Int) {
        let position =
            results.residents.indices.contains(number) ? results.residents[number].position : 0
        return MeshPlace.onRing(position, radius: radius, centre: Self.centre, top: 22)
    }

    private var path: String {
        guard let sample = results.sample else { return "" }
        let asker = place(ofNode: sample.lookUp.node)
        var shapes = ""
        var from = asker
        for number in sample.path {
            let to = place(ofNode: number)
            shapes += "<path class=\"way\" d=\"M\(from.x) \(from.y)L\(to.x) \(to.y)\"/>\n"
            shapes += "<circle class=\"head\" cx=\"\(to.x)\" cy=\"\(to.y)\" r=\"5\"/>\n"
            from = to
        }
        shapes += "<circle class=\"asker\" cx=\"\(asker.x)\" cy=\"\(asker.y)\" r=\"8\"/>\n"
        let key = MeshPlace.onRing(
            sample.itemPosition, radius: Self.radius - 16, centre: Self.centre, top: 22)
        shapes += MeshPlace.star("key", key.x, key.y)
        return shapes + labels(sample)
    }

    /// Numbers outside the ring; one that would stand on another is left out.
    private func labels(_ sample: LookUpResults.Sample) -> String {
        var taken: [(x: Int, y: Int)] = []
        var shapes = ""
        let named =
            [(sample.lookUp.node, "\(sample.lookUp.node) asks")]
            + sample.path.enumerated().map { ($0.element, "\($0.offset + 1): \($0.element)") }
        for (number, text) in named {
            let place = place(ofNode: number, radius: Self.radius + 16)
            guard !taken.contains(where: { abs($0.x - place.x) < 52 && abs($0.y - place.y) < 13 })
            else { continue }
            taken.append(place)
            let anchor =
                place.x < Self.centre - 60
                ? "end" : place.x > Self.centre + 60 ? "start" : "middle"
            shapes += SVGText.element("note", place.x, place.y + 4, text, anchor: anchor)
        }
        return shapes
    }

    private var legend: String {
        var shapes = ""
        var x = 16
        for behaviour in PeerBehaviour.allCases {
            let count = results.residents.count { $0.isRunning && $0.behaviour == behaviour }
            guard count > 0 else { continue }
            let text = "\(MeshMark.title(behaviour)) \(count)"
            shapes += MeshMark.shape(behaviour, x + 5, Self.height - 40, 4)
            shapes += SVGText.element("note", x + 15, Self.height - 36, text)
            x += 30 + 7 * text.unicodeScalars.count
        }
        let (y, line) = (Self.height - 18, Self.height - 14)
        shapes += "<circle class=\"asker\" cx=\"21\" cy=\"\(y)\" r=\"6\"/>\n"
        shapes += SVGText.element("note", 33, line, "asks")
        shapes += "<path class=\"way\" d=\"M76 \(y)h22\"/>\n"
        shapes += "<circle class=\"head\" cx=\"98\" cy=\"\(y)\" r=\"4\"/>\n"
        shapes += SVGText.element("note", 108, line, "hop")
        shapes += MeshPlace.star("key", 152, y)
        shapes += SVGText.element("note", 164, line, "the key that is looked for")
        return shapes
    }
}

/// Places on a circle, in integers.
enum MeshPlace {
    /// **Units:** 2⁻¹⁶ of the radius; 65,536 parts of a turn.
    private static let unit = 65_536

    /// The sine of so many parts of a turn, at most 0.2 % off.
    ///
    /// **Source:** Bhaskara I, Mahabhaskariya 7.17.
    static func sine(_ turn: Int) -> Int {
        let part = turn & (unit - 1)
        let half = unit / 2
        let x = part < half ? part : part - half
        let value = 16 * x * (half - x) * unit / (5 * half * half - 4 * x * (half - x))
        return part < half ? value : -value
    }

    /// From the top, clockwise; `top` moves the centre down.
    static func onRing(
        _ position: UInt64, radius: Int, centre: Int, top: Int
    ) -> (x: Int, y: Int) {
        let turn = Int(position >> 48)
        func rounded(_ product: Int) -> Int { (product + unit / 2) >> 16 }
        return (
            centre + rounded(radius * sine(turn)),
            centre + top - rounded(radius * sine(turn + unit / 4))
        )
    }

    static func star(_ style: String, _ x: Int, _ y: Int) -> String {
        "<path class=\"\(style)\" d=\"M\(x) \(y - 7)l2 5l5 2l-5 2l-2 5l-2 -5l-5 -2l5 -2z\"/>\n"
    }
}
