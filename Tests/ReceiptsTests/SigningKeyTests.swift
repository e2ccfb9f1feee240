import Cryptography
import Encodings
import Foundation
import Platform
import Receipts
import TestSupport
import Testing

@Suite("A key that signs") struct SigningKeyTests {
    private let key = Ed25519PrivateKey(seed: [UInt8](repeating: 9, count: 32))

    @Test("A key's file gives the key again; two new keys differ")
    func roundTrip() throws {
        let read = try SigningKeyFile.decoded(SigningKeyFile.encoded(key))
        #expect(read.publicKey == key.publicKey)
        #expect(read.signature(of: [1, 2]) == key.signature(of: [1, 2]))
        #expect(Ed25519PrivateKey.generated().publicKey != Ed25519PrivateKey.generated().publicKey)
    }

    @Test("A file that is no key is refused, and no message tells a secret")
    func refused() throws {
        let text = String(decoding: SigningKeyFile.encoded(key), as: UTF8.self)
        let secret = Hexadecimal.text(of: key.seed)
        for (other, expected) in [
            ("no key", "no JSON"), (text.replacing("key 1", with: "key 2"), "format"),
            (text.replacing(secret, with: secret.uppercased() + "AA"), "seed"),
            (text.replacing("\"seed\"", with: "\"sead\""), "expected an object"),
            (
                text.replacing(secret, with: String(repeating: "1", count: 64)),
                "belongs to the seed"
            ),
            (text + "\n", "the one form"),
        ] {
            do throws(SigningKeyError) {
                _ = try SigningKeyFile.decoded(Array(other.utf8))
                Issue.record("taken: \(other)")
            } catch {
                #expect("\(error)".contains(expected), "\(error)")
                #expect(!"\(error)".contains(secret.prefix(16)))
            }
        }
    }

    @Test("The file is its owner's alone, is never written over, and is refused where others read")
    func mode() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/lab.key"
        try PrivateFile.create(SigningKeyFile.encoded(key), at: path)
        let manager = FileManager.default
        let mode = try manager.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        #expect(throws: PlatformError.isThere(path: path)) {
            try PrivateFile.create([1], at: path)
        }
        #expect(try manager.contentsOfDirectory(atPath: folder.path) == ["lab.key"])
        #expect(try PrivateFile.read(path, byteCountMax: 4096) == SigningKeyFile.encoded(key))
        for mode in [0o640, 0o604, 0o610, 0o602] {
            try manager.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
            #expect(throws: PlatformError.readableByOthers(path: path, mode: mode)) {
                try PrivateFile.read(path, byteCountMax: 4096)
            }
        }
        try manager.setAttributes([.posixPermissions: 0o400], ofItemAtPath: path)
        #expect(try PrivateFile.read(path, byteCountMax: 4096).count > 100)
    }
}
