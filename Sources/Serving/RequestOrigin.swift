/// The moment of a request, the machine that it came from, what its sender calls the body, and what
/// it shows to be let in.
public struct RequestOrigin: Sendable, Equatable {
    /// Since 1970.
    public let milliseconds: Int
    /// The numeric address of the machine; empty where the system does not tell.
    public let peerAddress: String

    /// The first field Content-Type, without blanks around; empty without one.
    public let contentType: String

    /// The field Authorization, without blanks around; empty unless there is exactly one.
    public let authorization: String

    public init(
        milliseconds: Int, peerAddress: String, contentType: String = "",
        authorization: String = ""
    ) {
        self.milliseconds = milliseconds
        self.peerAddress = peerAddress
        self.contentType = contentType
        self.authorization = authorization
    }
}
