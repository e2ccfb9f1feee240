import Platform

/// A chain's file as bytes.
enum ChainFile {
    static let byteCountMax = 256 << 20

    /// The rules that a file's form tells: hardened blocks are texts of hex, published ones are
    /// objects. Whatever else it may be is for the published rules, which judge anything.
    static func rules(of bytes: [UInt8]) -> RulesOption {
        let start = bytes.lazy.filter { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }.prefix(42)
        let isHex = start.dropFirst(2).allSatisfy { (0x30...0x39 ~= $0) || (0x61...0x66 ~= $0) }
        return start.starts(with: Array("[\"".utf8)) && start.count == 42 && isHex
            ? .hardened : .published
    }

    /// Says so where other rules were asked for than the file's form tells.
    static func note(_ path: String, _ bytes: [UInt8], judgedBy rules: RulesOption) {
        let form = Self.rules(of: bytes)
        guard form != rules else { return }
        StandardStreams.writeMessage(
            "glyphlab: note: \(path) has the form of a \(form.rawValue) chain, but --rules "
                + "\(rules.rawValue) was asked for\n")
    }

    /// **Throws:** ``Failure`` for an argument that names no file, which is the user's slip.
    static func read(_ path: String) throws -> [UInt8] {
        do {
            return try WholeFile.read(path, byteCountMax: byteCountMax)
        } catch {
            guard case .missing = error else { throw error }
            throw Failure(outcome: .badInput, message: "\(error)")
        }
    }
}
