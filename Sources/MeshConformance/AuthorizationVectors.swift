internal import BigInt
internal import Conformance
internal import Cryptography
internal import PublishedMesh
internal import PythonValues

/// Requests signed byte for byte, and histories of requests and responses at one server.
struct AuthorizationVectors: VectorJudge {
    let name = "auth"

    func recognises(_ document: PythonDictionary) -> Bool {
        document["sign"] != nil && document["histories"] != nil
    }

    func outcomes(of document: PythonDictionary) throws -> [VectorOutcome] {
        let signing = try MeshCases.outcomes(document.vectorDocument, "sign") { vector in
            try Self.signed(vector)
        }
        let histories = try document.vectorDocument.member("histories").elements().enumerated()
            .flatMap { number, history in
                let party = try AuthorizationParty(history)
                return try history.member("steps").elements().enumerated().compactMap {
                    index, step in
                    try party.members(of: step).map {
                        try MeshCases.outcome("\(number) \(index)", step, $0)
                    }
                }
            }
        return signing + histories
    }

    private static func signed(_ vector: VectorValue) throws -> MeshCases.Members {
        let bytes = try vector.member("signed_bytes").hexadecimal()
        switch try vector.member("type").string() {
        case "PingRequest": return try signed(PingRequest(parsing: bytes), vector)
        case "StoreRequest": return try signed(StoreRequest(parsing: bytes), vector)
        default: return try signed(FindRequest(parsing: bytes), vector)
        }
    }

    /// The body of a request, signed anew.
    private static func signed(
        _ body: some AuthorizedRequest, _ vector: VectorValue
    ) throws -> MeshCases.Members {
        let authorizer = Authorizer(
            key: try vector.member("seed").signingKey(), checksStake: false)
        let isForService = try vector.member("service_key_given").boolean()
        let request = try authorizer.signed(
            body, serviceKey: isForService ? authorizer.keyText : [],
            nonce: vector.member("nonce").hexadecimal(), now: vector.member("now").instant())
        var unsigned = request
        unsigned.authorization?.signature = []
        let token = request.authorization?.token ?? AccessToken()
        return [
            ("token_expiration", .text(String(decoding: token.expirationTime, as: UTF8.self))),
            ("token_signed_text", .text(String(decoding: token.signedText, as: UTF8.self))),
            ("signed_bytes", .hexadecimal(unsigned.serialized)),
            ("bytes", .hexadecimal(request.serialized)),
        ]
    }
}

extension VectorValue {
    /// The key of a seed.
    func signingKey() throws -> Ed25519PrivateKey {
        let seed = try hexadecimal()
        guard seed.count == Ed25519.seedByteCount else {
            throw VectorFormError(place: place, expected: "32 bytes", got: "\(seed.count)")
        }
        return Ed25519PrivateKey(seed: seed)
    }
}

/// The server, which also checks responses, and the chain of one history.
private final class AuthorizationParty {
    private let server: Authorizer
    private let peers: [PythonText]
    private var stakes: SortedTable<PythonText, PythonValue> = SortedTable()

    init(_ history: VectorValue) throws {
        let checksStake = try history.member("stake").boolean()
        let serverKey = try history.member("server_seed").signingKey()
        server = Authorizer(key: serverKey, checksStake: checksStake)
        let keys = try history.member("client_seeds").elements().map { try $0.signingKey() }
        peers = keys.map { PythonText(MeshPublicKey.ed25519($0.publicKey).peerID.text) }
        for (index, peer) in peers.enumerated() {
            stakes[peer] = try history.member("staked_at_start").optional(String(index))?.value
        }
    }

    private func answer(_ peer: PythonText) throws(PythonError) -> PythonDictionary {
        if case .string? = stakes[peer] {
            throw .other(name: "RuntimeError", "the chain does not answer")
        }
        var answer = PythonDictionary()
        answer["result"] = stakes[peer] ?? .boolean(false)
        return answer
    }

    func members(of step: VectorValue) throws -> MeshCases.Members? {
        switch try step.member("op").string() {
        case "tick": return nil
        case "stake change":
            let number = try step.member("client").int()
            guard peers.indices.contains(number) else { return nil }
            stakes[peers[number]] = try step.member("result").value
            return nil
        default: break
        }
        let bytes = try step.member("bytes").hexadecimal()
        switch try step.member("type").string() {
        case "PingRequest": return try members(of: PingRequest(parsing: bytes), step)
        case "StoreRequest": return try members(of: StoreRequest(parsing: bytes), step)
        case "FindRequest": return try members(of: FindRequest(parsing: bytes), step)
        case "PingResponse":
            let response = try PingResponse(parsing: bytes)
            let nonce = try step.member("request_nonce").hexadecimal()
            let now = try step.member("now").instant()
            return Self.verdict { () throws(PythonError) in
                try server.refusal(of: response, nonce: nonce, now: now) {
                    peer throws(PythonError) in
                    try answer(peer)
                }
            }
        case let other:
            throw VectorFormError(place: step.place, expected: "a message", got: other)
        }
    }

    private func members(
        of request: some AuthorizedRequest, _ step: VectorValue
    ) throws -> MeshCases.Members {
        let now = try step.member("now").instant()
        var askedCount = 0
        let verdict = Self.verdict { () throws(PythonError) in
            try server.refusal(of: request, now: now) { peer throws(PythonError) in
                askedCount += 1
                return try answer(peer)
            }
        }
        var unsigned = request
        unsigned.authorization?.signature = []
        return verdict + [
            ("signed_bytes", .hexadecimal(unsigned.serialized)),
            ("chain_calls", .integer(BigInt(askedCount))),
            (
                "nonces",
                .list(
                    try server.rememberedNonces.map {
                        .list([.hexadecimal($0.nonce), try MeshForm.time($0.until)])
                    })
            ),
        ]
    }

    private static func verdict(
        _ refusal: () throws(PythonError) -> AdmissionRefusal?
    ) -> MeshCases.Members {
        do throws(PythonError) {
            guard let refusal = try refusal() else { return [("verdict", .text("accept"))] }
            return [("verdict", .text("reject")), ("reason", .text(refusal.rawValue))]
        } catch {
            return [("verdict", .text("crash")), ("exception", .text(error.name))]
        }
    }
}
