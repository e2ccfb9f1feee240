internal import Scenarios
internal import Trials

/// An arena as the chains' halves of it look at it.
protocol ChainStage: AnyObject {
    var setup: TrialSetup { get }
    var record: TrialRecord { get set }
    var system: MeshUnderTest { get }
    var artefacts: Artefacts<Never> { get }

    func advance(_ seconds: Int) throws
    @discardableResult
    func send(
        _ bytes: [UInt8], to surface: Surface, from source: Source, as name: String?,
        isAttack: Bool
    ) throws -> Reply
    func keep(_ name: String, _ parts: [[UInt8]]) throws
    func complain(_ what: String)
    /// Changes the mesh beside its surfaces; a replay does the same.
    func change(_ body: @escaping (MeshUnderTest) throws -> Void) throws
}

extension ChainStage {
    /// The connection of honest parties.
    static var honestSource: Source { Source(900) }

    /// Sends an honest party's call; a refusal is an obstacle that it met.
    func call(_ bytes: [UInt8], as name: String) throws {
        let reply = try send(
            bytes, to: MeshSurfaces.call, from: Self.honestSource, as: nil, isAttack: false)
        if let refusal = reply.refusals.first { complain("\(name) is refused: \(refusal)") }
    }
}
