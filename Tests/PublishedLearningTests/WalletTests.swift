import BigInt
import Encodings
import PublishedLearning
import PythonValues
import Testing

@Suite("Keys and signatures of the published ledger")
struct WalletTests {
    private static let secret = [UInt8](repeating: 0, count: 31) + [1]
    private static let p256Key =
        "LS0tLS1CRUdJTiBQVUJMSUMgS0VZLS0tLS0KTUZrd0V3WUhLb1pJemowQ0FRWUlLb1pJemowREFRY0RRZ0FF"
        + "SnUvT3ZRN3A0MHBta1lmaGl6cVJJckwzTTVSYgpaSnpKK2ZraDZmbmEyQktRSTR2ZW5NZTdNdzBWREdkd1Rk"
        + "SmE1d1ZTQlhSTGJ6Ry9RSEIwV0hMUTVnPT0KLS0tLS1FTkQgUFVCTElDIEtFWS0tLS0tCg=="
    private static let p256Signature =
        "MEUCIQCZdOkXUtMmvKyZmA/+o1BFkyAwWkG/xindN7bYJUnEkQIgNerNQiMDbddBCIuqXqjjVgkx4d2b2Z3U"
        + "Hnzp46duQv4="

    @Test("The address of secret 1, and of a text that is no key")
    func addresses() throws {
        let wallet = try #require(PublishedWallet(secret: Self.secret))
        #expect(wallet.address == "0x5e987918488fa5da3512e1264244e6dd00bf6532")
        #expect(
            try PublishedWallet.address(publicKey: PythonText("UEs="))
                == "0xe18edf47b053a3bba3b70d1c45f8da478a9a6930")
        #expect(PublishedWallet(secret: [UInt8](repeating: 0, count: 32)) == nil)
        #expect(PublishedWallet(secret: [1]) == nil)
    }

    @Test("A wallet's signature of a payment holds for it alone")
    func payments() throws {
        let wallet = try #require(PublishedWallet(secret: Self.secret))
        func payment(_ amount: PythonValue) -> PublishedTransaction {
            PublishedTransaction(
                id: .text("t"), from: .text(wallet.address), to: .text("b"), amount: amount,
                fee: .integer(0), timestamp: .integer(5))
        }
        var signed = payment(.integer(1))
        #expect(wallet.sign(&signed))
        #expect(wallet.verifies(signed))
        for amount in [PythonValue.integer(2), .float(PythonFloat(1)), .boolean(true)] {
            var other = payment(amount)
            other.signature = signed.signature
            #expect(!wallet.verifies(other))
        }
    }

    @Test("A text that is no key signs with a text of its own", arguments: ["", "UEs=", "!", "é"])
    func failing(key: String) {
        #expect(
            PublishedSignature.sign(.text("x"), privateKey: PythonText(key))
                == "invalid_signature")
    }

    @Test("Signatures by a key of P-256 verify, as the published library has it")
    func otherCurve() {
        func verifies(_ signature: String, _ value: PythonValue) -> Bool {
            PublishedSignature.verifies(
                PythonText(signature), of: value, publicKey: PythonText(Self.p256Key))
        }
        let value = PythonValue.object(["a": .integer(1)])
        #expect(verifies(Self.p256Signature, value))
        #expect(verifies("!" + Self.p256Signature + "?", value))
        #expect(!verifies(Self.p256Signature, .object(["a": .integer(2)])))
        #expect(!verifies("", value))
    }

    @Test("Every edit of a signature's bytes is refused, and no edit of a key's traps")
    func edits() throws {
        let wallet = try #require(PublishedWallet(secret: Self.secret))
        let value = PythonValue.text("plain")
        func verifies(_ signature: [UInt8], key: PythonText) -> Bool {
            PublishedSignature.verifies(
                PythonText(Base64.text(of: signature)), of: value, publicKey: key)
        }
        let signature = PublishedSignature.sign(value, privateKey: wallet.privateKey)
        let bytes = try #require(Base64.bytes(of: signature))
        #expect(verifies(bytes, key: wallet.publicKey))
        for place in bytes.indices {
            for bit in 0..<8 {
                var edited = bytes
                edited[place] ^= 1 << bit
                #expect(!verifies(edited, key: wallet.publicKey), "byte \(place), bit \(bit)")
            }
            #expect(!verifies(Array(bytes[..<place]), key: wallet.publicKey), "\(place) bytes")
        }
        #expect(!verifies(bytes + [0], key: wallet.publicKey))
        let key = try #require(Base64.bytes(of: wallet.publicKey.shown))
        for place in key.indices {
            for edit: UInt8 in [1, 0x20, 0x80] {
                var edited = key
                edited[place] ^= edit
                _ = verifies(bytes, key: PythonText(Base64.text(of: edited)))
            }
            _ = verifies(bytes, key: PythonText(Base64.text(of: Array(key[..<place]))))
        }
    }
}
