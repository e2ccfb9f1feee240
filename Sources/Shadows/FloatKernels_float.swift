internal import CShadows
internal import Tensors

/// The operations of a pass in float32, every sum in the order of one variation.
package struct FloatKernels: Sendable {
    private let table: Table
    private let summation: cs_summation
    private let blas: FloatBLAS?

    /// The variants of the kernels that this machine has, the fastest first. All give equal bits.
    package static let variantNames: [String] = {
        var names: [String] = []
        while let kernels = unsafe cs_usable_kernels(names.count) {
            names.append(unsafe String(cString: kernels.pointee.name))
        }
        return names
    }()

    /// Nil where the variation needs an OpenBLAS that this machine does not have.
    ///
    /// **Precondition:** the machine has the variant.
    package init?(_ variation: ShadowVariation, variant: Int = 0) {
        guard let kernels = unsafe cs_usable_kernels(variant) else {
            preconditionFailure("no variant \(variant)")
        }
        table = unsafe Table(kernels: kernels)
        summation = cs_summation(variation)
        blas = variation.usesBLAS ? FloatBLAS.shared : nil
        if variation.usesBLAS && blas == nil { return nil }
    }

    /// **Why @unchecked:** a pointer to constant functions that live as long as the program.
    @safe private struct Table: @unchecked Sendable {
        let kernels: UnsafePointer<cs_kernels>
    }

    /// x · W + b. **Shapes:** x [T, K] → [T, N].
    package func linear(_ x: [Float], _ weight: FloatMatrix, bias: [Float]) -> [Float] {
        let (depth, columns) = (weight.depth, weight.columns)
        let rows = x.count / depth
        return unsafe Self.made(rows * columns) { y in
            if let blas {
                unsafe blas.product(
                    y, columns, x, depth, weight.rows, columns, rows: rows, depth: depth,
                    columns: columns)
                for row in 0..<rows {
                    for column in 0..<columns { unsafe y[row * columns + column] += bias[column] }
                }
            } else {
                unsafe table.kernels.pointee.product(
                    y, columns, x, depth, weight.panels, bias, 1, rows, depth, columns, summation)
            }
        }
    }

    package func normalized(_ x: [Float], gain: [Float], bias: [Float]) -> [Float] {
        unsafe Self.made(x.count) { y in
            unsafe table.kernels.pointee.norm(
                y, x, gain, bias, x.count / gain.count, gain.count, 1e-5, summation)
        }
    }

    /// (q · k) / 8 of every head; 0 on future positions. **Shapes:** qkv [T, 3C] → [H, T, T].
    package func scores(_ qkv: [Float], tokenCount: Int) -> [Float] {
        let (width, heads) = Self.sizes(qkv, tokenCount)
        let headWidth = Self.headWidth
        let square = tokenCount * tokenCount
        return unsafe qkv.withUnsafeBufferPointer { qkv in
            unsafe Self.made(heads * square) { scores in
                for head in 0..<heads {
                    let queries = unsafe qkv.baseAddress! + head * headWidth
                    let keys = unsafe queries + width
                    let to = unsafe scores + head * square
                    if let blas {
                        unsafe blas.product(
                            to, tokenCount, queries, 3 * width, keys, 3 * width,
                            isTransposed: true, scale: 0.125, rows: tokenCount,
                            depth: headWidth, columns: tokenCount)
                    } else {
                        let panels = unsafe FloatMatrix.packed(
                            keys, rowStride: 1, columnStride: 3 * width, depth: headWidth,
                            columns: tokenCount)
                        unsafe table.kernels.pointee.product(
                            to, tokenCount, queries, 3 * width, panels, nil, 0.125,
                            tokenCount, headWidth, tokenCount, summation)
                    }
                    for row in 0..<tokenCount {
                        for column in row + 1..<max(tokenCount, row + 1) {
                            unsafe to[row * tokenCount + column] = 0
                        }
                    }
                }
            }
        }
    }

    /// **Shapes:** scores [H, T, T] → the same; 0 on future positions.
    package func softmax(_ scores: [Float], tokenCount: Int) -> [Float] {
        unsafe Self.made(scores.count) { p in
            unsafe table.kernels.pointee.softmax(
                p, scores, scores.count / (tokenCount * tokenCount), tokenCount, summation)
        }
    }

    /// p · v of every head, heads side by side. **Shapes:** p [H, T, T], qkv [T, 3C] → [T, C].
    package func mixed(_ p: [Float], _ qkv: [Float], tokenCount: Int) -> [Float] {
        let (width, heads) = Self.sizes(qkv, tokenCount)
        let headWidth = Self.headWidth
        return unsafe qkv.withUnsafeBufferPointer { qkv in
            unsafe p.withUnsafeBufferPointer { p in
                unsafe Self.made(tokenCount * width) { mixed in
                    for head in 0..<heads {
                        let values = unsafe qkv.baseAddress! + 2 * width + head * headWidth
                        let rows = unsafe p.baseAddress! + head * tokenCount * tokenCount
                        let to = unsafe mixed + head * headWidth
                        if let blas {
                            unsafe blas.product(
                                to, width, rows, tokenCount, values, 3 * width,
                                rows: tokenCount, depth: tokenCount, columns: headWidth)
                        } else {
                            let panels = unsafe FloatMatrix.packed(
                                values, rowStride: 3 * width, columnStride: 1,
                                depth: tokenCount, columns: headWidth)
                            unsafe table.kernels.pointee.product(
                                to, width, rows, tokenCount, panels, nil, 1, tokenCount,
                                tokenCount, headWidth, summation)
                        }
                    }
                }
            }
        }
    }

    package func activated(_ x: [Float]) -> [Float] {
        unsafe Self.made(x.count) { y in unsafe table.kernels.pointee.gelu(y, x, x.count) }
    }

    /// GPT-2's.
    private static let headWidth = 64

    private static func sizes(_ qkv: [Float], _ tokenCount: Int) -> (width: Int, heads: Int) {
        let width = qkv.count / (3 * tokenCount)
        return (width, width / headWidth)
    }

    private static func made(
        _ count: Int, _ write: (UnsafeMutablePointer<Float>) -> Void
    ) -> [Float] {
        unsafe [Float](unsafeUninitializedCapacity: count) { buffer, written in
            if let start = buffer.baseAddress { unsafe write(start) }
            written = count
        }
    }
}

extension cs_summation {
    fileprivate init(_ variation: ShadowVariation) {
        let (order, parts): (Int, Int) =
            switch variation.order {
            case .ascending: (CS_ASCENDING, 1)
            case .descending: (CS_DESCENDING, 1)
            case .pairwise: (CS_PAIRWISE, 1)
            case .lanes(let count): (CS_LANES, count)
            case .parts(let count): (CS_PARTS, count)
            case .compensated: (CS_COMPENSATED, 1)
            }
        precondition((1...Int(CS_PART_COUNT_MAX)).contains(parts), "\(parts) partial sums")
        self.init(
            order: Int32(order), part_count: Int32(parts), is_fused: variation.isFused ? 1 : 0)
    }
}
