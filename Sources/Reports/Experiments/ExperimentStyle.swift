/// The colours of experiments' pictures, in the light and in the dark; each kind of figure has a
/// shape of its own.
enum ExperimentStyle {
    private static let text = """
        .ex .ground { fill: #fbfaf7 } .ex .panel { fill: #ffffff; stroke: #ddd8cc }
        .ex .title { fill: #26221a; font-size: 15px } .ex .note { fill: #6b6558; font-size: 11px }
        .ex .ink { fill: #26221a; font-size: 12px }
        .ex .grid { stroke: #ece8de; fill: none } .ex .rule { stroke: #f3f0e8; fill: none }
        .ex .ours { fill: #1f5c7a } .ex .paper { fill: #c8741a }
        .ex .void { fill: none; stroke: #c8741a; stroke-width: 1.5 }
        .ex .here, .ex .curve { fill: none; stroke: #1f5c7a; stroke-width: 1.5 }
        .ex .there { fill: none; stroke: #c8741a; stroke-width: 1.5 }
        .ex .chance { fill: none; stroke: #6b6558; stroke-width: 1.5; stroke-dasharray: 4 3 }
        @media (prefers-color-scheme: dark) {
        .ex .ground { fill: #191712 } .ex .panel { fill: #221f19; stroke: #3d382e }
        .ex .title, .ex .ink { fill: #ece7da } .ex .note { fill: #aba392 }
        .ex .grid { stroke: #3d382e } .ex .rule { stroke: #2b2820 }
        .ex .ours { fill: #6fb2d2 } .ex .paper { fill: #f0b45c }
        .ex .void { stroke: #f0b45c } .ex .there { stroke: #f0b45c }
        .ex .here, .ex .curve { stroke: #6fb2d2 } .ex .chance { stroke: #aba392 }
        }
        """

    /// A picture that stands alone. The class keeps its styles off the page that holds it.
    static func document(width: Int, height: Int, label: String, _ shapes: String) -> String {
        SVGDocument.text(
            "ex", width: width, height: height, label: label, styles: text,
            fonts: "'DejaVu Sans Mono', ", shapes: shapes)
    }

    static func panel(_ width: Int, _ height: Int) -> String {
        "<rect class=\"panel\" x=\"0.5\" y=\"0.5\" width=\"\(width - 1)\" "
            + "height=\"\(height - 1)\" rx=\"6\"/>\n"
    }

    // MARK: Marks

    static func ours(_ x: Int, _ y: Int) -> String {
        "<circle class=\"ours\" cx=\"\(x)\" cy=\"\(y)\" r=\"4\"/>\n"
    }

    static func paper(_ x: Int, _ y: Int, isVoid: Bool) -> String {
        isVoid
            ? "<path class=\"void\" d=\"M\(x - 4) \(y - 4)l8 8m0 -8l-8 8\"/>\n"
            : "<rect class=\"paper\" x=\"\(x - 4)\" y=\"\(y - 4)\" width=\"8\" height=\"8\"/>\n"
    }
}
