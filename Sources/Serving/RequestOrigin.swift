/// The moment of a request, and the machine that it came from.
public struct RequestOrigin: Sendable, Equatable {
    /// Since 1970.
    public let milliseconds: Int
    /// The numeric address of the machine; empty where the system does not tell.
    public let peerAddress: String

    public init(milliseconds: Int, peerAddress: String) {
        self.milliseconds = milliseconds
        self.peerAddress = peerAddress
    }
}
