package import PythonValues

/// Times of the published code: float64 seconds.
package enum PythonTimes {
    /// A time after all others.
    package static let never = PythonFloat(.infinity)
    /// A time before all others.
    package static let beforeAll = PythonFloat(-.infinity)
    /// The time 0.0.
    package static let start = PythonFloat(0)
}

extension PythonFloat {
    /// The 64 bits, such as a message has them.
    package var bits: UInt64 { value.bitPattern }

    package init(bits: UInt64) {
        self.init(Double(bitPattern: bits))
    }

    /// The float64 of a float32's bits.
    init(singleBits bits: UInt32) {
        self.init(Double(Float(bitPattern: bits)))
    }

    func hasBits(of other: PythonFloat) -> Bool { bits == other.bits }
}
