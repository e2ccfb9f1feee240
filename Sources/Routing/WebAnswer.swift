/// The answer of a router to a request.
public struct WebAnswer: Sendable, Equatable {
    /// A further field of an answer's head.
    public struct Field: Sendable, Equatable {
        /// In lower case, such as `location`.
        public let name: String
        public let value: String

        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// A status of HTTP: 100 to 599.
    public let status: Int
    /// The media type, such as `application/json`; empty for none.
    public let contentType: String
    /// Fields of visible characters and spaces of ASCII; a listener leaves others out.
    public let fields: [Field]
    public let body: [UInt8]

    public init(
        status: Int, contentType: String = "application/json", fields: [Field] = [], body: [UInt8]
    ) {
        self.status = status
        self.contentType = contentType
        self.fields = fields
        self.body = body
    }
}
