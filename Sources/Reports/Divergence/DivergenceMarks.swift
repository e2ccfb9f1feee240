internal import Disputes

/// The shapes of a divergence's picture: a mark for each state, told apart without colour.
struct DivergenceMarks {
    /// The pattern of what differs; unlike in every picture of a page.
    let hatchID: String

    var definitions: String {
        """
        <defs><pattern id="\(hatchID)" width="6" height="6" patternUnits="userSpaceOnUse" \
        patternTransform="rotate(45)"><rect class="fill" width="6" height="6"/>\
        <path class="hatch" d="M0 0v6"/></pattern></defs>

        """
    }

    /// A rectangle, or a circle where `isRound`, with what its state adds; `title` is its tooltip.
    func mark(
        _ state: RecordState, x: Int, y: Int, width: Int, height: Int, isRound: Bool, title: String
    ) -> String {
        let (centreX, centreY) = (x + width / 2, y + height / 2)
        func shape(_ attributes: String, pad: Int = 0) -> String {
            isRound
                ? "<circle cx=\"\(centreX)\" cy=\"\(centreY)\" r=\"\(width / 2 + pad)\" "
                    + "\(attributes)"
                : "<rect x=\"\(x - pad)\" y=\"\(y - pad)\" width=\"\(width + 2 * pad)\" "
                    + "height=\"\(height + 2 * pad)\" rx=\"\(3 + pad)\" \(attributes)"
        }
        let tip = "><title>\(SVGText.escaped(title))</title></\(isRound ? "circle" : "rect")>\n"
        let arm = max(min(width, height) / 5, 2)
        switch state {
        case .equal: return shape("class=\"equal\"") + tip
        case .propagated:
            return shape("class=\"propagated\" style=\"fill:url(#\(hatchID))\"") + tip
        case .root:
            return shape("class=\"ring\"", pad: 5) + "/>\n" + shape("class=\"root\"") + tip
                + "<path class=\"cross\" d=\"M\(centreX - arm) \(centreY - arm)"
                + "l\(2 * arm) \(2 * arm)m0 \(-2 * arm)l\(-2 * arm) \(2 * arm)\"/>\n"
        case .missingLeft:
            return shape("class=\"gap\"") + tip
                + sign("M\(centreX + arm / 2) \(centreY - arm)l\(-arm) \(arm)l\(arm) \(arm)")
        case .missingRight:
            return shape("class=\"gap\"") + tip
                + sign("M\(centreX - arm / 2) \(centreY - arm)l\(arm) \(arm)l\(-arm) \(arm)")
        case .missingBoth:
            return shape("class=\"gap\"") + tip
                + sign("M\(centreX - arm) \(centreY)h\(2 * arm)m\(-arm) \(-arm)v\(2 * arm)")
        case .notComparable:
            return shape("class=\"gap\"") + tip
                + SVGText.element("tiny", centreX, centreY + 4, "?", anchor: "middle")
        case .leftOut:
            return shape("class=\"gap\"") + tip + sign("M\(centreX - arm) \(centreY)h\(2 * arm)")
        }
    }

    private func sign(_ path: String) -> String { "<path class=\"sign\" d=\"\(path)\"/>\n" }
}
