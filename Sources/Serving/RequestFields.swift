/// The fields of a request that a router may look at.
package struct RequestFields: Sendable, Equatable {
    /// The first field Content-Type, without blanks around; empty without one.
    package let contentType: String
    /// The field Authorization, without blanks around; empty unless there is exactly one.
    package let authorization: String

    package init(contentType: String, authorization: String) {
        self.contentType = contentType
        self.authorization = authorization
    }
}
