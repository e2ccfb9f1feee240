/// Scores and mixing of one sequence's heads in one arithmetic; query heads in groups share keys
/// and values.
package struct FloatAttention<Arithmetic: FloatArithmetic> {
    package typealias Number = Arithmetic.Number

    let arithmetic: Arithmetic
    let headCount: Int
    let keyValueHeadCount: Int
    let headWidth: Int
    let tokenCount: Int

    /// **Precondition:** the key-value heads divide the heads; all counts ≥ 1.
    package init(
        arithmetic: Arithmetic, headCount: Int, keyValueHeadCount: Int, headWidth: Int,
        tokenCount: Int
    ) {
        self.arithmetic = arithmetic
        self.headCount = headCount
        self.keyValueHeadCount = keyValueHeadCount
        self.headWidth = headWidth
        self.tokenCount = tokenCount
    }

    private var queryWidth: Int { headCount * headWidth }

    /// q · k of every head, scaled; 0 on future positions. **Shapes:** → [H, T, T].
    package func scores(_ x: [Number]) -> [Number] {
        let stride = x.count / tokenCount
        let square = tokenCount * tokenCount
        let group = headCount / keyValueHeadCount
        let scale = arithmetic.scoreScale(headWidth: headWidth)
        return unsafe x.withUnsafeBufferPointer { buffer in
            unsafe Filled.array(headCount * square) { scores in
                for keyHead in 0..<keyValueHeadCount {
                    let panels = FloatMatrix.panels(
                        x, start: queryWidth + keyHead * headWidth, rowStride: 1,
                        columnStride: stride, depth: headWidth, columns: tokenCount)
                    for head in keyHead * group..<(keyHead + 1) * group {
                        let to = unsafe scores + head * square
                        unsafe arithmetic.product(
                            to, tokenCount, buffer.baseAddress! + head * headWidth, stride,
                            panels: panels, scale: scale, rows: tokenCount,
                            depth: headWidth, columns: tokenCount)
                        for row in 0..<tokenCount {
                            for column in row + 1..<max(tokenCount, row + 1) {
                                unsafe to[row * tokenCount + column] = 0
                            }
                        }
                    }
                }
            }
        }
    }

    /// p · v of every head, heads side by side. **Shapes:** p [H, T, T] → [T, H · w].
    package func mixed(_ p: [Number], _ x: [Number]) -> [Number] {
        let stride = x.count / tokenCount
        let group = headCount / keyValueHeadCount
        return unsafe p.withUnsafeBufferPointer { p in
            unsafe Filled.array(tokenCount * queryWidth) { mixed in
                for valueHead in 0..<keyValueHeadCount {
                    let panels = FloatMatrix.panels(
                        x,
                        start: queryWidth + keyValueHeadCount * headWidth + valueHead * headWidth,
                        rowStride: stride, columnStride: 1, depth: tokenCount,
                        columns: headWidth)
                    for head in valueHead * group..<(valueHead + 1) * group {
                        unsafe arithmetic.product(
                            mixed + head * headWidth, queryWidth,
                            p.baseAddress! + head * tokenCount * tokenCount, tokenCount,
                            panels: panels, scale: 1, rows: tokenCount, depth: tokenCount,
                            columns: headWidth)
                    }
                }
            }
        }
    }
}
