/// A picture inside a page: its styles are its own, and nothing is fetched for it.
enum DataURL {
    /// Percent-encoded, but for what URLs hold as it is.
    static func svg(_ text: String) -> String {
        let plain = Array(
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~,;=".utf8)
        let digits = Array("0123456789ABCDEF".utf8)
        var result = Array("data:image/svg+xml;charset=utf-8,".utf8)
        result.reserveCapacity(text.utf8.count * 3 / 2)
        for byte in text.utf8 {
            if plain.contains(byte) {
                result.append(byte)
            } else {
                result += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}
