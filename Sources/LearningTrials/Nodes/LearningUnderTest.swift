package import Cryptography
internal import LearningNetwork
package import Trials

/// A node as probes hold it: of either profile behind one face.
package final class LearningUnderTest: SystemUnderTest {
    /// The face of both profiles, and the bytes of its disk.
    private var inside: any AttackedLearning

    init(_ inside: any AttackedLearning) {
        self.inside = inside
    }

    package var profile: Profile { inside.profile }
    package var surfaces: [Surface] { inside.surfaces }
    package var guards: [Guard] { inside.guards }
    package var head: String { inside.head }
    package var stateDigest: Digest { inside.stateDigest }
    package var heartbeat: [Reply.Message] { inside.heartbeat }

    package func submit(
        _ bytes: [UInt8], to surface: Surface, from source: Source, at clock: LogicalClock
    ) throws -> Reply {
        try inside.submit(bytes, to: surface, from: source, at: clock)
    }

    /// The content of its disk, as the surface `store` takes it.
    var storeDocument: [UInt8] { inside.storeDocument }
    /// All that a restart must leave, line by line.
    var storedLines: [String] { inside.storedLines }

    /// Nil for a published one.
    var hardened: LearningSystem? { inside as? LearningSystem }

    /// The node of the profile's own type; nil for another profile's.
    func inside<Node>(as type: Node.Type) -> Node? { inside as? Node }
}

/// A node of one profile, as arenas look at it.
protocol AttackedLearning: SystemUnderTest, AnyObject {
    var storeDocument: [UInt8] { get }
    var storedLines: [String] { get }
}

extension LearningSystem: AttackedLearning {
    var storedLines: [String] {
        tree.main.compactMap { $0.block?.hashText } + [state.digest.text]
    }
}
