/// Scalars of text that is valid UTF-8.
enum UTF8Scalars {
    /// The scalar that starts at a place, and where it ends.
    static func scalar(in text: [UInt8], at start: Int) -> (value: UInt32, end: Int) {
        let lead = text[start]
        if lead < 0x80 { return (UInt32(lead), start + 1) }
        let length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
        var value = UInt32(lead) & (0x7F >> UInt32(length))
        for index in start + 1..<start + length { value = value << 6 | UInt32(text[index] & 0x3F) }
        return (value, start + length)
    }

    static func append(_ scalar: UInt32, to text: inout [UInt8]) {
        func trailing(_ shift: UInt32) -> UInt8 { UInt8(0x80 | (scalar >> shift) & 0x3F) }
        switch scalar {
        case 0..<0x80:
            text.append(UInt8(scalar))
        case 0x80..<0x800:
            text += [UInt8(0xC0 | scalar >> 6), trailing(0)]
        case 0x800..<0x10000:
            text += [UInt8(0xE0 | scalar >> 12), trailing(6), trailing(0)]
        default:
            text += [UInt8(0xF0 | scalar >> 18), trailing(12), trailing(6), trailing(0)]
        }
    }
}
