internal import Conformance
internal import Cryptography
internal import Encodings
internal import PublishedMesh
internal import PythonValues

/// Keys with their texts, files, peers and signatures; files and texts of other forms; base58.
struct MeshIdentityVectors: VectorJudge {
    let name = "identity"

    func recognises(_ document: PythonDictionary) -> Bool {
        document["key_files"] != nil && document["public_texts"] != nil
    }

    func outcomes(of document: PythonDictionary) throws -> [VectorOutcome] {
        let vectors = document.vectorDocument
        return try MeshCases.outcomes(vectors, "keys", got: Self.key)
            + MeshCases.outcomes(vectors, "key_files", got: Self.keyFile)
            + MeshCases.outcomes(vectors, "public_texts") { vector in
                let text = try vector.member("text").hexadecimal()
                return MeshCases.verdict { () throws(PythonError) in
                    let key = try MeshPublicKey(text: text)
                    return [
                        ("type", .text(key.typeName)), ("openssh", Self.text(of: key)),
                        ("peer_id", .text(key.peerID.text)),
                    ]
                }
            }
            + MeshCases.outcomes(vectors, "subkey_peer") { vector in
                let peer = RecordMarker.peer(ofSubkey: try vector.member("subkey").hexadecimal())
                return [
                    ("verdict", .text(peer == nil ? "reject" : "accept")),
                    ("peer_id", peer.map { .text($0.text) } ?? .none),
                ]
            }
            + MeshCases.outcomes(vectors, "base58") { vector in
                [("text", .text(Base58.text(of: try vector.member("bytes").hexadecimal())))]
            }
            + MeshCases.outcomes(vectors, "base58_decode") { vector in
                let text = try vector.member("text").string()
                return MeshCases.verdict { () throws(PythonError) in
                    [("bytes", MeshForm.hexadecimal(try Base58.bytes(of: text)))]
                }
            }
    }

    private static func text(of key: MeshPublicKey) -> PythonValue {
        .text(String(decoding: key.text, as: UTF8.self))
    }

    /// A key of a seed, or the public half of an RSA key's file.
    private static func key(_ vector: VectorValue) throws -> MeshCases.Members {
        let message = try vector.member("message").hexadecimal()
        var members: MeshCases.Members = []
        let key: MeshPublicKey
        if let seed = try vector.optional("seed") {
            let secret = Ed25519PrivateKey(seed: try seed.hexadecimal(count: 32))
            key = .ed25519(secret.publicKey)
            members = [
                ("public_raw", MeshForm.hexadecimal(secret.publicKey)),
                ("key_file", MeshForm.hexadecimal(KeyFile.bytes(of: secret))),
                ("signature_base64", .text(Base64.text(of: secret.signature(of: message)))),
            ]
        } else {
            let file = try vector.member("key_file").hexadecimal()
            let read: KeyFile.Key
            do throws(PythonError) {
                read = try KeyFile.key(of: file)
            } catch {
                return [("exception", .text(error.name))]
            }
            key = read.publicKey
            if case .rsa(let rsa) = key {
                members.append(("spki", MeshForm.hexadecimal(rsa.subjectPublicKeyInfo)))
            }
        }
        // The text reads back as the key, by which the signature is good.
        let signature = Array(try vector.member("signature_base64").string().utf8)
        let again = try? MeshPublicKey(text: key.text)
        guard again == key, key.verifies(base64: signature, message: message),
            !key.verifies(base64: signature, message: message + [0])
        else { return [("signature_base64", .text("not verified"))] }
        return members + [
            ("openssh", text(of: key)), ("peer_id", MeshForm.hexadecimal(key.peerID.bytes)),
            ("peer_id_base58", .text(key.peerID.text)),
        ]
    }

    private static func keyFile(_ vector: VectorValue) throws -> MeshCases.Members {
        let bytes = try vector.member("file").hexadecimal()
        func value(_ make: (MeshPublicKey) -> PythonValue) -> PythonValue {
            MeshForm.object(
                MeshCases.verdict { () throws(PythonError) in
                    [("value", make(try KeyFile.key(of: bytes).publicKey))]
                })
        }
        return [
            ("private_key", value(text(of:))), ("peer_id", value { .text($0.peerID.text) }),
        ]
    }
}

extension VectorValue {
    /// So many bytes.
    func hexadecimal(count: Int) throws -> [UInt8] {
        let bytes = try hexadecimal()
        guard bytes.count == count else {
            throw VectorFormError(
                place: place, expected: "\(count) bytes", got: "\(bytes.count) bytes")
        }
        return bytes
    }
}
