package import PythonValues
package import PythonWeb
package import Routing

/// The two readings of the published endpoints.
package enum GatewayMode: String, Sendable {
    /// Twelve endpoints answer 422 to every body: the framework does not see the classes of their
    /// requests, and takes the body for a parameter of the query.
    case shipped
    /// All endpoints work.
    case meant
}

/// The answer to a request and how it came about.
package struct GatewayOutcome: Sendable {
    package enum Verdict: Sendable {
        case accepted
        /// A refusal by a rule, with its text; of the status 200 where an epoch has no receipts.
        case rejected(PythonText)
        /// A request that is not of its schema.
        case malformed(SchemaError)
        /// No endpoint of the path and method.
        case unknown
        /// An exception out of the handler; what was changed before it stays.
        case crashed(PythonError)
    }

    package let answer: WebAnswer
    package let verdict: Verdict
    /// The value that the answer spells; nil but for the status 200.
    package let value: PythonValue?
}
