package import Encodings

/// A request that may have changed something.
package struct SessionAct: Sendable {
    package let method: String
    package let parameters: [JSONMember]
    /// Whether all that it sent was refused.
    package let isRefused: Bool

    package init(_ method: String, _ parameters: [JSONMember], isRefused: Bool = false) {
        self.method = method
        self.parameters = parameters
        self.isRefused = isRefused
    }

    /// The request as a line, without its line feed.
    func line(id: Int) -> [UInt8] {
        ProtocolRequest.line(id: id, method: method, parameters: parameters)
    }

    /// The same with another value of a parameter.
    func with(_ value: JSONValue, at place: Int) -> SessionAct {
        var parameters = parameters
        parameters[place].value = value
        return SessionAct(method, parameters, isRefused: isRefused)
    }
}
