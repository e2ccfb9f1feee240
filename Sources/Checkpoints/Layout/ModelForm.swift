public import Architectures
public import Tensors

/// The form of a model as `config.json` says it: the sizes that the shapes of its tensors follow
/// from. Forms that the exact engine has no kernels for are among them.
public struct ModelForm: Sendable, Hashable {
    public enum Family: String, Sendable, CaseIterable {
        case gpt2, qwen2

        /// The name for people.
        public var title: String {
            switch self {
            case .gpt2: "GPT-2"
            case .qwen2: "Qwen2"
            }
        }
    }

    public let family: Family
    public let layerCount: Int
    public let width: Int
    public let headCount: Int
    /// A divisor of ``headCount``.
    public let keyValueHeadCount: Int
    public let headWidth: Int
    /// The width of the feed-forward part.
    public let hiddenWidth: Int
    public let vocabularyCount: Int
    public let contextTokenCount: Int
    /// The base of rotary positions, from 2 to 2^40; nil where positions are learned.
    public let rotaryBase: Int?
    /// Whether the scores of next tokens come from the token embedding.
    public let isOutputTied: Bool

    /// The widest heads that a form may have.
    static let headWidthMax = 256

    /// A model of GPT-2's form. Its heads fill the width; their width may be any.
    ///
    /// **Throws:** ``ShapeError`` where a size is out of `Limits` or the heads do not fill the
    /// width.
    public static func gpt2(
        layerCount: Int, width: Int, headCount: Int, vocabularyCount: Int, contextTokenCount: Int
    ) throws(ShapeError) -> ModelForm {
        try check("layers", layerCount, Tensors.Limits.layerCountMax)
        try check("width", width, Tensors.Limits.widthMax)
        try check("heads", headCount, Tensors.Limits.widthMax)
        try check("vocabulary", vocabularyCount, Tensors.Limits.vocabularyCountMax)
        try check("context", contextTokenCount, Tensors.Limits.contextTokenCountMax)
        guard width.isMultiple(of: headCount), width / headCount <= headWidthMax else {
            throw .headWidth(width: width, headCount: headCount)
        }
        // Sizes within the limits keep it below 2^46.
        let parameterCount =
            layerCount * (12 * width * width + 13 * width)
            + (vocabularyCount + contextTokenCount) * width
        try check("parameters", parameterCount, Tensors.Limits.parameterCountMax)
        return ModelForm(
            family: .gpt2, layerCount: layerCount, width: width, headCount: headCount,
            keyValueHeadCount: headCount, headWidth: width / headCount, hiddenWidth: 4 * width,
            vocabularyCount: vocabularyCount, contextTokenCount: contextTokenCount,
            rotaryBase: nil, isOutputTied: true)
    }

    /// A model of Qwen2's form.
    ///
    /// **Throws:** ``ShapeError`` where a size is out of `Limits`, heads are neither 64 nor 128
    /// wide, or the key-value heads do not divide the heads. **Precondition:** the base is one of
    /// ``Architecture/rotaryBases``.
    public static func qwen2(
        layerCount: Int, width: Int, headCount: Int, keyValueHeadCount: Int, headWidth: Int,
        hiddenWidth: Int, vocabularyCount: Int, contextTokenCount: Int, rotaryBase: Int,
        isOutputTied: Bool = true
    ) throws(ShapeError) -> ModelForm {
        let shape = try TransformerShape(
            layerCount: layerCount, width: width, headCount: headCount,
            keyValueHeadCount: keyValueHeadCount, headWidth: headWidth, hiddenWidth: hiddenWidth,
            vocabularyCount: vocabularyCount, contextTokenCount: contextTokenCount)
        return ModelForm(
            .qwen2(shape, rotaryBase: rotaryBase), isOutputTied: isOutputTied)
    }

    /// The form of an architecture.
    public init(_ architecture: Architecture) { self.init(architecture, isOutputTied: true) }

    private init(_ architecture: Architecture, isOutputTied: Bool) {
        let shape = architecture.shape
        self.init(
            family: architecture.positions == .learned ? .gpt2 : .qwen2,
            layerCount: shape.layerCount, width: shape.width, headCount: shape.headCount,
            keyValueHeadCount: shape.keyValueHeadCount, headWidth: shape.headWidth,
            hiddenWidth: shape.hiddenWidth, vocabularyCount: shape.vocabularyCount,
            contextTokenCount: shape.contextTokenCount,
            rotaryBase: architecture.positions.rotaryBase, isOutputTied: isOutputTied)
    }

    private init(
        family: Family, layerCount: Int, width: Int, headCount: Int, keyValueHeadCount: Int,
        headWidth: Int, hiddenWidth: Int, vocabularyCount: Int, contextTokenCount: Int,
        rotaryBase: Int?, isOutputTied: Bool
    ) {
        self.family = family
        self.layerCount = layerCount
        self.width = width
        self.headCount = headCount
        self.keyValueHeadCount = keyValueHeadCount
        self.headWidth = headWidth
        self.hiddenWidth = hiddenWidth
        self.vocabularyCount = vocabularyCount
        self.contextTokenCount = contextTokenCount
        self.rotaryBase = rotaryBase
        self.isOutputTied = isOutputTied
    }

    private static func check(
        _ what: String, _ got: Int, _ limit: Int
    ) throws(ShapeError) {
        guard (1...limit).contains(got) else { throw .outOfRange(what, got: got, limit: limit) }
    }

    /// The sizes that differ from a pinned form's, "layers: expected 24, got 3". Whether the output
    /// is tied is not compared: no proof depends on it.
    public func differences(from pinned: ModelForm) -> [String] {
        let sizes: [(name: String, size: (ModelForm) -> String)] = [
            ("architecture", \.family.title), ("layers", { "\($0.layerCount)" }),
            ("width", { "\($0.width)" }), ("heads", { "\($0.headCount)" }),
            ("key-value heads", { "\($0.keyValueHeadCount)" }),
            ("head width", { "\($0.headWidth)" }), ("hidden width", { "\($0.hiddenWidth)" }),
            ("vocabulary", { "\($0.vocabularyCount)" }),
            ("context", { "\($0.contextTokenCount)" }),
            ("rotary base", { $0.rotaryBase.map(String.init) ?? "none" }),
        ]
        return sizes.compactMap { name, size in
            let (expected, got) = (size(pinned), size(self))
            return expected == got ? nil : "\(name): expected \(expected), got \(got)"
        }
    }

    /// The architecture that the exact engine runs.
    ///
    /// **Throws:** ``ShapeError`` where it has no kernels for heads of this width.
    public func architecture() throws(ShapeError) -> Architecture {
        guard let rotaryBase else {
            return .gpt2(
                try TransformerShape(
                    layerCount: layerCount, width: width, headCount: headCount,
                    vocabularyCount: vocabularyCount, contextTokenCount: contextTokenCount))
        }
        return .qwen2(
            try TransformerShape(
                layerCount: layerCount, width: width, headCount: headCount,
                keyValueHeadCount: keyValueHeadCount, headWidth: headWidth,
                hiddenWidth: hiddenWidth, vocabularyCount: vocabularyCount,
                contextTokenCount: contextTokenCount), rotaryBase: rotaryBase)
    }
}
