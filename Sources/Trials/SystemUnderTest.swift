public import Cryptography

/// Where something from outside enters a system, such as "block" or "transaction".
public struct Surface: Sendable, Hashable {
    public let name: String

    public init(_ name: String) {
        self.name = name
    }
}

/// What a system said to something that came in, and where it stands after it.
public struct Reply: Sendable, Equatable {
    /// All that stopped it; none where it was taken.
    public let refusals: [Refusal]
    /// What the system holds for the present, as it names it.
    public let head: String
    public let stateDigest: Digest

    public init(refusals: [Refusal], head: String, stateDigest: Digest) {
        self.refusals = refusals
        self.head = head
        self.stateDigest = stateDigest
    }

    public var isAccepted: Bool { refusals.isEmpty }
}

/// The face that every system under test shows to an attack: bytes in, refusals and a state out.
///
/// An attack sees nothing else, so that nothing but what a stranger could do is tried.
public protocol SystemUnderTest {
    var profile: Profile { get }
    var surfaces: [Surface] { get }
    /// The guards that can stop something here; their names are its reject codes.
    var guards: [Guard] { get }
    var head: String { get }
    var stateDigest: Digest { get }

    /// **Throws:** only for a fault of the laboratory, never for what the bytes are.
    mutating func submit(_ bytes: [UInt8], to surface: Surface, at clock: LogicalClock) throws
        -> Reply
}
