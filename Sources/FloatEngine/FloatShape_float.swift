package import Architectures
internal import Checkpoints
package import Tensors

/// The sizes of a model for float passes, whatever the width of its heads.
package struct FloatShape: Sendable, Equatable {
    package enum Family: String, Sendable {
        case gpt2
        case qwen2
    }

    package let family: Family
    package let layerCount: Int
    package let width: Int
    package let headCount: Int
    package let keyValueHeadCount: Int
    package let headWidth: Int
    package let hiddenWidth: Int
    package let vocabularyCount: Int
    package let contextTokenCount: Int
    /// The number that norms add to a variance.
    package let epsilon: Double
    /// θ of rotary positions.
    package let rotaryBase: Double

    package init(
        family: Family, layerCount: Int, width: Int, headCount: Int, keyValueHeadCount: Int,
        headWidth: Int, hiddenWidth: Int, vocabularyCount: Int, contextTokenCount: Int,
        epsilon: Double, rotaryBase: Double
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
        self.epsilon = epsilon
        self.rotaryBase = rotaryBase
    }

    /// GPT-2's with all its heads side by side, ε = 1e-5.
    package static func gpt2(
        layerCount: Int, width: Int, headCount: Int, vocabularyCount: Int,
        contextTokenCount: Int, hiddenWidth: Int? = nil, epsilon: Double = 1e-5
    ) -> FloatShape {
        FloatShape(
            family: .gpt2, layerCount: layerCount, width: width, headCount: headCount,
            keyValueHeadCount: headCount, headWidth: width / max(headCount, 1),
            hiddenWidth: hiddenWidth ?? 4 * width, vocabularyCount: vocabularyCount,
            contextTokenCount: contextTokenCount, epsilon: epsilon, rotaryBase: 0)
    }

    package var queryWidth: Int { headCount * headWidth }
    package var keyWidth: Int { keyValueHeadCount * headWidth }
    package var queryKeyValueWidth: Int { queryWidth + 2 * keyWidth }
}

extension FloatShape {
    /// Why the sizes are no model's; nil where a pass can be made of them.
    package var fault: ShapeError? {
        let sizes = [
            ("layers", layerCount, Limits.layerCountMax), ("width", width, Limits.widthMax),
            ("heads", headCount, Self.headCountMax), ("head width", headWidth, Limits.widthMax),
            ("key-value heads", keyValueHeadCount, headCount),
            ("hidden width", hiddenWidth, 4 * Limits.widthMax),
            ("columns of queries", queryWidth, Limits.widthMax),
            ("vocabulary", vocabularyCount, Limits.vocabularyCountMax),
            ("context", contextTokenCount, Limits.contextTokenCountMax),
            ("key-value heads left over", headCount % max(keyValueHeadCount, 1) + 1, 1),
            ("columns besides the heads", family == .gpt2 ? abs(width - queryWidth) + 1 : 1, 1),
            ("odd columns of a head", family == .qwen2 ? headWidth % 2 + 1 : 1, 1),
        ]
        for (name, got, limit) in sizes where !(1...limit).contains(got) {
            return .outOfRange(name, got: got, limit: limit)
        }
        let count = parameterCount
        guard count <= Limits.parameterCountMax else {
            return .outOfRange("parameters", got: count, limit: Limits.parameterCountMax)
        }
        return nil
    }

    /// The list of operations is made for heads of 64 columns, which must stay within limits.
    private static let headCountMax = Limits.widthMax / 64

    private var parameterCount: Int {
        let layer = width * (queryKeyValueWidth + queryWidth + 3 * hiddenWidth)
        return layerCount * layer + (vocabularyCount + contextTokenCount) * width
    }

    /// The operations in the order of their execution.
    ///
    /// Their kinds, inputs and parameters follow from the family and from the numbers of layers and
    /// heads; the architecture has heads of 64 columns, so that its widths are not this model's.
    ///
    /// **Throws:** ``ShapeError`` where the sizes pass the limits.
    package func operations() throws(ShapeError) -> [Operation] {
        if let fault { throw fault }
        let columns = TransformerShape.headWidths[0]
        switch family {
        case .gpt2:
            let shape = try TransformerShape(
                layerCount: layerCount, width: columns * headCount, headCount: headCount,
                vocabularyCount: 1, contextTokenCount: 1)
            return Architecture.gpt2(shape).operations
        case .qwen2:
            let shape = try TransformerShape(
                layerCount: layerCount, width: columns * headCount, headCount: headCount,
                keyValueHeadCount: keyValueHeadCount, headWidth: columns, hiddenWidth: 1,
                vocabularyCount: 1, contextTokenCount: 1)
            return Architecture.qwen2(shape, rotaryBase: Architecture.rotaryBases.lowerBound)
                .operations
        }
    }
}
