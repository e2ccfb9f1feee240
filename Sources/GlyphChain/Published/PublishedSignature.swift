internal import Cryptography
package import PythonValues

/// A transaction's signature as the published node checks it: an error inside makes it a bad
/// signature. **Source:** protocol v4, section 8; python-ecdsa 0.19.
package enum PublishedSignature {
    private static let signedKeys = ["from", "to", "amount", "nonce", "pubkey"]
    private static let addressByteCount = 20

    package static func isGood(_ transaction: PythonValue) -> Bool {
        (try? check(transaction)) ?? false
    }

    private static func check(_ transaction: PythonValue) throws(PythonError) -> Bool {
        let keyBytes = try transaction.member("pubkey").requiredText().bytesFromHexadecimal()
        let address = address(ofKey: keyBytes)
        guard try transaction.member("from").equals(.text(address)) else { return false }
        let payload = try payload(transaction)
        let signature = try transaction.member("signature").requiredText().bytesFromHexadecimal()
        guard let key = Secp256k1PublicKey(bytes: keyBytes) else { return false }
        return key.verifies(signature, digest: Digests.sha1(payload))
    }

    /// The first 40 hex digits of the SHA-256 of a key, in whatever form it came.
    package static func address(ofKey bytes: [UInt8]) -> String {
        String(Digests.sha256(bytes).text.prefix(2 * addressByteCount))
    }

    /// The bytes that are signed: the JSON of the transaction's ``signedKeys``.
    package static func payload(_ transaction: PythonValue) throws(PythonError) -> [UInt8] {
        var signed = PythonDictionary()
        for key in signedKeys { signed[key] = try transaction.member(key) }
        return try Array(PythonJSONWriter.text(.dictionary(signed)).utf8)
    }
}
