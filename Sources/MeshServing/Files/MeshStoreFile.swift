internal import Cryptography
package import MeshNetwork
package import Platform
internal import Synchronization
internal import Trials

/// A node's records on the disk, as ``MeshStoreDocument`` has them. Written beside the file and
/// renamed, so that a killed node leaves the old store or the new one.
///
/// **Bound:** ``byteCountMax``, checked before anything is read.
package struct MeshStoreFile: Sendable {
    package static let byteCountMax = 1 << 28

    package let path: String
    /// The records that the file held when it was opened.
    package let records: [MeshRecord]
    private let network: [UInt8]
    private var written: Digest?
    private let lock: StoreLock

    /// Opens a store, or begins one where there is no file.
    ///
    /// **Throws:** `PlatformError`, ``PlatformError/locked(path:)`` where another process has it;
    /// ``Refusal`` by `store` for a damaged one, with the offset of the damage.
    package init(path: String, _ parameters: MeshParameters) throws {
        self.path = path
        network = parameters.network
        lock = StoreLock(try AppendedFile(path: path + ".lock"))
        do {
            let bytes = try WholeFile.read(path, byteCountMax: Self.byteCountMax)
            records = try MeshStoreDocument.records(in: bytes, network: parameters.network)
            written = Digests.sha256(bytes)
        } catch PlatformError.missing {
            records = []
        }
    }

    /// Brings records to the disk if they are others than those there. **Throws:** `PlatformError`.
    package mutating func follow(_ records: [MeshRecord]) throws(PlatformError) {
        let bytes = MeshStoreDocument.bytes(of: records, network: network)
        let digest = Digests.sha256(bytes)
        guard digest != written else { return }
        try WholeFile.write(bytes, to: path)
        written = digest
    }

    /// Lets others have the store; nothing is written to it any more.
    package func release() { lock.release() }
}

/// Held by the one node that has a store, until it ends.
private final class StoreLock: Sendable {
    private let file: Mutex<AppendedFile?>

    init(_ file: AppendedFile) { self.file = Mutex(file) }

    func release() { file.withLock { $0 = nil } }
}
