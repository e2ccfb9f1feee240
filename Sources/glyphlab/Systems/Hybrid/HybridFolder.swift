import Cryptography
import Encodings
import HybridChain
import Platform

/// The folder of a hybrid chain: its genesis, keys and tokens of its validators, and where their
/// nodes are.
struct HybridFolder {
    static let genesisName = "genesis.bin"
    private static let genesisByteCountMax = 1 << 24
    private static let lineByteCountMax = 256

    let path: String
    let genesis: HybridGenesis

    /// **Throws:** ``Failure``, `PlatformError`.
    init(path: String) throws {
        let file = Folder.path(path, Self.genesisName)
        let bytes = try InputFile.bytes(file, byteCountMax: Self.genesisByteCountMax)
        guard let genesis = HybridGenesis(bytes: bytes) else {
            throw Failure(
                outcome: .badInput, message: "\(file): expected the genesis of a hybrid chain")
        }
        self.path = path
        self.genesis = genesis
    }

    static func file(_ path: String, _ index: Int, _ ending: String) -> String {
        Folder.path(path, "validator_\(index).\(ending)")
    }

    /// The file that tells where a validator's node is.
    func urlFile(_ index: Int) -> String { Self.file(path, index, "url") }

    /// The place of a validator's node, if it is at work on this machine.
    @Sendable
    func url(_ index: Int) -> String? {
        let bytes = try? WholeFile.read(urlFile(index), byteCountMax: Self.lineByteCountMax)
        return bytes.flatMap { bytes in
            let text = String(decoding: bytes.filter { $0 != 0x0A }, as: UTF8.self)
            return ServerURL(argument: text)?.text
        }
    }

    /// The validator's index of a key. **Throws:** ``Failure`` of a stranger's.
    func index(of key: Ed25519PrivateKey, _ file: String) throws -> Int {
        guard let index = genesis.validators.firstIndex(where: { $0.key == key.publicKey }) else {
            throw Failure(
                outcome: .badInput,
                message: "\(file): expected the key of a validator of \(path), got "
                    + Hexadecimal.text(of: key.publicKey))
        }
        return index
    }

    /// A validator's key, in a file that nobody else may read: 64 digits of hexadecimal.
    ///
    /// **Throws:** ``Failure`` where there is none; `PlatformError`.
    static func key(_ path: String) throws -> Ed25519PrivateKey {
        let digits = try secretLine(path, "a key file")
        guard digits.utf8.count == 64, let seed = Hexadecimal.bytes(of: digits) else {
            throw Failure(
                outcome: .badInput,
                message: "\(path): expected a private key, 64 digits of hexadecimal")
        }
        return Ed25519PrivateKey(seed: seed)
    }

    /// The token of an engine. **Throws:** as ``key(_:)`` does.
    static func token(_ path: String) throws -> [UInt8] {
        let token = Array(try secretLine(path, "a token file").utf8)
        guard (32...Self.lineByteCountMax).contains(token.count),
            token.allSatisfy({ (0x21...0x7E).contains($0) })
        else {
            throw Failure(
                outcome: .badInput,
                message: "\(path): expected a token of at least 32 visible characters of ASCII")
        }
        return token
    }

    private static func secretLine(_ path: String, _ expected: String) throws -> String {
        let bytes: [UInt8]
        do throws(PlatformError) {
            bytes = try PrivateFile.read(path, byteCountMax: lineByteCountMax)
        } catch {
            guard case .missing = error else { throw error }
            throw Failure(
                outcome: .badInput,
                message: "\(path): expected \(expected), got none; "
                    + "'system create-network hybrid' makes one")
        }
        let text = String(decoding: bytes, as: UTF8.self)
        return text.hasSuffix("\n") ? String(text.dropLast()) : text
    }
}
