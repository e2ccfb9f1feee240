internal import CShadows
internal import Foundation

/// A pass in float64, with the functions of the platform's library.
package struct DoubleArithmetic: FloatArithmetic {
    private let table: Table

    /// **Why @unchecked:** a pointer to constant functions that live as long as the program.
    @safe private struct Table: @unchecked Sendable {
        let kernels: UnsafePointer<cs_kernels>
    }

    /// **Precondition:** the machine has the variant of the kernels.
    package init(variant: Int = 0) {
        guard let kernels = unsafe cs_usable_kernels(variant) else {
            preconditionFailure("no variant \(variant)")
        }
        table = unsafe Table(kernels: kernels)
    }

    package func linear(
        _ x: [Double], _ weight: FloatMatrix, bias: [Float]?, columns: Int
    ) -> [Double] {
        let rows = x.count / weight.depth
        return unsafe Filled.array(rows * columns) { y in
            unsafe table.kernels.pointee.double_product(
                y, columns, x, weight.depth, weight.panels, nil, bias, 1, rows, weight.depth,
                columns)
        }
    }

    package func product(
        _ to: UnsafeMutablePointer<Double>, _ toStride: Int, _ x: UnsafePointer<Double>,
        _ xStride: Int, panels: [Double], scale: Double, rows: Int, depth: Int, columns: Int
    ) {
        unsafe table.kernels.pointee.double_product(
            to, toStride, x, xStride, nil, panels, nil, scale, rows, depth, columns)
    }

    package func normalized(_ x: [Double], gain: [Float], bias: [Float], epsilon: Double)
        -> [Double]
    {
        rows(x, gain.count) { row, to in
            let mean = Self.sum(row) / Double(row.count)
            let centred = row.map { $0 - mean }
            let variance = Self.sum(centred.map { $0 * $0 }) / Double(row.count)
            let scale = 1 / (variance + epsilon).squareRoot()
            for index in centred.indices {
                to.append(centred[index] * scale * Double(gain[index]) + Double(bias[index]))
            }
        }
    }

    package func rootNormalized(_ x: [Double], gain: [Float], epsilon: Double) -> [Double] {
        rows(x, gain.count) { row, to in
            let mean = Self.sum(row.map { $0 * $0 }) / Double(row.count)
            let scale = 1 / (mean + epsilon).squareRoot()
            for (index, value) in row.enumerated() {
                to.append(Double(gain[index]) * (value * scale))
            }
        }
    }

    package func softmax(_ scores: [Double], tokenCount: Int) -> [Double] {
        var position = 0
        return rows(scores, tokenCount) { row, to in
            let seen = row.prefix(position + 1)
            let most = seen.dropFirst().reduce(row[row.startIndex]) { $1 > $0 ? $1 : $0 }
            let parts = seen.map { exp($0 - most) }
            let scale = 1 / Self.sum(parts)
            to += parts.map { $0 * scale }
            to += repeatElement(0, count: tokenCount - seen.count)
            position = (position + 1) % tokenCount
        }
    }

    package func activated(_ x: [Double]) -> [Double] {
        x.map { x in
            let z = (2 / Double.pi).squareRoot() * (x + 0.044715 * (x * x * x))
            return 0.5 * x * (1 + tanh(z))
        }
    }

    package func gated(_ gate: [Double], _ up: [Double]) -> [Double] {
        zip(gate, up).map { $0 / (1 + exp(-$0)) * $1 }
    }

    package func scoreScale(headWidth: Int) -> Double { 1 / Double(headWidth).squareRoot() }

    private static func sum(_ terms: some Sequence<Double>) -> Double { terms.reduce(0, +) }

    private func rows(
        _ x: [Double], _ columns: Int, _ body: (ArraySlice<Double>, inout [Double]) -> Void
    ) -> [Double] {
        var result: [Double] = []
        result.reserveCapacity(x.count)
        for start in stride(from: 0, to: x.count, by: columns) {
            body(x[start..<start + columns], &result)
        }
        return result
    }
}
