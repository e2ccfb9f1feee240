package import Checkpoints
internal import Foundation

/// Cosines and sines of rotary positions, float32 as the published library has them.
package struct RotaryTable: Sendable {
    /// The frequencies f_i = 1 / θ^(2i/w), i < w/2, two roundings each.
    package let frequencies: [Float]
    /// [positions, w/2].
    package private(set) var cosines: [Float] = []
    /// [positions, w/2].
    package private(set) var sines: [Float] = []

    /// **Precondition:** an even head width ≥ 2.
    package init(base: Double, headWidth: Int, positions: some Sequence<Int>) {
        frequencies = (0..<headWidth / 2).map { index in
            let exponent = Float(2 * index) / Float(headWidth)
            return 1 / Float(pow(base, Double(exponent)))
        }
        for position in positions {
            for frequency in frequencies {
                let angle = Double(Float(position) * frequency)
                cosines.append(Float(cos(angle)))
                sines.append(Float(sin(angle)))
            }
        }
    }

    /// θ of a form's positions. **Precondition:** the form has rotary ones.
    package static func base(of form: ModelForm) -> Double {
        guard let base = form.rotaryBase else { preconditionFailure("learned positions") }
        return Double(base)
    }

    /// The frequencies in float64, which no order of a pass takes.
    package static func doubleFrequencies(base: Double, headWidth: Int) -> [Double] {
        (0..<headWidth / 2).map { 1 / pow(base, Double(2 * $0) / Double(headWidth)) }
    }

    /// Turns every head of the first `heads` heads of each row: halves, not neighbours.
    ///
    /// **Shapes:** x [T, columns], one row a position of the table.
    package func turn<Number: BinaryFloatingPoint>(
        _ x: inout [Number], heads: Int, columns: Int
    ) {
        let half = frequencies.count
        for row in 0..<x.count / columns {
            for head in 0..<heads {
                for index in 0..<half {
                    let low = row * columns + head * 2 * half + index
                    let (c, s) = (cosines[row * half + index], sines[row * half + index])
                    let (cosine, sine) = (Number(c), Number(s))
                    let (first, second) = (x[low], x[low + half])
                    x[low] = first * cosine + -second * sine
                    x[low + half] = second * cosine + first * sine
                }
            }
        }
    }
}
