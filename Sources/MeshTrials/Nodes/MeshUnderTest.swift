package import Cryptography
package import Trials

/// A mesh as probes hold it: of either profile behind one face.
package final class MeshUnderTest: SystemUnderTest {
    /// The face of both profiles, and the bytes of its disk.
    private var inside: any AttackedMesh

    init(_ inside: any AttackedMesh) {
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

    /// The content of node 0's disk, as the surface `store` takes it.
    var storeDocument: [UInt8] { inside.storeDocument }
    /// All that a restart must leave, line by line.
    var storedLines: [String] { inside.storedLines }

    /// The mesh of the profile's own type; nil for another profile's.
    func inside<Mesh>(as type: Mesh.Type) -> Mesh? { inside as? Mesh }
}

/// A mesh of one profile, as arenas look at it: nodes that talk inside, with the chain that pays
/// them.
protocol AttackedMesh: SystemUnderTest, AnyObject {
    var storeDocument: [UInt8] { get }
    var storedLines: [String] { get }
}
