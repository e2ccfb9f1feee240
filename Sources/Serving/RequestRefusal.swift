internal import Routing

/// A request that no router gets to see, with the status that its sender is told.
package struct RequestRefusal: Error, Equatable {
    package let status: Int
    /// The expectation and the finding, as a sentence for people.
    package let reason: String

    init(_ status: Int, _ reason: String) {
        self.status = status
        self.reason = reason
    }

    var answer: WebAnswer {
        WebAnswer(
            status: status, contentType: "text/plain; charset=utf-8",
            body: Array("\(reason)\n".utf8))
    }
}
