import Cryptography
import Platform
import PublishedGateways
import PythonValues

/// The key pair of a server, in a file as the published network has it: the seed in base64.
enum ServedIdentity {
    private static let byteCountMax = 4_096

    /// Reads the file; where there is none, draws a key pair and writes it.
    ///
    /// **Throws:** ``PlatformError``; ``Failure`` where the file is no key.
    static func loaded(_ path: String) throws -> PublishedIdentity {
        if !Folder.fileExists(path) {
            let made = PublishedIdentity(
                seed: SystemRandom.bytes(count: Ed25519.seedByteCount))
            if let parent = parent(path) { try Folder.create(parent) }
            try PrivateFile.create(Array(made.secretText.utf8), at: path)
        }
        let bytes = try PrivateFile.read(path, byteCountMax: byteCountMax)
        let text = String(decoding: bytes, as: UTF8.self)
        do throws(PythonError) {
            return try PublishedIdentity(secretText: PythonText(text))
        } catch {
            throw Failure(
                outcome: .badInput,
                message: "\(path): expected 32 bytes in base64, got: \(error.message)")
        }
    }

    private static func parent(_ path: String) -> String? {
        guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return nil }
        let folder = String(path[..<slash])
        return Folder.exists(folder) ? nil : folder
    }
}
