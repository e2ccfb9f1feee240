/// A request as a router sees it, whether it came over a socket or from a scenario.
public struct WebRequest: Sendable, Equatable {
    /// In capitals, such as `GET`.
    public let method: String
    /// From the first slash to the question mark, still percent-encoded.
    public let path: String
    /// The text behind the question mark, still percent-encoded; empty without one.
    public let query: String
    public let body: [UInt8]

    public init(method: String, path: String, query: String = "", body: [UInt8] = []) {
        self.method = method
        self.path = path
        self.query = query
        self.body = body
    }
}

/// The answers of a program to requests: the one place where a path meets its rule, for scenarios
/// in process and for a listener.
public protocol WebRouter {
    /// Never fails: a fault of the program is an answer, too.
    ///
    /// - Parameter milliseconds: the time of the request, since 1970.
    func answer(_ request: WebRequest, atMilliseconds milliseconds: Int) -> WebAnswer
}
