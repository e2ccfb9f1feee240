internal import Encodings
internal import Routing
internal import Trials

/// The statuses of HTTP that a hardened gateway answers with.
enum WebStatus {
    static let taken = 200
    static let refused = 400
    static let unknown = 404
    static let method = 405
    /// The message was taken before, or one that came behind it.
    static let again = 409
    static let size = 413
    static let budget = 429
    /// The gateway's store, or a node, failed: the same message may be taken later.
    static let unavailable = 503

    /// The guards by which a message that was taken once is refused.
    static let once: [Guard] = [
        GatewayGuards.duplicate, GatewayGuards.noteRound, GatewayGuards.paymentOnce,
        GatewayGuards.orderNonce, GatewayGuards.sessionOnce, GatewayGuards.askRound,
        GatewayGuards.voteOnce, GatewayGuards.epochOnce, GatewayGuards.proposalOnce,
        GatewayGuards.signerOnce, GatewayGuards.batchOnce, GatewayGuards.pauseRound,
        GatewayGuards.epochMinted, GatewayGuards.recordSequence,
    ]

    static func status(_ refusal: Refusal) -> Int {
        switch refusal.by {
        case GatewayGuards.size, GatewayGuards.batchSize: size
        case GatewayGuards.sourceBudget: budget
        case let by: once.contains(by) ? again : refused
        }
    }
}

extension WebAnswer {
    static func taken(_ value: JSONValue) -> WebAnswer {
        WebAnswer(status: WebStatus.taken, body: value.compactText.bytes)
    }

    /// `{"message":"…","refused":"…"}`.
    static func refusing(
        _ status: Int, _ by: String, _ message: String, fields: [Field] = []
    ) -> WebAnswer {
        WebAnswer(
            status: status, fields: fields,
            body: JSONValue.object([
                JSONMember("message", .string(message)), JSONMember("refused", .string(by)),
            ]).compactText.bytes)
    }
}
