import Cryptography
import GatewayNetwork
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
        let text = try secretText(path)
        return try naming(path) { () throws(PythonError) in
            try PublishedIdentity(secretText: text)
        }
    }

    /// The same for a party of a hardened network.
    static func loadedHardened(_ path: String) throws -> ReceiptIdentity {
        let text = try secretText(path)
        return try naming(path) { () throws(PythonError) in
            let seed = try Base64Text.decoded(.string(text.stripped()))
            guard seed.count == Ed25519.seedByteCount else {
                throw .value("\(seed.count) bytes")
            }
            return ReceiptIdentity(privateSeed: seed)
        }
    }

    private static func naming<Identity>(
        _ path: String, _ body: () throws(PythonError) -> Identity
    ) throws -> Identity {
        do throws(PythonError) {
            return try body()
        } catch {
            throw Failure(
                outcome: .badInput,
                message: "\(path): expected 32 bytes in base64, got: \(error.message)")
        }
    }

    private static func secretText(_ path: String) throws -> PythonText {
        if !Folder.fileExists(path) {
            let made = PublishedIdentity(
                seed: SystemRandom.bytes(count: Ed25519.seedByteCount))
            if let parent = parent(path) { try Folder.create(parent) }
            try PrivateFile.create(Array(made.secretText.utf8), at: path)
        }
        let bytes = try PrivateFile.read(path, byteCountMax: byteCountMax)
        return PythonText(String(decoding: bytes, as: UTF8.self))
    }

    private static func parent(_ path: String) -> String? {
        guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return nil }
        let folder = String(path[..<slash])
        return Folder.exists(folder) ? nil : folder
    }
}
