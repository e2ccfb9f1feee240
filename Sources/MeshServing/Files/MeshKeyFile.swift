internal import Cryptography
internal import Encodings
package import MeshNetwork
package import Platform

/// A file that is not what its reader expected.
package struct MeshFileError: Error, Equatable, CustomStringConvertible {
    package let path: String
    /// The expectation and the finding.
    package let reason: String

    package var description: String { "\(path): \(reason)" }

    init(_ path: String, _ reason: String) {
        self.path = path
        self.reason = reason
    }
}

/// A node's private key, in a file that nobody else may read: the seed of 32 bytes in 64 digits of
/// lower-case hexadecimal, and a line's end.
package enum MeshKeyFile {
    private static let byteCount = 65

    /// **Throws:** ``MeshFileError``, `PlatformError`.
    package static func signer(_ path: String) throws -> MeshSigner {
        let bytes = try PrivateFile.read(path, byteCountMax: 1 << 12)
        guard bytes.count == byteCount, bytes.last == 0x0A,
            let seed = Hexadecimal.bytes(of: String(decoding: bytes.dropLast(), as: UTF8.self)),
            seed.count == 32
        else {
            throw MeshFileError(
                path,
                "expected a key file: 64 digits of lower-case hexadecimal and a line's end, "
                    + "got \(bytes.count) bytes of another form")
        }
        return MeshSigner(seed: seed)
    }

    /// Draws a key and writes it, with mode 0600; never over another file.
    ///
    /// **Throws:** `PlatformError`.
    package static func create(_ path: String) throws(PlatformError) -> MeshSigner {
        let seed = SystemRandom.bytes(count: 32)
        try PrivateFile.create(Array((Hexadecimal.text(of: seed) + "\n").utf8), at: path)
        return MeshSigner(seed: seed)
    }
}
