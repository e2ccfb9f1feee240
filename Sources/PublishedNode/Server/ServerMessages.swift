package import PythonValues

/// A request as a published node's own code sees it.
package struct ServerRequest: Sendable {
    package enum Method: Sendable {
        case get
        case post
    }

    package let method: Method
    /// The path as it was sent, but for slashes at its beginning, which are one.
    package let path: PythonText
    /// The first Content-Length, unread; nil where there is none.
    package let contentLength: PythonText?
    package let body: [UInt8]

    package init(
        method: Method, path: PythonText, contentLength: PythonText? = nil, body: [UInt8] = []
    ) {
        self.method = method
        self.path = path
        self.contentLength = contentLength
        self.body = body
    }
}

/// An answer of a published node's own code.
package enum ServerAnswer: Sendable, Equatable {
    case json(status: Int, body: [UInt8])
    /// No body, and no header but Server and Date.
    case empty(status: Int)
    /// The handler died: the connection ends without a byte.
    case raised(NodeFault)

    /// The status; nil where there is no answer.
    package var status: Int? {
        switch self {
        case .json(let status, _), .empty(let status): status
        case .raised: nil
        }
    }
}

/// The decision on a POST before its body is read.
package enum PostPlan: Sendable, Equatable {
    /// The body is left unread.
    case answer(ServerAnswer)
    /// So many bytes are read, or all up to the end of input.
    case body(byteCount: Int)
}
