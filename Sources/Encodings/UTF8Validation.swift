/// Whether bytes are well-formed UTF-8, and where they stop being so.
public enum UTF8Validation {
    /// The offset of the first byte that is not part of well-formed UTF-8; nil where all are.
    public static func firstInvalidOffset(in bytes: [UInt8]) -> Int? {
        do throws(UTF8.ValidationError) {
            _ = try UTF8Span(validating: bytes.span)
            return nil
        } catch {
            return error.byteOffsets.lowerBound
        }
    }
}
