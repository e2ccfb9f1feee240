import Cryptography
import Encodings
import LearningNetwork
import Platform

/// The private key of a wallet, a trainer or a validator, in a file that nobody else may read: 64
/// digits of hexadecimal.
enum LearningKeyFile {
    private static let byteCountMax = 128

    /// The bytes of a key file. **Throws:** ``Failure`` where there is none; `PlatformError`.
    static func secret(_ path: String) throws -> [UInt8] {
        let bytes: [UInt8]
        do throws(PlatformError) {
            bytes = try PrivateFile.read(path, byteCountMax: byteCountMax)
        } catch {
            guard case .missing = error else { throw error }
            throw Failure(
                outcome: .badInput,
                message: "\(path): expected a key file, got none; "
                    + "'system client learning key' makes one")
        }
        let text = String(decoding: bytes, as: UTF8.self)
        let digits = text.hasSuffix("\n") ? String(text.dropLast()) : text
        guard digits.utf8.count == 64, let secret = Hexadecimal.bytes(of: digits),
            LearningSigner(secret: secret) != nil
        else {
            throw Failure(
                outcome: .badInput,
                message: "\(path): expected a private key, 64 digits of hexadecimal")
        }
        return secret
    }

    /// **Throws:** as ``secret(_:)`` does.
    static func signer(_ path: String) throws -> LearningSigner {
        guard let signer = LearningSigner(secret: try secret(path)) else {
            throw Failure(outcome: .badInput, message: "\(path): expected a private key")
        }
        return signer
    }

    /// Draws a key and writes it, with mode 0600; never over another file.
    static func create(_ path: String) throws -> LearningSigner {
        while true {
            let secret = SystemRandom.bytes(count: 32)
            // 0 and numbers from the curve's order on are no keys; hardly any draw is one.
            guard let signer = LearningSigner(secret: secret) else { continue }
            try PrivateFile.create(Array((Hexadecimal.text(of: secret) + "\n").utf8), at: path)
            return signer
        }
    }
}
