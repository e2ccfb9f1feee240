internal import Encodings
internal import HybridChain
internal import Routing
internal import Trials

extension WebAnswer {
    static func hybrid(_ value: JSONValue) -> WebAnswer {
        WebAnswer(status: 200, body: Array((value.compactText + "\n").utf8))
    }

    /// `{"error":{"guard":"…","message":"…"}}`.
    static func hybridRefusal(_ status: Int, _ by: String, _ message: String) -> WebAnswer {
        let error = JSONValue.object([
            JSONMember("guard", .string(by)), JSONMember("message", .string(message)),
        ])
        return WebAnswer(
            status: status,
            body: Array((JSONValue.object([JSONMember("error", error)]).compactText + "\n").utf8))
    }

    static func hybridRefusal(_ refusal: Refusal) -> WebAnswer {
        let status =
            switch refusal.by {
            case HybridGuards.size: 413
            case HybridGuards.sourceBudget: 429
            case HybridGuards.duplicate, HybridGuards.slashedOnce: 409
            default: 400
            }
        return hybridRefusal(status, refusal.by.name, refusal.message)
    }

    static let hybridUnknownPath = hybridRefusal(404, "path", "nothing is served there")
    static let hybridOtherMethod = hybridRefusal(405, "method", "expected another method")
}

extension JSONValue {
    /// `0x` and lower-case digits.
    static func hash(_ bytes: [UInt8]) -> JSONValue { .string("0x" + Hexadecimal.text(of: bytes)) }

    /// A number below 2^63, which all of a chain's are; greater ones as the greatest such.
    static func count(_ number: UInt64) -> JSONValue { .integer(Int(clamping: number)) }
}
