internal import Cryptography
internal import Platform

/// A command that starts an adapter.
package struct AdapterCommand: Sendable {
    private static let fileByteCountMax = 1 << 28

    /// For `/bin/sh`.
    private let text: String
    /// SHA-256 over those of the regular files that the command's words name, 64 hex digits.
    /// Programs that are found by their bare names are not among them.
    package let digest: String

    /// **Throws:** `PlatformError` for a file that cannot be read.
    package init(_ text: String) throws {
        guard text.contains(where: { !$0.isWhitespace }) else {
            throw AdapterFault("expected a command, got nothing")
        }
        self.text = text
        var bytes: [UInt8] = []
        let words = text.split { $0.isWhitespace || "'\"".contains($0) }.map(String.init)
        for word in words where Folder.fileExists(word) {
            if let digest = try Self.digest(word) { bytes += digest.bytes }
        }
        digest = Digests.sha256(bytes).text
    }

    /// Nil for folders and devices: no bytes of theirs decide what an adapter does.
    private static func digest(_ path: String) throws(PlatformError) -> Digest? {
        do {
            return Digests.sha256(try WholeFile.read(path, byteCountMax: fileByteCountMax))
        } catch {
            if case .notARegularFile = error { return nil }
            throw error
        }
    }

    /// Starts the adapter.
    ///
    /// **Throws:** `PlatformError`.
    package var connector: NodeConnector {
        { [text] _ in try AdapterProcess(command: text) }
    }
}
