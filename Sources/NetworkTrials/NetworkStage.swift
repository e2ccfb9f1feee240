package import Scenarios
package import Trials

/// An arena as the sides of its profiles look at it.
package protocol NetworkStage: AnyObject {
    var setup: TrialSetup { get }
    var surroundings: NetworkSurroundings { get }
    var record: TrialRecord { get set }
    var system: NetworkUnderTest { get }
    var artefacts: Artefacts<Never> { get }
    var nodes: Nodes<NetworkUnderTest> { get set }
    /// The first obstacle that honest use met.
    var complaint: String? { get }
    /// Whether a node died.
    var hasDied: Bool { get }

    func advance(_ seconds: Int) throws
    /// Sends bytes to the network. - Parameter name: nil leaves the answer out of the record.
    @discardableResult
    func send(
        _ bytes: [UInt8], to surface: Surface, from source: Source, as name: String?,
        isAttack: Bool
    ) throws -> Reply
    func keep(_ name: String, _ parts: [[UInt8]]) throws
    func complain(_ what: String)
    /// Changes the network beside its surfaces; a replay does the same.
    func change(_ body: @escaping (NetworkUnderTest) throws -> Void) throws
}

extension NetworkStage {
    /// Sends bytes that are no attack. - Parameter name: nil leaves the answer out of the record.
    @discardableResult
    package func send(
        _ bytes: [UInt8], to surface: Surface, from source: Source, as name: String?
    ) throws -> Reply {
        try send(bytes, to: surface, from: source, as: name, isAttack: false)
    }

    /// Sends an honest party's bytes; a refusal is an obstacle that it met.
    package func sendHonest(_ bytes: [UInt8], to surface: Surface, as name: String) throws {
        let reply = try send(bytes, to: surface, from: surroundings.honestSource, as: name)
        if let refusal = reply.refusals.first { complain("\(name) is refused: \(refusal)") }
    }
}
