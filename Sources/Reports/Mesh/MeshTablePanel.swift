internal import MeshSimulation

/// The routing table of a node: a row a bucket, a mark a node.
struct MeshTablePanel {
    static let width = 540
    private static let rowHeight = 17
    private static let rowCountMax = 14
    private static let left = 92
    private static let step = 19
    /// Marks of one row.
    private static let nodeCountMax = 20

    private let results: LookUpResults

    init(_ results: LookUpResults) {
        self.results = results
    }

    private var shown: [PeerBucket] { Array(results.table.prefix(Self.rowCountMax)) }

    var height: Int {
        78 + shown.count * Self.rowHeight + (results.table.count > shown.count ? 16 : 0)
    }

    var shapes: String {
        var shapes = MeshStyle.panel(
            Self.width, height, "the routing table of node \(results.tableOwner)")
        shapes += SVGText.element(
            "note", Self.left - 16, 50, "depth", anchor: "end")
        shapes += SVGText.element("note", Self.left - 5, 50, "nodes, oldest first")
        for (row, bucket) in shown.enumerated() {
            let y = 66 + row * Self.rowHeight
            shapes += SVGText.element(
                "ink", Self.left - 16, y + 4, "\(bucket.depth)", anchor: "end")
            for place in 0..<Self.nodeCountMax {
                let x = Self.left + place * Self.step
                shapes +=
                    place < bucket.nodes.count
                    ? mark(bucket.nodes[place], x, y)
                    : "<circle class=\"free\" cx=\"\(x)\" cy=\"\(y)\" r=\"3\"/>\n"
            }
            shapes += SVGText.element(
                "note", Self.width - 16, y + 4, "\(bucket.nodes.count)", anchor: "end")
        }
        let rest = results.table.count - shown.count
        if rest > 0 {
            shapes += SVGText.element(
                "note", Self.left - 5, height - 14, "and \(ReportText.count(rest, "bucket")) more")
        }
        return shapes
    }

    private func mark(_ number: Int, _ x: Int, _ y: Int) -> String {
        guard results.residents.indices.contains(number) else { return MeshMark.gone(x, y, 4) }
        let node = results.residents[number]
        return node.isRunning
            ? MeshMark.shape(node.behaviour, x, y, 4) : MeshMark.gone(x, y, 4)
    }
}
