public import Architectures
internal import Tensors
public import Traces

extension TracedArchitecture {
    /// The plan as traces write it.
    public init(_ architecture: Architecture) {
        let shape = architecture.shape
        self.init(
            norm: architecture.norm.rawValue, positions: architecture.positions.rawValue,
            activation: architecture.activation.rawValue, layerCount: shape.layerCount,
            width: shape.width, headCount: shape.headCount, headWidth: TransformerShape.headWidth,
            hiddenWidth: architecture.hiddenMultiple * shape.width,
            vocabularyCount: shape.vocabularyCount, contextTokenCount: shape.contextTokenCount)
    }
}
