import Checkpoints
import Tensors

/// The conversion of all of some bytes at once.
struct WholeConversion {
    private(set) var elements: [Int32] = []
    let beyondClampCount: Int

    init(_ bytes: UnsafeRawBufferPointer, type: ElementType, format: IntegerFormat) throws {
        var conversion = FloatConversion(
            type: type, format: format, elementCount: bytes.count / type.byteCount)
        var elements: [Int32] = []
        try unsafe conversion.convert(bytes) { unsafe elements.append(contentsOf: $0) }
        self.elements = elements
        beyondClampCount = conversion.beyondClampCount
    }
}
