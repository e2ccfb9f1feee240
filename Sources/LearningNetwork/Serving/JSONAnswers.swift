internal import Encodings
internal import Routing
internal import Trials

/// Statuses of HTTP that a served node answers with.
enum LearningStatus {
    static let taken = 200
    static let nothing = 204
    static let refused = 400
    static let unknown = 404
    static let method = 405
    static let again = 409
    static let size = 413
    static let budget = 429
    /// The disk failed: the same message may be taken later.
    static let storage = 507

    /// Guards by which a good that was taken once is refused.
    private static let once: [Guard] = [
        LearningGuards.proofOnce, LearningGuards.voteOnce, LearningGuards.certificateOnce,
    ]

    static func status(_ refusal: Refusal) -> Int {
        switch refusal.by {
        case LearningGuards.size: size
        case LearningGuards.sourceBudget: budget
        case let by: once.contains(by) ? again : refused
        }
    }
}

extension WebAnswer {
    static func taken(_ value: JSONValue) -> WebAnswer {
        WebAnswer(status: LearningStatus.taken, body: Array(value.compactText.utf8))
    }

    /// `{"error":{"guard":"…","message":"…"}}`.
    static func refusing(_ status: Int, _ by: String, _ message: String) -> WebAnswer {
        let error = JSONValue.object([
            JSONMember("guard", .string(by)), JSONMember("message", .string(message)),
        ])
        return WebAnswer(
            status: status,
            body: Array(JSONValue.object([JSONMember("error", error)]).compactText.utf8))
    }

    static func refusing(_ refusal: Refusal) -> WebAnswer {
        refusing(LearningStatus.status(refusal), refusal.by.name, refusal.message)
    }

    static let unknownPath = refusing(LearningStatus.unknown, "path", "nothing is served there")
    static let otherMethod = refusing(LearningStatus.method, "method", "expected another method")
}
