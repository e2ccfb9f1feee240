/// A way to multiply integer matrices exactly: the one face of every backend.
///
/// **Determinism:** a product of integers within its bound has one value; a backend may choose the
/// order, the instructions and the number format of its work, but never the result.
public protocol ExactGEMM: Sendable {
    /// The name by which `--backend` forces it.
    var name: String { get }

    /// The operations that are no products, as this backend does them.
    var elements: any ElementKernels { get }

    /// The right operand of products to come, in the form that this backend multiplies fastest.
    func packed(_ matrix: BoundedMatrix) -> any PackedMatrix
}

extension ExactGEMM {
    public var elements: any ElementKernels { DefinitionKernels() }
}

/// A right operand [K, N], ready to be multiplied.
public protocol PackedMatrix: Sendable {
    /// left [M, K] · self [K, N], every sum whole and exact.
    ///
    /// **Precondition:** left.columns == K; K · left.bound · bound ≤ 2^62, and of a float64 BLAS
    /// left.bound · bound ≤ 2^53.
    func product(with left: BoundedMatrix) -> IntegerMatrix

    /// clamp(roundShift(roundShift(x, 4) · self, 8) + bias) for some rows and columns, written to
    /// their places in `result`.
    ///
    /// **Shapes:** x [T, K]; bias [N]; result [T, N].
    /// **Precondition:** K from 1 to 2^17, |x| ≤ 2^28 and weights within ±2^16, so that sums stay
    /// within 2^57; columns are multiples of 16 but for the end of the last.
    func linear(
        _ x: ActivationMatrix, rows: Range<Int>, columns: [Range<Int>], bias: IntegerTensor,
        into result: inout ActivationMatrix, workers: Workers
    ) -> LinearRange
}

extension PackedMatrix {
    public func linear(
        _ x: ActivationMatrix, rows: Range<Int>, columns: [Range<Int>], bias: IntegerTensor,
        into result: inout ActivationMatrix, workers: Workers
    ) -> LinearRange {
        let taken = x.elements[rows.lowerBound * x.columns..<rows.upperBound * x.columns]
        let left = BoundedMatrix(
            roundShifting: IntegerMatrix(
                rows: rows.count, columns: x.columns, elements: taken.map(Int64.init)),
            by: 4, clampedTo: FixedPoint.activationClamp)
        let sums = product(with: left)
        var range = LinearRange()
        range.limbProductCount =
            rows.count * x.columns * columns.reduce(0) { $0 + $1.count }
        for part in columns where !part.isEmpty {
            let some = sums.columns(part)
            range.sumMagnitudeMax = max(range.sumMagnitudeMax, some.magnitudeMax)
            let someBias = IntegerTensor(
                name: bias.name, rows: 1, columns: part.count, format: bias.format,
                elements: Array(bias.elements[part]))
            var y = some.roundShifted(by: 8).adding(someBias)
            range.clamp.merge(y.clamp(to: FixedPoint.activationClamp))
            for row in 0..<rows.count {
                let start = (rows.lowerBound + row) * result.columns + part.lowerBound
                result.elements.replaceSubrange(
                    start..<start + part.count,
                    with: y.elements[row * part.count..<(row + 1) * part.count].lazy.map {
                        Int32($0)
                    })
            }
        }
        return range
    }
}

/// The checks that every backend makes before it multiplies.
func checkOperands(_ left: BoundedMatrix, rightRows: Int, rightBound: Int64) {
    precondition(left.columns == rightRows, "[…, \(left.columns)] · [\(rightRows), …]")
    let (perTerm, overflow) = left.bound.multipliedReportingOverflow(by: rightBound)
    precondition(
        !overflow && perTerm <= (1 << 62) / Int64(max(rightRows, 1)),
        "\(rightRows) products of \(left.bound) · \(rightBound) pass 2^62")
}
