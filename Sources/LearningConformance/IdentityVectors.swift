internal import Conformance
internal import Cryptography
internal import Encodings
internal import PublishedLearning
internal import PythonValues

/// Texts of keys with their addresses, and signatures.
struct IdentityVectors: VectorJudge {
    let name = "identity"

    func recognises(_ document: PythonDictionary) -> Bool {
        guard let first = document.firstCase else { return false }
        return document["keys"] != nil && first["public_key"] != nil
    }

    func outcomes(of document: PythonDictionary) throws -> [VectorOutcome] {
        let keys = try document.vectorDocument.member("keys").elements().enumerated().map {
            index, key in
            VectorOutcome(
                index: "key \(index)", expected: try Self.expectedKey(key), got: try Self.key(key))
        }
        let signatures = try document.vectorDocument.member("cases").elements().enumerated().map {
            index, vector in
            let isGood = try PublishedSignature.verifies(
                vector.member("signature").text(), of: vector.member("data").document(),
                publicKey: vector.member("public_key").text())
            return VectorOutcome(
                index: String(index), expected: try vector.member("verdict").string(),
                got: isGood ? "accept" : "reject")
        }
        return keys + signatures
    }

    private static func expectedKey(_ key: VectorValue) throws -> String {
        var parts = [try key.member("public_key").string(), try key.member("address").string()]
        if try key.optional("secret") != nil {
            parts.append(try key.member("private_key").string())
            parts.append(try key.member("point").string())
        }
        return parts.joined(separator: " ")
    }

    private static func key(_ key: VectorValue) throws -> String {
        guard let secret = try key.optional("secret") else {
            let text = try key.member("public_key").text()
            return try text.shown + " " + PublishedWallet.address(publicKey: text)
        }
        guard let bytes = Hexadecimal.bytes(of: try secret.string()),
            let wallet = PublishedWallet(secret: bytes),
            let point = Secp256k1PublicKey(privateKey: bytes)
        else { return "no secret" }
        return [
            wallet.publicKey.shown, wallet.address, wallet.privateKey.shown,
            "04" + Hexadecimal.text(of: point.rawBytes),
        ].joined(separator: " ")
    }
}
