package import PythonValues

/// An address of 20 bytes, in hex.
package struct TokenAddress: Sendable, Hashable, Comparable {
    private static let byteCount = 20

    /// `0x` and 40 digits in lower case.
    package let text: String

    package static let zero = TokenAddress(number: 0)

    package var isZero: Bool { self == .zero }

    /// The address that a small number spells, such as 0x…01 of 1.
    package init(number: UInt64) {
        let digits = String(number, radix: 16)
        text = "0x" + String(repeating: "0", count: 2 * Self.byteCount - digits.count) + digits
    }

    /// The address as the published minter's library reads a text that begins with `0x`: 40 digits
    /// of hex in any case, whose checksum nobody looks at; nil for any other text.
    package init?(_ text: PythonText) {
        let points = text.codePoints
        guard points.count == 2 + 2 * Self.byteCount, points[0] == 0x30, points[1] | 0x20 == 0x78
        else { return nil }
        var digits = ""
        for point in points.dropFirst(2) {
            guard point < 0x80, let scalar = Unicode.Scalar(point),
                Character(scalar).isHexDigit
            else { return nil }
            digits += Character(scalar).lowercased()
        }
        self.text = "0x" + digits
    }

    package static func < (left: TokenAddress, right: TokenAddress) -> Bool {
        left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
    }
}
