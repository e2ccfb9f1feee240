/// Signatures of ECDSA in DER: a sequence of two integers.
enum SignatureForm {
    private static let sequenceTag: UInt8 = 0x30
    private static let integerTag: UInt8 = 0x02
    private static let scalarByteCount = 32

    /// r‖s, 64 bytes, of the one form in DER; nil for any other bytes, and for numbers of more than
    /// 256 bits.
    static func scalars(of bytes: [UInt8]) -> [UInt8]? {
        // Two integers of 33 bytes at most: a length takes one byte.
        guard bytes.count >= 2, bytes[0] == sequenceTag, bytes[1] < 0x80,
            Int(bytes[1]) == bytes.count - 2
        else { return nil }
        var rest = bytes[2...]
        guard let first = integer(&rest), let second = integer(&rest), rest.isEmpty else {
            return nil
        }
        return first + second
    }

    private static func integer(_ rest: inout ArraySlice<UInt8>) -> [UInt8]? {
        guard rest.popFirst() == integerTag, let count = rest.popFirst(), count > 0,
            count <= scalarByteCount + 1, Int(count) <= rest.count
        else { return nil }
        var digits = rest.prefix(Int(count))
        rest = rest.dropFirst(Int(count))
        guard let leading = digits.first, leading < 0x80 else { return nil }
        if leading == 0, let next = digits.dropFirst().first {
            // A zero stands only before a bit that would read as a sign.
            guard next >= 0x80 else { return nil }
            digits = digits.dropFirst()
        }
        guard digits.count <= scalarByteCount else { return nil }
        return [UInt8](repeating: 0, count: scalarByteCount - digits.count) + digits
    }

    /// The form in DER. **Precondition:** 64 bytes.
    static func bytes(of scalars: [UInt8]) -> [UInt8] {
        precondition(scalars.count == 2 * scalarByteCount, "\(scalars.count) bytes of two scalars")
        let body =
            integer(of: scalars[..<scalarByteCount]) + integer(of: scalars[scalarByteCount...])
        return [sequenceTag, UInt8(body.count)] + body
    }

    private static func integer(of scalar: ArraySlice<UInt8>) -> [UInt8] {
        var digits = Array(scalar.drop { $0 == 0 })
        if digits.first.map({ $0 >= 0x80 }) ?? true { digits.insert(0, at: 0) }
        return [integerTag, UInt8(digits.count)] + digits
    }
}
