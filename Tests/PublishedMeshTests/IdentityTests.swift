import BigInt
import Cryptography
import Encodings
import PublishedMesh
import PythonValues
import TestSupport
import Testing

@Suite("Keys, peers and markers of the published mesh")
struct IdentityTests {
    private static let key = Ed25519PrivateKey(seed: [UInt8](repeating: 7, count: 32))
    private static let text = MeshPublicKey.ed25519(key.publicKey).text

    private func exception(_ text: [UInt8]) -> String {
        do {
            _ = try MeshPublicKey(text: text)
            return "none"
        } catch {
            return error.name
        }
    }

    @Test("Public texts are read with comments, and their faults raise")
    func texts() {
        #expect(exception(Self.text) == "none")
        #expect(exception(Self.text + Array(" comment]".utf8)) == "none")
        #expect(exception(Array("ssh-none AAAA".utf8)) == "UnsupportedAlgorithm")
        #expect(exception(Array("ssh-dss AAAA".utf8)) == "ValueError")
        #expect(exception(Array("ssh-ed25519".utf8)) == "ValueError")
        #expect(exception(Array("ssh-ed25519 A".utf8)) == "ValueError")
        #expect(exception(Array("ssh-ed25519-cert-v01@openssh.com AAAA".utf8)) == "ValueError")
        #expect(exception([0xFF, 0x20, 0xFF]) == "UnsupportedAlgorithm")
    }

    @Test(
        "Mutated texts and key files are read or raise, and what is read is written and read back")
    func mutations() throws {
        let file = KeyFile.bytes(of: Self.key)
        var mutations = Mutations(seed: 8)
        var names: [String] = []
        for _ in 0..<Thoroughness.count(200_000, else: 20_000) {
            do throws(PythonError) {
                let key = try MeshPublicKey(text: mutations.bytes(like: [Self.text]))
                #expect(try MeshPublicKey(text: key.text) == key)
            } catch {
                if !names.contains(error.name) { names.append(error.name) }
            }
            do throws(PythonError) {
                _ = try KeyFile.key(of: mutations.bytes(like: [file, [0x08, 0x00]]))
            } catch {
                if !names.contains(error.name) { names.append(error.name) }
            }
        }
        #expect(names.sorted() == ["DecodeError", "UnsupportedAlgorithm", "ValueError"])
    }

    @Test("Numbers of no RSA key, and of one whose use would take long, verify nothing")
    func rsaBounds() {
        #expect(RSAPublicKey(modulus: [0xFF], exponent: [1]) == nil)
        #expect(RSAPublicKey(modulus: [0xFF], exponent: [4]) == nil)
        #expect(RSAPublicKey(modulus: [3], exponent: [3]) == nil)
        #expect(RSAPublicKey(modulus: [], exponent: []) == nil)
        for byteCount in [1, 2, 33, 34, 2049, 100_000] {
            let modulus = [UInt8](repeating: 0xFF, count: byteCount)
            let key = RSAPublicKey(modulus: modulus, exponent: [3])
            let signature = [0] + [UInt8](repeating: 0x5A, count: byteCount - 1)
            #expect(key?.verifies(signature, message: []) == false)
        }
        let large = [UInt8](repeating: 0xFF, count: 2048)
        let exponent = [UInt8](repeating: 0x7F, count: 2048)
        let key = RSAPublicKey(modulus: large, exponent: exponent)
        #expect(key?.verifies([0] + large.dropFirst(), message: []) == false)
    }

    @Test("Small-order keys verify as in OpenSSL")
    func smallOrder() {
        let identity: [UInt8] = [1] + [UInt8](repeating: 0, count: 31)
        let signature = identity + [UInt8](repeating: 0, count: 32)
        #expect(Ed25519.verifiesAnyKey(signature, message: [1, 2], publicKey: identity))
        #expect(!Ed25519.verifies(signature, message: [1, 2], publicKey: identity))
        #expect(!Ed25519.verifiesAnyKey([], message: [], publicKey: identity))
        #expect(!Ed25519.verifiesAnyKey(signature, message: [], publicKey: []))
    }

    @Test("Base58 is read back; zeros in front and white space behind")
    func base58() throws {
        var mutations = Mutations(seed: 9)
        for _ in 0..<2000 {
            let bytes = mutations.bytes(of: [0, 0, 1, 0x7F, 0xFF], countMax: 40)
            #expect(try Base58.bytes(of: Base58.text(of: bytes) + " \n") == bytes)
        }
        for text in ["0", "O", "I", "l", " 1", "é", String(repeating: "1", count: 5000)] {
            #expect(throws: PythonError.self) { try Base58.bytes(of: text) }
        }
    }

    /// Markers by looking at every place, as a regular expression does.
    private func contents(of bytes: [UInt8]) -> [[UInt8]] {
        let start = Array("[owner:".utf8)
        var (place, contents): (Int, [[UInt8]]) = (0, [])
        search: while place < bytes.count {
            if bytes[place...].starts(with: start) {
                let first = place + start.count
                for end in first..<max(first, bytes.count) {
                    if bytes[end] == 0x0A { break }
                    if bytes[end] == UInt8(ascii: "]"), end > first {
                        contents.append(Array(bytes[first..<end]))
                        place = end + 1
                        continue search
                    }
                }
            }
            place += 1
        }
        return contents
    }

    @Test("Markers are the shortest ones, in any text, and are found in one pass")
    func markers() {
        let parts = ["[owner:", "[owner:]", "]", "\n", "a", "[", "[owner:b]"].map { Array($0.utf8) }
        var mutations = Mutations(seed: 10)
        for _ in 0..<20_000 {
            let bytes = mutations.bytes(of: Array(0..<7), countMax: 8).flatMap { parts[Int($0)] }
            #expect(RecordMarker.owner.contents(of: bytes) == contents(of: bytes))
        }
        let hostile = [[UInt8]](repeating: parts[0], count: 200_000).flatMap { $0 }
        #expect(RecordMarker.owner.contents(of: hostile).isEmpty)
        #expect(RecordMarker.owner.stripped(hostile) == hostile)
        #expect(RecordMarker.owner.contents(of: hostile + [0x5D]).count == 1)
    }

    @Test("A record is good by its owner's signature alone, wherever the marker stands")
    func signatures() throws {
        let validator = SignatureValidator(privateKey: Self.key)
        var record = MeshRecord(
            key: [1], subkey: validator.ownMarker, value: [0xC0], expiration: .integer(5))
        let signed = try validator.signedValue(of: record)
        record.value = signed
        #expect(try validator.refusal(of: record) == nil)
        #expect(validator.strippedValue(of: record) == [0xC0])
        record.value = Array(signed.dropFirst()) + [0xC0]
        #expect(try validator.refusal(of: record) == nil)
        record.value = signed + signed.dropFirst()
        #expect(try validator.refusal(of: record) == .signatureCount)
        record.value = signed
        record.expiration = .integer(6)
        #expect(try validator.refusal(of: record) == .signature)
        record.key = RecordMarker.owner.bytes(around: [0x61])
        #expect(try validator.refusal(of: record) == .owners)
        record.subkey = nil
        #expect(throws: PythonError.self) { try validator.refusal(of: record) }
        record.key = [1]
        #expect(throws: PythonError.self) { try validator.signedValue(of: record) }
    }
}
