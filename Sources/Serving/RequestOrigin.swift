/// The moment of a request, the machine that it came from, and what its sender calls the body.
public struct RequestOrigin: Sendable, Equatable {
    /// Since 1970.
    public let milliseconds: Int
    /// The numeric address of the machine; empty where the system does not tell.
    public let peerAddress: String

    /// The first field Content-Type, without blanks around; empty without one.
    public let contentType: String

    public init(milliseconds: Int, peerAddress: String, contentType: String = "") {
        self.milliseconds = milliseconds
        self.peerAddress = peerAddress
        self.contentType = contentType
    }
}
