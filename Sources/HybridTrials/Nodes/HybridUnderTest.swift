package import Cryptography
package import Trials

/// A hybrid network as probes hold it: of either profile behind one face.
package final class HybridUnderTest: SystemUnderTest {
    /// The face of both profiles, and the bytes of its disk.
    private var inside: any AttackedHybrid

    init(_ inside: any AttackedHybrid) {
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

    /// The content of the disk, as the surface `store` takes it.
    var storeDocument: [UInt8] { inside.storeDocument }
    /// All that a restart must leave, line by line.
    var storedLines: [String] { inside.storedLines }

    /// The network of the profile's own type; nil for another profile's.
    func inside<Network>(as type: Network.Type) -> Network? { inside as? Network }
}

/// A network of one profile, as arenas look at it: validators, trainers and an engine that talk
/// inside.
protocol AttackedHybrid: SystemUnderTest, AnyObject {
    var storeDocument: [UInt8] { get }
    var storedLines: [String] { get }
}
