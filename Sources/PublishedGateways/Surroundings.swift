/// The world outside a published gateway, node or bot: the answers of other machines, and chance.
/// Time comes with each request.
package protocol Surroundings: AnyObject {
    /// Sends a request with a JSON body, or without one.
    func answer(to call: OutgoingCall) -> CallAnswer
    /// A random UUID of version 4, such as `8ea494f8-93ee-464a-b427-eb02bc69341a`.
    func uniqueID() -> String
}

/// A request to another machine.
package struct OutgoingCall: Sendable, Equatable {
    /// In capitals, such as `POST`.
    package let method: String
    package let url: String
    /// Empty without a body.
    package let body: [UInt8]

    package init(method: String, url: String, body: [UInt8] = []) {
        self.method = method
        self.url = url
        self.body = body
    }
}

/// The answer of another machine.
package enum CallAnswer: Sendable, Equatable {
    case answered(status: Int, body: [UInt8])
    /// No connection, or none in time.
    case unreachable
    case timedOut
}
