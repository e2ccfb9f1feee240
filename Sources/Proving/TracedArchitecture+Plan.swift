public import Architectures
public import Tensors
public import Traces

extension TracedArchitecture {
    /// The plan as traces write it.
    public init(_ architecture: Architecture) {
        let shape = architecture.shape
        self.init(
            norm: architecture.norm.rawValue, positions: architecture.positions.name,
            activation: architecture.activation.rawValue, layerCount: shape.layerCount,
            width: shape.width, headCount: shape.headCount, headWidth: shape.headWidth,
            hiddenWidth: shape.hiddenWidth, vocabularyCount: shape.vocabularyCount,
            contextTokenCount: shape.contextTokenCount,
            rotary: architecture.positions.rotaryBase.map {
                Rotary(keyValueHeadCount: shape.keyValueHeadCount, base: $0)
            })
    }

    /// The plan that a trace's words mean; nil where they mean none that this engine has.
    ///
    /// **Throws:** ``ShapeError`` where the sizes are those of no model.
    public func architecture() throws(ShapeError) -> Architecture? {
        let architecture: Architecture
        if let rotary {
            guard Architecture.rotaryBases.contains(rotary.base) else { return nil }
            architecture = .qwen2(
                try TransformerShape(
                    layerCount: layerCount, width: width, headCount: headCount,
                    keyValueHeadCount: rotary.keyValueHeadCount, headWidth: headWidth,
                    hiddenWidth: hiddenWidth, vocabularyCount: vocabularyCount,
                    contextTokenCount: contextTokenCount), rotaryBase: rotary.base)
        } else {
            architecture = .gpt2(
                try TransformerShape(
                    layerCount: layerCount, width: width, headCount: headCount,
                    vocabularyCount: vocabularyCount, contextTokenCount: contextTokenCount))
        }
        return TracedArchitecture(architecture) == self ? architecture : nil
    }
}
