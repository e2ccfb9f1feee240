public import Cryptography

/// Where something from outside enters a system, such as "block" or "transaction".
public struct Surface: Sendable, Hashable {
    public let name: String

    public init(_ name: String) {
        self.name = name
    }
}

/// Who sends something, as far as the one who receives it can tell: a connection, not a name.
public struct Source: Sendable, Hashable {
    public let number: UInt32

    public init(_ number: UInt32) {
        self.number = number
    }
}

/// What a system said to something that came in, and where it stands after it.
public struct Reply: Sendable, Equatable {
    /// What a system sends to somebody of its own accord, having heard something.
    public struct Message: Sendable, Equatable {
        public let target: Source
        public let bytes: [UInt8]

        public init(target: Source, bytes: [UInt8]) {
            self.target = target
            self.bytes = bytes
        }
    }

    /// All that stopped it, or a part of it; none where it was taken.
    public let refusals: [Refusal]
    /// What the system holds for the present, as it names it.
    public let head: String
    public let stateDigest: Digest
    public let messages: [Message]

    public init(
        refusals: [Refusal], head: String, stateDigest: Digest, messages: [Message] = []
    ) {
        self.refusals = refusals
        self.head = head
        self.stateDigest = stateDigest
        self.messages = messages
    }

    public var isAccepted: Bool { refusals.isEmpty }
}

/// The face that every system under test shows to an attack: bytes in, refusals and a state out.
///
/// An attack sees nothing else, so that nothing but what a stranger could do is tried. Two systems
/// that have nothing in common stand behind it; what the second one asked of it is the ``Source``
/// (both bound what one sender costs them), the messages (both tell others what they took) and
/// that a refusal may stop a part of what came (a list of peers, an epoch's claims).
public protocol SystemUnderTest {
    var profile: Profile { get }
    var surfaces: [Surface] { get }
    /// The guards that can stop something here; their names are its reject codes.
    var guards: [Guard] { get }
    var head: String { get }
    var stateDigest: Digest { get }

    /// **Throws:** only for a fault of the laboratory, never for what the bytes are.
    mutating func submit(
        _ bytes: [UInt8], to surface: Surface, from source: Source, at clock: LogicalClock
    ) throws -> Reply
}

/// An attack on a surface that a system does not have.
public struct UnknownSurface: Error, Equatable {
    public let surface: Surface

    public init(surface: Surface) {
        self.surface = surface
    }
}
