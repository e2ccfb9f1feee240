/// The colours of a mesh's pictures, in the light and in the dark. Nothing hangs on them alone:
/// each kind of attacker has a shape of its own, and each profile a mark.
enum MeshStyle {
    static let text = """
        .ms .ground { fill: #fbfaf7 } .ms .panel { fill: #ffffff; stroke: #ddd8cc }
        .ms .title { fill: #26221a; font-size: 15px } .ms .big { font-size: 19px; font-weight: 600 }
        .ms .note { fill: #6b6558; font-size: 11px } .ms .ink { fill: #26221a; font-size: 12px }
        .ms .ring { fill: none; stroke: #ddd8cc; stroke-width: 1.5 }
        .ms .axis { stroke: #b5ae9f; fill: none } .ms .grid { stroke: #ece8de; fill: none }
        .ms .honest { fill: #1f5c7a } .ms .attacker { fill: #c8343f }
        .ms .gone { fill: none; stroke: #b5ae9f; stroke-width: 1.2 }
        .ms .free { fill: #f1ede3 }
        .ms .way { fill: none; stroke: #c8741a; stroke-width: 2 } .ms .head { fill: #c8741a }
        .ms .key { fill: #8f5b9c } .ms .asker { fill: none; stroke: #26221a; stroke-width: 2 }
        .ms .hops { fill: #6f97a8 }
        .ms .first { stroke: #1f5c7a; fill: #1f5c7a } .ms .second { stroke: #c8741a; fill: #c8741a }
        .ms .third { stroke: #3a7d5c; fill: #3a7d5c }
        .ms .curve { fill: none; stroke-width: 2; stroke-linejoin: round }
        .ms .bounds { fill: none; stroke-width: 1.5 }
        .ms .ideal { fill: none; stroke: #b5ae9f; stroke-dasharray: 4 4 }
        @media (prefers-color-scheme: dark) {
        .ms .ground { fill: #191712 } .ms .panel { fill: #221f19; stroke: #3d382e }
        .ms .title, .ms .ink { fill: #ece7da } .ms .note { fill: #aba392 }
        .ms .ring { stroke: #3d382e } .ms .axis, .ms .gone, .ms .ideal { stroke: #857e6f }
        .ms .grid, .ms .free { stroke: #2f2b23 } .ms .free { fill: #2b2820; stroke: none }
        .ms .honest { fill: #6fb2d2 } .ms .attacker { fill: #ff6f7c }
        .ms .way { stroke: #f0b45c } .ms .head { fill: #f0b45c } .ms .key { fill: #cf9de0 }
        .ms .asker { stroke: #ece7da } .ms .hops { fill: #4d7486 }
        .ms .first { stroke: #6fb2d2; fill: #6fb2d2 } .ms .second { stroke: #f0b45c; fill: #f0b45c }
        .ms .third { stroke: #6fc49a; fill: #6fc49a }
        .ms .curve, .ms .bounds { fill: none }
        }
        """

    /// A picture that stands alone. The class keeps its styles off the page that holds it.
    static func document(width: Int, height: Int, label: String, _ shapes: String) -> String {
        SVGDocument.text(
            "ms", width: width, height: height, label: label, styles: text,
            shapes: shapes)
    }

    static func panel(_ width: Int, _ height: Int, _ title: String) -> String {
        "<rect class=\"panel\" width=\"\(width)\" height=\"\(height)\" rx=\"6\"/>\n"
            + SVGText.element("title", 16, 27, title)
    }
}
