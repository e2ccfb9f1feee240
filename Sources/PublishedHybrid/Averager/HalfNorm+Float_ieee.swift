internal import BigInt
package import PythonValues

extension HalfNorm {
    /// A score in ``unitsOfOne`` as float64.
    package static func float(ofUnits score: MarkedInteger) throws(PythonError) -> PythonFloat {
        switch score {
        case .notANumber: return PythonFloat(.nan)
        case .infinite(let isNegative): return PythonFloat(isNegative ? -.infinity : .infinity)
        case .integer(let units):
            let quotient =
                try PythonNumber.integer(BigInt(units)) / .integer(BigInt(unitsOfOne))
            return PythonFloat(try quotient.converted())
        }
    }
}
