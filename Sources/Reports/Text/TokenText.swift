/// A token as a person can see it in one line.
package enum TokenText {
    /// The bytes as UTF-8, a leading space as "·", control characters as "␀"-style pictures.
    package static func shown(_ bytes: [UInt8]) -> String {
        String(decoding: bytes, as: UTF8.self).unicodeScalars.map { scalar in
            switch scalar.value {
            case 0x20: "·"
            case 0..<0x20: String(UnicodeScalar(0x2400 + scalar.value)!)
            case 0x7F: "\u{2421}"
            case 0x80...0x9F, 0x200B...0x200F, 0x202A...0x202E, 0x2066...0x2069: "\u{FFFD}"
            default: String(scalar)
            }
        }.joined()
    }
}
