import Cryptography
import Platform
import Receipts

/// The key that an option names.
enum SigningKey {
    /// **Throws:** ``Failure`` where there is none, or one that others may read.
    static func read(_ path: String) throws -> Ed25519PrivateKey {
        let bytes: [UInt8]
        do throws(PlatformError) {
            bytes = try PrivateFile.read(path, byteCountMax: SigningKeyFile.byteCountMax)
        } catch {
            // An argument that names no file is the user's slip.
            guard case .missing = error else { throw error }
            throw Failure(
                outcome: .badInput,
                message: "\(path): expected a key that 'glyphlab receipt key' wrote, got no file")
        }
        do throws(SigningKeyError) {
            return try SigningKeyFile.decoded(bytes)
        } catch {
            throw Failure(outcome: .badInput, message: "\(path): \(error)")
        }
    }
}
