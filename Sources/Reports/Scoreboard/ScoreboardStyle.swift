/// The colours of the scoreboard's picture, in the light and in the dark. Nothing hangs on them
/// alone: each verdict has a shape of its own.
enum ScoreboardStyle {
    static let text = """
        .sc .ground { fill: #fbfaf7 } .sc .panel { fill: #ffffff; stroke: #ddd8cc }
        .sc .title { fill: #26221a; font-size: 17px; font-weight: 600 }
        .sc .head { fill: #26221a; font-size: 14px; font-weight: 600 }
        .sc .ink { fill: #26221a; font-size: 12px } .sc .code { font-weight: 600 }
        .sc .note { fill: #655f52; font-size: 11px } .sc .small { font-size: 9.5px }
        .sc .line { stroke: #e7e2d6 } .sc .rule { stroke: #b5ae9f }
        .sc .held { fill: #2f7350 } .sc .broken { fill: #b3293d } .sc .undecided { fill: #94610a }
        .sc .alarm { fill: #b3293d; font-weight: 600 }
        .sc .stroke { fill: none; stroke: #ffffff; stroke-width: 1.6; stroke-linecap: round;
          stroke-linejoin: round }
        @media (prefers-color-scheme: dark) {
        .sc .ground { fill: #191712 } .sc .panel { fill: #221f19; stroke: #3d382e }
        .sc .title, .sc .head, .sc .ink { fill: #ece7da } .sc .note { fill: #aba392 }
        .sc .line { stroke: #353026 } .sc .rule { stroke: #857e6f }
        .sc .held { fill: #6fc49a } .sc .broken { fill: #ff8b97 } .sc .undecided { fill: #e8b04a }
        .sc .alarm { fill: #ff8b97 } .sc .stroke { stroke: #191712 }
        }
        """

    /// A picture that stands alone. The class keeps its styles off the page that holds it.
    static func document(width: Int, height: Int, label: String, _ shapes: String) -> String {
        SVGDocument.text(
            "sc", width: width, height: height, label: label, styles: text,
            fonts: "'DejaVu Sans Mono', ", shapes: shapes)
    }
}
