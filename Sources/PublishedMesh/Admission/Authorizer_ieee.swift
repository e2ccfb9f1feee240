package import Cryptography
internal import Encodings
package import PythonValues

/// Why a message is not admitted.
package enum AdmissionRefusal: String, Sendable {
    case signature
    case serviceKey = "service_key"
    case time
    case nonce
    case nonceEcho = "nonce_echo"
    case stake
}

/// The chain's answer about a peer, by its text in base58.
package typealias StakeQuestion = (PythonText) throws(PythonError) -> PythonDictionary

/// The signing and checking of messages, as each published node does it for itself.
package final class Authorizer {
    private let key: Ed25519PrivateKey
    /// The text of the own key.
    package let keyText: [UInt8]
    /// Nonces of the requests that were admitted, of all keys together.
    private let nonces = TimedStorage<MeshValue, Bool>(sizeMax: .float(PythonTimes.never))
    /// The stakes that are asked for; nil where none are.
    package private(set) var stakes: StakeCache?

    private static let clockSeconds = 60.0

    /// - Parameter checksStake: whether only peers with stake are admitted.
    package init(key: Ed25519PrivateKey, checksStake: Bool) {
        self.key = key
        keyText = MeshPublicKey.ed25519(key.publicKey).text
        stakes = checksStake ? StakeCache() : nil
    }

    /// The nonces that are remembered, expired or not, each with its end, in the order of nonces.
    package var rememberedNonces: [(nonce: [UInt8], until: PythonNumber)] {
        nonces.entries.compactMap { nonce, entry in
            guard case .bytes(let bytes) = nonce else { return nil }
            return (bytes, entry.expiration)
        }.sorted { $0.nonce.lexicographicallyPrecedes($1.nonce) }
    }

    // MARK: Signing

    private func token(now: PythonFloat) throws(PythonError) -> AccessToken {
        var token = AccessToken()
        token.publicKey = keyText
        token.expirationTime = try TokenTime.expiration(now: now)
        token.signature = sign(token.signedText)
        return token
    }

    private func sign(_ message: [UInt8]) -> [UInt8] {
        Array(Base64.text(of: key.signature(of: message)).utf8)
    }

    /// The request with a new token, the time and a nonce, signed.
    ///
    /// - Parameter nonce: eight bytes drawn at random.
    /// **Throws:** ``PythonError`` for a time that no date tells.
    package func signed<Request: AuthorizedRequest>(
        _ request: Request, serviceKey: [UInt8] = [], nonce: [UInt8], now: PythonFloat
    ) throws(PythonError) -> Request {
        var signed = request
        var authorization = RequestAuthorization()
        authorization.token = try token(now: now)
        authorization.serviceKey = serviceKey
        authorization.time = now
        authorization.nonce = nonce
        signed.authorization = authorization
        let signature = sign(signed.serialized)
        signed.authorization?.signature = signature
        return signed
    }

    /// The response to a request, signed.
    package func signed<Response: AuthorizedResponse>(
        _ response: Response, to request: some AuthorizedRequest, now: PythonFloat
    ) throws(PythonError) -> Response {
        var signed = response
        var authorization = ResponseAuthorization()
        authorization.token = try token(now: now)
        authorization.nonce = request.authorization?.nonce ?? []
        signed.authorization = authorization
        let signature = sign(signed.serialized)
        signed.authorization?.signature = signature
        return signed
    }

    // MARK: Checking

    /// Why the request is not admitted; nil if it is, and its nonce is remembered.
    ///
    /// **Throws:** ``PythonError`` where the key of the token cannot be read.
    package func refusal(
        of request: some AuthorizedRequest, now: PythonFloat, chain: StakeQuestion
    ) throws(PythonError) -> AdmissionRefusal? {
        var unsigned = request
        var authorization = request.authorization ?? RequestAuthorization()
        let key = try MeshPublicKey(text: authorization.token?.publicKey ?? [])
        let signature = authorization.signature
        authorization.signature = []
        unsigned.authorization = authorization
        guard key.verifies(base64: signature, message: unsigned.serialized) else {
            return .signature
        }
        if !authorization.serviceKey.isEmpty, authorization.serviceKey != keyText {
            return .serviceKey
        }
        // A time that is no number is not too far away.
        if (authorization.time.value - now.value).magnitude > Self.clockSeconds { return .time }
        let nonce = MeshValue.bytes(authorization.nonce)
        nonces.isFrozen = true
        let isKnown = try nonces.contains(nonce, now: .float(now))
        nonces.isFrozen = false
        if isKnown { return .nonce }
        if try nonces.contains(nonce, now: .float(now)) { return .nonce }
        if !hasStake(key, now: now, chain: chain) { return .stake }
        let until = PythonFloat(now.value + 3 * Self.clockSeconds)
        _ = try nonces.store(true, for: nonce, expiration: .float(until), now: .float(now))
        return nil
    }

    /// Why the response is not believed; nil if it is. It may be signed by any key.
    ///
    /// **Throws:** ``PythonError`` where the key of the token cannot be read.
    package func refusal(
        of response: some AuthorizedResponse, nonce: [UInt8], now: PythonFloat,
        chain: StakeQuestion
    ) throws(PythonError) -> AdmissionRefusal? {
        var unsigned = response
        var authorization = response.authorization ?? ResponseAuthorization()
        let key = try MeshPublicKey(text: authorization.token?.publicKey ?? [])
        let signature = authorization.signature
        authorization.signature = []
        unsigned.authorization = authorization
        guard key.verifies(base64: signature, message: unsigned.serialized) else {
            return .signature
        }
        if authorization.nonce != nonce { return .nonceEcho }
        return hasStake(key, now: now, chain: chain) ? nil : .stake
    }

    /// Whether the chain knows a stake of the key's peer; not where the question fails.
    private func hasStake(
        _ key: MeshPublicKey, now: PythonFloat, chain: StakeQuestion
    ) -> Bool {
        guard var stakes else { return true }
        defer { self.stakes = stakes }
        let peer = PythonText(key.peerID.text)
        return (try? stakes.hasStake(peer, now: now, chain: chain)) ?? false
    }
}

extension AccessToken {
    /// The text that the token's signature is over; the key stands in it as Python shows bytes.
    package var signedText: [UInt8] {
        username + [0x20] + PythonBytes.shown(publicKey) + [0x20] + expirationTime
    }
}
