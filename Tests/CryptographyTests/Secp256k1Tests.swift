import Cryptography
import Encodings
import TestSupport
import Testing

@Suite("ECDSA over secp256k1")
struct Secp256k1Tests {
    private static let cases = Result {
        try Vectors.load("chain_rules").at("signatures").elements()
    }

    private func bytes(_ value: JSONValue) throws -> [UInt8] {
        try #require(Hexadecimal.bytes(of: value.string()))
    }

    @Test("Keys, nonces and both signatures are the published system's")
    func vectors() throws {
        let cases = try Self.cases.get()
        var highCount = 0
        for one in cases {
            let privateKey = try bytes(one.at("private"))
            let key = try #require(Secp256k1PublicKey(privateKey: privateKey))
            #expect(try key.rawBytes == bytes(one.at("public")))
            let payload = try Array(one.at("payload").string().utf8)
            let digest = Digests.sha1(payload)
            #expect(try digest == bytes(one.at("digest_sha1")))
            let signature = try bytes(one.at("tx").at("signature"))
            if try one.at("valid").compactText == "true" {
                #expect(
                    Secp256k1.signWithSHA1(digest: digest, privateKey: privateKey) == signature)
            }
            #expect(
                try key.verifies(signature, digest: digest)
                    == (one.at("valid").compactText == "true"))
            let negated = try bytes(one.at("negated_s_signature"))
            #expect(
                try key.verifies(negated, digest: digest)
                    == (one.at("negated_s_valid").compactText == "true"))
            let isHigh = try one.at("s_is_high").compactText == "true"
            #expect(Secp256k1PublicKey.hasLowS(signature) == !isHigh)
            #expect(Secp256k1PublicKey.hasLowS(negated) == isHigh)
            highCount += isHigh ? 1 : 0
        }
        print("signatures: \(cases.count), of which \(highCount) with a high s")
        #expect(highCount > 0 && highCount < cases.count)
    }

    @Test("A key in every form is one key; what is no point is none")
    func forms() throws {
        let one = try Self.cases.get()[0]
        let raw = try bytes(one.at("public"))
        let digest = try bytes(one.at("digest_sha1"))
        let signature = try bytes(one.at("tx").at("signature"))
        let isOdd = raw[63] & 1
        let compressed = [2 + isOdd] + raw[..<32]
        for form in [raw, compressed, [4] + raw, [6 + isOdd] + raw] {
            let key = try #require(Secp256k1PublicKey(bytes: form))
            #expect(key.rawBytes == raw && key.compressedBytes == compressed)
            #expect(key.verifies(signature, digest: digest))
        }
        var wrong = raw
        wrong[63] ^= 1
        let refused: [[UInt8]] = [
            [], [0], [7 - isOdd] + raw, [5] + raw, [4] + raw.dropLast(), raw + [0], wrong,
            .init(repeating: 0xFF, count: 64), .init(repeating: 0, count: 64),
        ]
        for form in refused {
            #expect(Secp256k1PublicKey(bytes: form) == nil, "\(form.count) bytes")
        }
    }

    @Test("No other digest, signature or length is verified, and no key out of range signs")
    func refusals() throws {
        let one = try Self.cases.get()[0]
        let key = try #require(Secp256k1PublicKey(bytes: bytes(one.at("public"))))
        let digest = try bytes(one.at("digest_sha1"))
        let signature = try bytes(one.at("tx").at("signature"))
        for index in 0..<64 {
            var other = signature
            other[index] ^= 1
            #expect(!key.verifies(other, digest: digest))
        }
        for index in 0..<20 {
            var other = digest
            other[index] ^= 0x80
            #expect(!key.verifies(signature, digest: other))
        }
        #expect(!key.verifies([], digest: digest))
        #expect(!key.verifies(signature + [0], digest: digest))
        #expect(!key.verifies([UInt8](repeating: 0, count: 64), digest: digest))
        #expect(!key.verifies([UInt8](repeating: 0xFF, count: 64), digest: digest))
        let keys: [[UInt8]] = [
            [], .init(repeating: 0, count: 32), .init(repeating: 0xFF, count: 32),
        ]
        for privateKey in keys {
            #expect(Secp256k1.signWithSHA1(digest: digest, privateKey: privateKey) == nil)
        }
    }
}
