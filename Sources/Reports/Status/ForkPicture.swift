/// The last blocks of a node's chain as a picture, with the branches that it left.
///
/// Every block is a station: those of the best chain in one row, those of branches below, the last
/// one the most right. Colours are the page's own.
package struct ForkPicture: Sendable {
    package struct Branch: Sendable {
        let forkHeight: Int
        let hashes: [String]

        /// - Parameters:
        ///   - forkHeight: the height of the last block that is the best chain's, too.
        ///   - hashes: those of the blocks above it.
        package init(forkHeight: Int, hashes: [String]) {
            self.forkHeight = forkHeight
            self.hashes = hashes
        }
    }

    /// Columns that are shown at most.
    private static let heightCountMax = 24
    private static let branchCountMax = 6
    private static let columnWidth = 44
    private static let rowHeight = 34
    private static let left = 28
    private static let top = 26

    /// The lowest height that is shown.
    private let first: Int
    private let last: Int
    /// By height, from the lowest to the tip's.
    private let hashes: [String]
    private let branches: [Branch]

    /// - Parameters:
    ///   - hashes: the best chain's last ones, from the lowest to the tip's; at least one.
    ///   - height: the tip's.
    package init(hashes: [String], height: Int, branches: [Branch]) {
        let shown = Array(hashes.suffix(Self.heightCountMax))
        self.hashes = shown
        // There are no more blocks than heights.
        first = max(0, height - max(0, shown.count - 1))
        let lowest = first
        self.branches = Array(
            branches.filter { $0.forkHeight >= lowest && $0.forkHeight <= height }
                .suffix(Self.branchCountMax))
        let highest = self.branches.map { branch in
            branch.forkHeight + min(branch.hashes.count, Self.heightCountMax)
        }.max()
        last = max(height, highest ?? 0)
    }

    package func picture(title: String) -> StatusPage.Picture {
        let note =
            branches.isEmpty
            ? "The last blocks; the node left no branch from them."
            : "The last blocks, above; below, the branches that the node left."
        return StatusPage.Picture(title, note: note, svg: svg)
    }

    private var svg: String {
        let width = x(last) + Self.left
        let height = y(branches.count) + 24
        var shapes = ""
        for (row, branch) in branches.enumerated() { shapes += drawing(branch, row: row + 1) }
        for (place, hash) in hashes.enumerated() {
            let height = first + place
            if place > 0 { shapes += line(x(height - 1), y(0), x(height), y(0), "main") }
            shapes += station(height, row: 0, hash, place == hashes.count - 1 ? "tip" : "main")
        }
        for height in first...last where isLabelled(height) {
            shapes += "<text x=\"\(x(height))\" y=\"\(Self.top - 14)\">\(height)</text>\n"
        }
        return """
            <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" \
            viewBox="0 0 \(width) \(height)" role="img" aria-label="\(label)">
            <style>
            .fork text { font: 11px ui-monospace, Menlo, monospace; fill: var(--note);
              text-anchor: middle }
            .fork line, .fork path { fill: none; stroke-width: 2 }
            .fork .main { stroke: var(--held); fill: var(--held) }
            .fork .tip { stroke: var(--held); fill: var(--panel); stroke-width: 3 }
            .fork .branch { stroke: var(--open); fill: var(--panel); stroke-width: 2 }
            .fork path.branch { fill: none; stroke-dasharray: 4 3 }
            </style>
            <g class="fork">
            \(shapes)</g>
            </svg>
            """
    }

    private var label: String {
        let tip = first + max(0, hashes.count - 1)
        let count = branches.count == 1 ? "1 branch" : "\(branches.count) branches"
        return "Blocks \(first) to \(tip), \(count)"
    }

    /// So that numbers of many digits do not meet.
    private func isLabelled(_ height: Int) -> Bool {
        let step = last >= 100_000 ? 2 : 1
        return (last - height).isMultiple(of: step)
    }

    private func drawing(_ branch: Branch, row: Int) -> String {
        var shapes = ""
        let start = x(branch.forkHeight)
        let end = x(branch.forkHeight + 1)
        shapes +=
            "<path class=\"branch\" d=\"M\(start) \(y(0)) C\(start + 16) \(y(row)) "
            + "\(start + 16) \(y(row)) \(end) \(y(row))\"/>\n"
        for (place, hash) in branch.hashes.prefix(Self.heightCountMax).enumerated() {
            let height = branch.forkHeight + 1 + place
            if place > 0 { shapes += line(x(height - 1), y(row), x(height), y(row), "branch") }
            shapes += station(height, row: row, hash, "branch")
        }
        return shapes
    }

    private func station(_ height: Int, row: Int, _ hash: String, _ style: String) -> String {
        "<circle class=\"\(style)\" cx=\"\(x(height))\" cy=\"\(y(row))\" r=\"7\"><title>"
            + "\(height): \(SVGText.escaped(SVGText.cut(hash, scalarCountMax: 64)))"
            + "</title></circle>\n"
    }

    private func line(_ x1: Int, _ y1: Int, _ x2: Int, _ y2: Int, _ style: String) -> String {
        "<line class=\"\(style)\" x1=\"\(x1)\" y1=\"\(y1)\" x2=\"\(x2)\" y2=\"\(y2)\"/>\n"
    }

    private func x(_ height: Int) -> Int { Self.left + (height - first) * Self.columnWidth }
    private func y(_ row: Int) -> Int { Self.top + 10 + row * Self.rowHeight }
}
