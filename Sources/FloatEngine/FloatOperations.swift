package import Architectures
package import Checkpoints
package import Tensors

extension ModelForm {
    package var queryWidth: Int { headCount * headWidth }
    package var keyWidth: Int { keyValueHeadCount * headWidth }

    /// The operations of a float pass in the order of their execution, for heads of any width.
    ///
    /// Their kinds, inputs and parameters follow from the family and from the numbers of layers and
    /// heads; the architecture has heads of 64 columns, so that its widths are not the form's.
    ///
    /// **Throws:** ``ShapeError`` where heads of 64 columns pass the limits.
    package func floatOperations() throws(ShapeError) -> [Operation] {
        let columns = TransformerShape.headWidths[0]
        let headCountMax = Tensors.Limits.widthMax / columns
        guard headCount <= headCountMax else {
            throw .outOfRange("heads", got: headCount, limit: headCountMax)
        }
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
