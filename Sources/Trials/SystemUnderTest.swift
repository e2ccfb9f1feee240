package import Cryptography

/// An entry of a system for bytes from outside, such as "block" or "transaction".
package struct Surface: Sendable, Hashable {
    package let name: String

    package init(_ name: String) {
        self.name = name
    }
}

/// The sender of a message as its receiver sees it: a connection, not a name.
package struct Source: Sendable, Hashable {
    package let number: UInt32

    package init(_ number: UInt32) {
        self.number = number
    }
}

/// The answer of a system to a message, and the state after it.
package struct Reply: Sendable, Equatable {
    /// A message that the system sends because of the one it heard.
    package struct Message: Sendable, Equatable {
        package let target: Source
        package let bytes: [UInt8]

        package init(target: Source, bytes: [UInt8]) {
            self.target = target
            self.bytes = bytes
        }
    }

    /// Refusals of the message or of parts of it; empty where it was taken.
    package let refusals: [Refusal]
    /// The system's present head, by its own name.
    package let head: String
    package let stateDigest: Digest
    package let messages: [Message]
    /// Whether a process of the published code would have died of the message. The system goes on
    /// all the same, so that the trial can be judged to its end.
    package let died: Bool

    package init(
        refusals: [Refusal], head: String, stateDigest: Digest, messages: [Message] = [],
        died: Bool = false
    ) {
        self.refusals = refusals
        self.head = head
        self.stateDigest = stateDigest
        self.messages = messages
        self.died = died
    }

    package var isAccepted: Bool { refusals.isEmpty }
}

/// The face that every system under test shows to an attack: bytes in, refusals and a state out.
///
/// An attack sees nothing else, so that it can do no more than a stranger. Systems that have
/// nothing in common stand behind the face: each bounds the costs of a ``Source``, tells others by
/// messages of the goods that it took, and may refuse a part of a message (of a list of peers,
/// say).
package protocol SystemUnderTest {
    var profile: Profile { get }
    var surfaces: [Surface] { get }
    /// The guards that can stop something here. Their names are its codes of refusal; a code that
    /// no guard gives, as that of a message that it ``Reply/died`` of, is not among them.
    var guards: [Guard] { get }
    var head: String { get }
    var stateDigest: Digest { get }
    /// Messages that it sends unasked from time to time, so that others make up for lost ones.
    var heartbeat: [Reply.Message] { get }

    /// **Throws:** only for a fault of the laboratory, never because of the bytes.
    mutating func submit(
        _ bytes: [UInt8], to surface: Surface, from source: Source, at clock: LogicalClock
    ) throws -> Reply
}

extension SystemUnderTest {
    /// No messages.
    package var heartbeat: [Reply.Message] { [] }
}

/// An attack on a surface that a system does not have.
package struct UnknownSurface: Error, Equatable {
    package let surface: Surface

    package init(surface: Surface) {
        self.surface = surface
    }
}
