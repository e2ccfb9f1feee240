internal import PublishedMesh
internal import Trials

/// The checks of the published network, by the page's names.
enum PublishedMeshGuards {
    // A record: the signature validator.
    static let owners = Guard("owners")
    static let signatureCount = Guard("signature_count")
    static let signature = Guard("signature")
    // A record: the predicate of commits and reveals.
    static let subkeyPeer = Guard("subkey_peer")
    static let kind = Guard("kind")
    static let quota = Guard("quota")
    static let expiration = Guard("expiration")
    static let progress = Guard("progress")
    // A message.
    static let messageSignature = Guard("message_signature")
    static let serviceKey = Guard("service_key")
    static let time = Guard("time")
    static let nonce = Guard("nonce")
    static let nonceEcho = Guard("nonce_echo")
    static let stake = Guard("stake")

    static let all = [
        owners, signatureCount, signature, subkeyPeer, kind, quota, expiration, progress,
        messageSignature, serviceKey, time, nonce, nonceEcho, stake,
    ]

    // Codes that no guard gives.
    /// Bytes that are no message.
    static let message = Guard("message")
    /// A storage keeps what it has.
    static let older = Guard("older")
    /// An exception that the server survives; its caller gets no answer.
    static let exception = Guard("exception")
    /// The limiter of requests.
    static let limiter = Guard("limiter")
    /// An operation that never ends.
    static let livelock = Guard("livelock")

    static func of(_ refusal: SignatureRefusal) -> Guard {
        switch refusal {
        case .owners: owners
        case .signatureCount: signatureCount
        case .signature: signature
        }
    }

    static func of(_ refusal: AdmissionRefusal) -> Guard {
        switch refusal {
        case .signature: messageSignature
        case .serviceKey: serviceKey
        case .time: time
        case .nonce: nonce
        case .nonceEcho: nonceEcho
        case .stake: stake
        }
    }
}
