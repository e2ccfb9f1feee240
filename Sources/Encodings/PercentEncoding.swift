/// Texts in URLs. **Source:** RFC 3986, section 2.
public enum PercentEncoding {
    private static let unreserved = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~".utf8)
    private static let digits = Array("0123456789ABCDEF".utf8)

    /// A text's UTF-8: letters, digits, `-._~` and the characters to keep as they are, any other
    /// byte as a percent sign and two digits.
    ///
    /// - Parameter kept: further characters of ASCII that have no other meaning at that place.
    public static func text(of text: String, keeping kept: String = "") -> String {
        let plain = unreserved + kept.utf8
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count * 3 / 2)
        for byte in text.utf8 {
            if plain.contains(byte) {
                bytes.append(byte)
            } else {
                bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
