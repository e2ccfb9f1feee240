package import Cryptography
package import Trials

/// A network of one profile, as arenas look at it: nodes that talk inside, with everything that
/// they share.
package protocol AttackedNetwork: SystemUnderTest, AnyObject {
    /// The content of the disk, as the surface `store` takes it.
    var storeDocument: [UInt8] { get }
    /// All that a restart must leave, line by line.
    var storedLines: [String] { get }
}

/// A whole network as probes hold it: of either profile behind one face.
package final class NetworkUnderTest: SystemUnderTest {
    private var inside: any AttackedNetwork

    package init(_ inside: any AttackedNetwork) {
        self.inside = inside
    }

    package var profile: Profile { inside.profile }
    package var surfaces: [Surface] { inside.surfaces }
    package var guards: [Guard] { inside.guards }
    package var head: String { inside.head }
    package var stateDigest: Digest { inside.stateDigest }

    package func submit(
        _ bytes: [UInt8], to surface: Surface, from source: Source, at clock: LogicalClock
    ) throws -> Reply {
        try inside.submit(bytes, to: surface, from: source, at: clock)
    }

    package var storeDocument: [UInt8] { inside.storeDocument }
    package var storedLines: [String] { inside.storedLines }

    /// The network of the profile's own type; nil for another profile's.
    package func inside<Network>(as type: Network.Type) -> Network? { inside as? Network }
}
