import Checkpoints
import Tensors

extension FloatConversion {
    /// The conversion of all of `bytes` at once.
    static func integers(
        _ bytes: UnsafeRawBufferPointer, type: ElementType, format: IntegerFormat
    ) throws -> FloatConversion {
        var conversion = FloatConversion(
            type: type, format: format, elementCount: bytes.count / type.byteCount)
        try unsafe conversion.append(bytes)
        return conversion
    }
}
