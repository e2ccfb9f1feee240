/// The colours of a divergence's picture, in the light and in the dark. Nothing hangs on them
/// alone: a root has a cross and a ring, what follows it is hatched, what is missing is dashed.
enum DivergenceStyle {
    static let text = """
        .dv .ground { fill: #fbfaf7 }
        .dv .big { fill: #26221a; font-size: 19px; font-weight: 600 }
        .dv .ink { fill: #26221a; font-size: 13px } .dv .soft { fill: #6b6558; font-size: 12px }
        .dv .tiny { fill: #6b6558; font-size: 10px }
        .dv .strong { fill: #26221a; font-weight: 700 }
        .dv .band { fill: #f1ead9 } .dv .frame { fill: none; stroke: #ddd8cc }
        .dv .way { fill: none; stroke: #b9c9d1; stroke-width: 1.5 }
        .dv .stream { stroke-width: 7; stroke-linecap: round }
        .dv .way.off { stroke: #c8741a; stroke-width: 2 } .dv .way.stream.off { stroke-width: 7 }
        .dv .head { fill: #c8741a }
        .dv .equal { fill: #cfe0e8; stroke: #9db9c6 }
        .dv .propagated { fill: #efb04f; stroke: #a8610b }
        .dv .fill { fill: #efb04f } .dv .lane { fill: #b9c9d1 } .dv .bar { stroke: none }
        .dv .dots { fill: none; stroke: #b3ac9c; stroke-dasharray: 1 5 }
        .dv .hatch { stroke: #a8610b; stroke-width: 1.6 }
        .dv .root { fill: #8f0f2e; stroke: #26221a; stroke-width: 2 }
        .dv .ring { fill: none; stroke: #8f0f2e; stroke-width: 2.5 }
        .dv .cross { stroke: #ffffff; stroke-width: 2.6; stroke-linecap: round; fill: none }
        .dv .gap { fill: #fbfaf7; stroke: #857e6f; stroke-dasharray: 3 2 }
        .dv .sign { fill: none; stroke: #6b6558; stroke-width: 1.5; stroke-linecap: round }
        .dv .flag { fill: #8f0f2e } .dv .flagged { fill: #ffffff; font-weight: 700 }
        @media (prefers-color-scheme: dark) {
        .dv .ground { fill: #191712 } .dv .big, .dv .ink, .dv .strong { fill: #ece7da }
        .dv .soft, .dv .tiny { fill: #aba392 } .dv .band { fill: #2b2820 }
        .dv .frame { stroke: #3d382e } .dv .way { stroke: #46606e }
        .dv .way.off { stroke: #e8a33d } .dv .head { fill: #e8a33d }
        .dv .equal { fill: #2b4552; stroke: #4d6d7c }
        .dv .propagated { fill: #a8690f; stroke: #f0c070 } .dv .hatch { stroke: #f0c070 }
        .dv .fill { fill: #a8690f } .dv .lane { fill: #46606e }
        .dv .root { fill: #ff5d7a; stroke: #ffffff } .dv .ring { stroke: #ff5d7a }
        .dv .cross { stroke: #191712 } .dv .gap { fill: #191712; stroke: #aba392 }
        .dv .sign { stroke: #aba392 } .dv .flag { fill: #ff5d7a } .dv .flagged { fill: #191712 }
        }
        """
}
