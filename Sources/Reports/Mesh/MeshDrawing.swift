internal import MeshSimulation
internal import Statistics

/// A simulated mesh as one picture that stands alone: the id space with a look-up's path, a routing
/// table, and the hops.
enum MeshDrawing {
    private static let margin = 24

    static func svg(_ results: LookUpResults) -> String {
        let table = MeshTablePanel(results)
        let right = 2 * margin + MeshRing.width
        let width = right + MeshTablePanel.width + margin
        let top = 74
        let below = top + table.height + margin
        let height = max(top + MeshRing.height, below + MeshHopPanel.height) + margin
        let headline = headline(results)
        return MeshStyle.document(
            width: width, height: height, label: headline,
            "<text class=\"title big\" x=\"\(margin)\" y=\"36\">\(SVGText.escaped(headline))"
                + "</text>\n"
                + SVGText.element("note", margin, 58, MeshText.conditions(results))
                + SVGDocument.moved(margin, top, MeshRing(results).shapes)
                + SVGDocument.moved(right, top, table.shapes)
                + SVGDocument.moved(right, below, MeshHopPanel(results).shapes))
    }

    static func headline(_ results: LookUpResults) -> String {
        let success = results.success
        return "\(DecimalText.grouped(success.successCount)) of "
            + "\(DecimalText.grouped(success.count)) look-ups found their value "
            + "(\(results.profile), \(results.settings.nodeCount) nodes, "
            + "\(results.settings.attackerPercent) % attackers)"
    }
}
