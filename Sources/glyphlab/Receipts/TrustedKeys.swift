import ArgumentParser
import Cryptography
import Encodings
import Platform
import Receipts
import Reports

/// The public keys that the user vouches for.
struct TrustedKeyOption: ParsableArguments {
    @Option(
        name: .customLong("trusted-key"),
        help: """
            Trust this public key: its 64 hex digits, a file with a key on each line, or the file \
            of a signing key (repeatable). A receipt by any other key then does not hold.
            """)
    var names: [String] = []

    private static let byteCountMax = 1 << 20

    /// Nil where nobody was named, so that every key will do.
    ///
    /// **Throws:** ``Failure``, `PlatformError`.
    func keys() throws -> [[UInt8]]? {
        names.isEmpty ? nil : try names.flatMap(Self.keys)
    }

    /// **Throws:** ``ReceiptRefusal`` where a receipt is by a key that nobody vouches for.
    func check(_ receipt: RunReceipt, _ file: String, against keys: [[UInt8]]?) throws {
        guard let keys, !keys.contains(receipt.publicKey) else { return }
        throw ReceiptRefusal(
            receipt, file: file, .untrustedKey,
            reason: "expected a receipt by a trusted key, got one by "
                + Hexadecimal.text(of: receipt.publicKey))
    }

    private static func keys(_ name: String) throws -> [[UInt8]] {
        if let key = key(name) { return [key] }
        let bytes: [UInt8]
        do throws(PlatformError) {
            bytes = try WholeFile.read(name, byteCountMax: byteCountMax)
        } catch {
            guard case .missing = error else { throw error }
            throw Failure(
                outcome: .badInput,
                message: "trusted-key: expected 64 hex digits or a file, got "
                    + JSONValue.quoted(name, scalarCountMax: 80))
        }
        if bytes.first == UInt8(ascii: "{") { return [try SigningKey.read(name).publicKey] }
        var keys: [[UInt8]] = []
        for (number, line) in bytes.split(
            separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false
        ).enumerated() {
            // Behind the key may stand whose it is; behind a number sign, anything.
            let word = line.prefix { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\r") }
            guard let first = word.first, first != UInt8(ascii: "#") else { continue }
            let text = String(decoding: word, as: UTF8.self)
            guard let key = key(text) else {
                throw Failure(
                    outcome: .badInput,
                    message: "\(name): line \(number + 1): expected a public key's 64 hex "
                        + "digits, got \(JSONValue.quoted(text, scalarCountMax: 80))")
            }
            keys.append(key)
        }
        guard !keys.isEmpty else {
            throw Failure(
                outcome: .badInput, message: "\(name): expected a public key a line, got none")
        }
        return keys
    }

    private static func key(_ text: String) -> [UInt8]? {
        guard text.utf8.count == 64 else { return nil }
        return Hexadecimal.bytes(of: text.lowercased())
    }
}
