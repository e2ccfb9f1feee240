/// The direction in which a divergence's picture lays out the network.
enum DivergenceForm {
    /// Layers from left to right.
    case wide
    /// Layers from top to bottom, for a screen of little width.
    case narrow

    /// The empty edge of a picture in either form. **Units:** pixels.
    static let margin = 20
}
