internal import Cryptography
internal import Encodings
internal import PublishedMesh
internal import PythonValues
internal import Scenarios
internal import Trials

/// Judges the messages of a published mesh: for whom they were, and who had a stake.
struct PublishedMessageReferee {
    private let books: PublishedMeshBooks
    private let system: PublishedMeshSystem
    private let taken: [(message: Submission, kind: UInt8, target: Int, body: [UInt8])]

    init(
        books: PublishedMeshBooks, system: PublishedMeshSystem,
        taken: [(message: Submission, kind: UInt8, target: Int, body: [UInt8])]
    ) {
        self.books = books
        self.system = system
        self.taken = taken
    }

    // MARK: Requests

    /// A request's part about its sender, and the bytes that its signature is over.
    private static func parts(
        _ kind: UInt8, _ body: [UInt8]
    ) -> (authorization: RequestAuthorization, signed: [UInt8])? {
        func parts<Request: AuthorizedRequest>(
            _ type: Request.Type
        ) -> (RequestAuthorization, [UInt8])? {
            guard var request = try? Request(parsing: body),
                let authorization = request.authorization
            else { return nil }
            request.authorization?.signature = []
            return (authorization, request.serialized)
        }
        switch kind {
        case 0: return parts(PingRequest.self)
        case 1: return parts(StoreRequest.self)
        default: return parts(FindRequest.self)
        }
    }

    private static func verifies(
        _ signature: [UInt8], _ message: [UInt8], keyText: [UInt8]
    ) -> Bool {
        guard let raw = PublishedRecordReading.rawKey(ofOwner: keyText),
            let bytes = Base64.bytes(of: String(decoding: signature, as: UTF8.self))
        else { return false }
        return Ed25519.verifies(bytes, message: message, publicKey: raw)
    }

    var boundComplaint: String? {
        var served: [(target: Int, nonce: [UInt8])] = []
        for (message, kind, target, body) in taken {
            guard let (authorization, signed) = Self.parts(kind, body) else { continue }
            let token = authorization.token ?? AccessToken()
            guard Self.verifies(authorization.signature, signed, keyText: token.publicKey) else {
                return "a request is served that its sender did not sign"
            }
            if !authorization.serviceKey.isEmpty,
                authorization.serviceKey != system.parties[target].keyText
            {
                return "a request is served that is for another service"
            }
            if served.contains(where: { $0.target == target && $0.nonce == authorization.nonce }) {
                return "a request is served twice"
            }
            served.append((target, authorization.nonce))
            let now = message.clock.milliseconds
            if !isNear(authorization.time, now) { return "a request of another time is served" }
            let ask = books.asks.first { $0.nonce == authorization.nonce }
            if let ask, ask.to != system.parties[target].name {
                return "\(ask.by)'s request to \(ask.to) is served by another node"
            }
            if let complaint = complaint(of: token, at: now) {
                return complaint
            }
        }
        return answerComplaint
    }

    /// Whether a time is within a minute of now.
    private func isNear(_ time: PythonFloat, _ now: Int) -> Bool {
        let earliest = PublishedMeshTimes.seconds(milliseconds: now - 60_000)
        let latest = PublishedMeshTimes.seconds(milliseconds: now + 60_000)
        return !PythonNumber.float(time).isLess(than: .float(earliest))
            && !PythonNumber.float(latest).isLess(than: .float(time))
    }

    /// The text of the token is `USERNAME b'KEY' EXPIRATION`.
    private func complaint(of token: AccessToken, at milliseconds: Int) -> String? {
        let text =
            token.username + Array(" b'".utf8) + token.publicKey + Array("' ".utf8)
            + token.expirationTime
        guard Self.verifies(token.signature, text, keyText: token.publicKey) else {
            return "a request is served by a token that nobody signed"
        }
        // A token made a minute ago expires now.
        let fresh = try? Authorizer(key: system.parties[0].key, checksStake: false).signed(
            PingRequest(), nonce: [],
            now: PublishedMeshTimes.seconds(milliseconds: milliseconds - 60_000))
        let now = fresh?.authorization?.token?.expirationTime ?? []
        return token.expirationTime.lexicographicallyPrecedes(now)
            ? "a request is served by a token that has expired" : nil
    }

    // MARK: Answers

    /// The complaint about a record that a reader can only have from an answer that another key
    /// than the asked node's signed, or that answers another request.
    private var answerComplaint: String? {
        for answer in system.wire.answers {
            let authorization = answer.response.authorization ?? ResponseAuthorization()
            let isOwn =
                system.parties.first { $0.name == answer.from }?.keyText
                == authorization.token?.publicKey
            let isFresh = authorization.nonce == answer.nonce
            guard !isOwn || !isFresh else { continue }
            for value in answer.response.results.flatMap(Self.values) where isBelieved(value) {
                return isOwn
                    ? "an answer to another request is believed"
                    : "an answer of \(answer.from)'s is believed that another key signed"
            }
        }
        return nil
    }

    private static func values(_ result: FindResult) -> [[UInt8]] {
        guard case .dictionary(let items)? = try? MessagePack.value(of: result.value) else {
            return []
        }
        return items.storage.entries.compactMap { entry in
            if case .bytes(let value) = entry.value.value.value { value } else { nil }
        }
    }

    /// Whether a reader got the value, which no node was asked to store.
    private func isBelieved(_ value: [UInt8]) -> Bool {
        guard !system.wire.offers.contains(where: { $0.value == value }) else { return false }
        return system.outcomes.contains { outcome in
            outcome.items.contains { !$0.value.isEmpty && value.starts(with: $0.value) }
        }
    }

    // MARK: Stakes

    private func name(ofKey text: [UInt8]) -> String? {
        system.parties.first { $0.keyText == text }?.name
    }

    var stakeComplaint: String? {
        for (message, kind, _, body) in taken {
            guard let (authorization, _) = Self.parts(kind, body) else { continue }
            let name = name(ofKey: authorization.token?.publicKey ?? [])
            let time = message.clock.milliseconds
            guard let name, books.hasStake(name, at: time) else {
                return "\(name ?? "somebody") is served without a stake"
            }
        }
        for ask in books.asks {
            if let refusal = ask.refusal, books.hasStake(ask.by, at: ask.milliseconds) {
                return "\(ask.by) has a stake and is refused: \(refusal.name)"
            }
        }
        return nil
    }
}
