internal import Conformance
internal import Cryptography
internal import PublishedMesh
internal import PythonValues

extension VectorValue {
    /// A record in the files' form.
    func record() throws -> MeshRecord {
        let subkey = try member("subkey")
        return MeshRecord(
            key: try member("key").hexadecimal(),
            subkey: subkey.isNull ? nil : try subkey.hexadecimal(),
            value: try member("value").hexadecimal(), expiration: try member("expiration").time())
    }

    /// The key that a seed of the file makes.
    func privateKey() throws -> Ed25519PrivateKey {
        Ed25519PrivateKey(seed: try hexadecimal(count: Ed25519.seedByteCount))
    }
}

/// Records that are signed, and records whose signatures are checked.
struct RecordVectors: VectorJudge {
    let name = "records"

    func recognises(_ document: PythonDictionary) -> Bool {
        document["sign"] != nil && document["validate"] != nil
    }

    /// Any key: validating has no use of it.
    private static let idleKey = Ed25519PrivateKey(
        seed: [UInt8](repeating: 1, count: Ed25519.seedByteCount))

    func outcomes(of document: PythonDictionary) throws -> [VectorOutcome] {
        let vectors = document.vectorDocument
        return try MeshCases.outcomes(vectors, "sign") { vector in
            let validator = SignatureValidator(
                privateKey: try vector.member("signer_seed").privateKey())
            let record = try vector.member("record").record()
            return [
                ("signed_bytes", MeshForm.hexadecimal(try record.signedBytes())),
                ("value", MeshForm.hexadecimal(try validator.signedValue(of: record))),
            ]
        }
            + MeshCases.outcomes(vectors, "validate") { vector in
                let validator = SignatureValidator(privateKey: Self.idleKey)
                let record = try vector.member("record").record()
                do throws(PythonError) {
                    if let refusal = try validator.refusal(of: record) {
                        return [
                            ("verdict", .text("reject")), ("reason", .text(refusal.rawValue)),
                        ]
                    }
                } catch {
                    return [("verdict", .text("crash")), ("exception", .text(error.name))]
                }
                let stripped = validator.strippedValue(of: record)
                return [
                    ("verdict", .text("accept")), ("stripped", MeshForm.hexadecimal(stripped)),
                ]
            }
    }
}
