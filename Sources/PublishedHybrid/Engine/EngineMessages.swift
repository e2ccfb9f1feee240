/// A request to the engine over HTTP. The path is of no meaning.
package struct EngineRequest: Sendable, Equatable {
    package let method: String
    /// The first field of that name, without blanks around; empty without one.
    package let contentType: String
    package let body: [UInt8]

    package init(
        method: String = "POST", contentType: String = "application/json", body: [UInt8]
    ) {
        self.method = method
        self.contentType = contentType
        self.body = body
    }
}

package struct EngineAnswer: Sendable, Equatable {
    package let status: Int
    package let contentType: String
    package let body: [UInt8]

    /// A text of Go's `http.Error`; without it where the method was HEAD.
    static func refusal(_ status: Int, _ text: String, isHead: Bool = false) -> EngineAnswer {
        EngineAnswer(
            status: status, contentType: "text/plain; charset=utf-8",
            body: isHead ? [] : Array((text + "\n").utf8))
    }

    /// - Parameter id: as JSON.
    static func result(_ id: [UInt8], _ result: String) -> EngineAnswer {
        json(id, "\"result\":" + result)
    }

    static func error(_ id: [UInt8], _ error: EngineError) -> EngineAnswer {
        json(id, "\"error\":{\"code\":\(error.code),\"message\":\"\(error.rawValue)\"}")
    }

    private static func json(_ id: [UInt8], _ member: String) -> EngineAnswer {
        EngineAnswer(
            status: 200, contentType: "application/json",
            body: Array("{\"id\":".utf8) + id + Array((",\(member)}\n").utf8))
    }
}

/// An error that the engine answers, by its message.
enum EngineError: String, Error {
    case parse = "Parse error"
    case method = "Method not found"
    case parameters = "Invalid params"
    case state = "Invalid forkchoice state"
    case payloadID = "Invalid payload ID"
    case payload = "Unknown payload"
    case inside = "Internal error"

    var code: Int {
        switch self {
        case .parse: -32700
        case .method: -32601
        case .parameters, .state, .payloadID: -32602
        case .payload: -38001
        case .inside: -32603
        }
    }
}
