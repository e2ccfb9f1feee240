import Checkpoints
import Tensors
import Testing

@Suite("Float64 elements of HDF5")
struct Float64Tests {
    private func integers(_ values: [Double], _ format: IntegerFormat) throws -> [Int32] {
        let bytes = values.flatMap { value in
            (0..<8).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * UInt64($0))) }
        }
        return try unsafe bytes.withUnsafeBytes { buffer in
            try unsafe WholeConversion(buffer, type: .float64, format: format).elements
        }
    }

    @Test("One rounding, half to even, of what float32 could not hold")
    func rounding() throws {
        let unit = 1.0 / 65536
        let tiny = 0x1p-60
        let values = [
            0.5 * unit, 0.5 * unit + tiny, 1.5 * unit, 1.5 * unit - tiny, 2.5 * unit, -0.5 * unit,
            -0.5 * unit - tiny, -1.5 * unit, 0x1p-1074, -0x1p-1074, -0.0, 4096, 4096 + unit,
            .greatestFiniteMagnitude, -.greatestFiniteMagnitude,
        ]
        let limit: Int32 = 1 << 28
        #expect(
            try integers(values, .activation)
                == [0, 1, 2, 1, 2, 0, -1, -2, 0, 0, 0, limit, limit, limit, -limit])
    }

    @Test("An infinity or a NaN is refused with its place")
    func notFinite() {
        for value in [Double.infinity, -.infinity, .nan, .signalingNaN] {
            #expect {
                try integers([0, 1, value], .weight)
            } throws: { error in
                (error as? FloatConversion.NotFinite)?.index == 2
            }
        }
    }

    @Test("A float32 value as float64 converts as the float32 does")
    func widened() throws {
        for bits in stride(from: UInt32(0), to: 0x7F80_0000, by: 104_729) {
            let value = Float(bitPattern: bits)
            let bytes = (0..<4).map { UInt8(truncatingIfNeeded: bits >> (8 * UInt32($0))) }
            let narrow = try unsafe bytes.withUnsafeBytes { buffer in
                try unsafe WholeConversion(
                    buffer, type: .float32, format: .activation
                ).elements
            }
            #expect(try integers([Double(value)], .activation) == narrow, "\(bits)")
        }
    }
}
