internal import Conformance
internal import Encodings
internal import PublishedGateways
internal import PythonValues

/// Checks of signatures, keys of secret files, and the rule for addresses.
struct IdentityVectors: VectorJudge {
    let name = "identity"

    func recognises(_ document: PythonDictionary) -> Bool {
        document.firstCase.map { $0["what"] != nil } ?? false
    }

    func outcomes(of document: PythonDictionary) throws -> [VectorOutcome] {
        try document.vectorDocument.member("cases").elements().map { vector in
            let what = try vector.member("what")
            let got: String
            var expected = try vector.member("verdict").string()
            switch try what.string() {
            case "verify": got = try verdict(of: vector)
            case "public_from_secret":
                expected += try vector.optional("public_key").map { " " + (try $0.string()) } ?? ""
                got = Self.publicKey(secret: try vector.member("secret").text())
            case "eth_address":
                let text = try vector.member("text").text()
                got = EthereumAddress.isAllowed(text) ? "accept" : "reject ValueError"
            case let other:
                throw VectorFormError(
                    place: what.place, expected: "verify, public_from_secret or eth_address",
                    got: other)
            }
            expected += try vector.optional("exception").map { " " + (try $0.string()) } ?? ""
            return VectorOutcome(index: try vector.caseIndex(), expected: expected, got: got)
        }
    }

    private func verdict(of vector: VectorValue) throws -> String {
        let message = try vector.member("message")
        guard let bytes = Hexadecimal.bytes(of: try message.string()) else {
            throw VectorFormError(
                place: message.place, expected: "hexadecimal digits", got: "another text")
        }
        let (key, signature) = try (vector.member("public_key"), vector.member("signature"))
        do throws(PythonError) {
            let isGood = try PublishedSignature.verifies(
                key: key.value, message: bytes, signature: signature.value)
            return isGood ? "accept" : "reject"
        } catch {
            return "crash " + error.name
        }
    }

    private static func publicKey(secret: PythonText) -> String {
        do throws(PythonError) {
            return "accept " + (try PublishedIdentity(secretText: secret)).publicKey
        } catch {
            return "crash " + error.name
        }
    }
}
