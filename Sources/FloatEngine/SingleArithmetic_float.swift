internal import CShadows

/// A pass in float32.
package struct SingleArithmetic: FloatArithmetic {
    private let table: Table
    private let summation: cs_summation

    /// **Why @unchecked:** a pointer to constant functions that live as long as the program.
    @safe private struct Table: @unchecked Sendable {
        let kernels: UnsafePointer<cs_kernels>
    }

    /// The number of variants of the kernels that this machine has. All give equal bits.
    package static let variantCount: Int = {
        var count = 0
        while unsafe cs_usable_kernels(count) != nil { count += 1 }
        return count
    }()

    /// Nil for ``FloatOrder/double``. **Precondition:** the machine has the variant.
    package init?(_ order: FloatOrder, variant: Int = 0) {
        guard let kernels = unsafe cs_usable_kernels(variant) else {
            preconditionFailure("no variant \(variant)")
        }
        table = unsafe Table(kernels: kernels)
        let (code, parts): (Int, Int) =
            switch order {
            case .seq: (CS_ASCENDING, 1)
            case .reverse: (CS_DESCENDING, 1)
            case .lanes8: (CS_LANES, 8)
            case .wide: (CS_WIDE, 1)
            case .double: (-1, 1)
            }
        guard code >= 0 else { return nil }
        summation = cs_summation(order: Int32(code), part_count: Int32(parts), is_fused: 0)
    }

    package func linear(_ x: [Float], _ weight: FloatMatrix, bias: [Float]?, columns: Int)
        -> [Float]
    {
        let rows = x.count / weight.depth
        return unsafe Filled.array(rows * columns) { y in
            unsafe table.kernels.pointee.product(
                y, columns, x, weight.depth, weight.panels, bias, 1, rows, weight.depth,
                columns, summation)
        }
    }

    package func product(
        _ to: UnsafeMutablePointer<Float>, _ toStride: Int, _ x: UnsafePointer<Float>,
        _ xStride: Int, panels: [Float], scale: Float, rows: Int, depth: Int, columns: Int
    ) {
        unsafe table.kernels.pointee.product(
            to, toStride, x, xStride, panels, nil, scale, rows, depth, columns, summation)
    }

    package func normalized(_ x: [Float], gain: [Float], bias: [Float], epsilon: Double) -> [Float]
    {
        unsafe Filled.array(x.count) { y in
            unsafe table.kernels.pointee.norm(
                y, x, gain, bias, x.count / gain.count, gain.count, Float(epsilon), summation)
        }
    }

    package func rootNormalized(_ x: [Float], gain: [Float], epsilon: Double) -> [Float] {
        unsafe Filled.array(x.count) { y in
            unsafe table.kernels.pointee.root_norm(
                y, x, gain, x.count / gain.count, gain.count, Float(epsilon), summation)
        }
    }

    package func softmax(_ scores: [Float], tokenCount: Int) -> [Float] {
        unsafe Filled.array(scores.count) { p in
            unsafe table.kernels.pointee.softmax(
                p, scores, scores.count / (tokenCount * tokenCount), tokenCount, summation)
        }
    }

    package func activated(_ x: [Float]) -> [Float] {
        unsafe Filled.array(x.count) { y in unsafe table.kernels.pointee.gelu(y, x, x.count) }
    }

    package func gated(_ gate: [Float], _ up: [Float]) -> [Float] {
        unsafe Filled.array(gate.count) { y in
            unsafe table.kernels.pointee.gated(y, gate, up, gate.count)
        }
    }

    package func scoreScale(headWidth: Int) -> Float { Float(1 / Double(headWidth).squareRoot()) }
}
