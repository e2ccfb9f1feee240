package import PythonValues

/// The published loss over texts.
package enum MeanLoss {
    /// The mean of the losses of texts that did not fail (nil): float32 values, summed in float64
    /// from left to right. Infinite where none is left.
    package static func mean(of losses: [PythonFloat?]) -> PythonFloat {
        var (sum, count) = (0.0, 0)
        for loss in losses {
            guard let loss else { continue }
            sum += loss.value
            count += 1
        }
        return PythonFloat(count == 0 ? .infinity : sum / Double(count))
    }
}

/// Floats by their bits.
package enum FloatBits {
    package static func single(_ bits: UInt32) -> PythonFloat {
        PythonFloat(Double(Float(bitPattern: bits)))
    }

    package static func double(_ bits: UInt64) -> PythonFloat {
        PythonFloat(Double(bitPattern: bits))
    }

    package static func bits(of float: PythonFloat) -> UInt64 { float.value.bitPattern }
}
