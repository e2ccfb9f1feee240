import ArgumentParser
import Encodings

/// Options that take a whole SHA-256.
enum HashOption {
    /// **Throws:** `ValidationError` for anything but 64 hex digits, of either case.
    static func check(_ value: String?, _ name: String) throws {
        guard let value, Hexadecimal.bytes(of: value.lowercased())?.count != 32 else { return }
        throw ValidationError(
            "\(name): expected all 64 hex digits of the hash, got "
                + "\(value.utf8.count): \(JSONValue.quoted(value, scalarCountMax: 80))")
    }
}
