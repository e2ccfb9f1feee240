internal import Scenarios
internal import Trials

/// An arena as the sides of its profiles look at it.
protocol HybridStage: AnyObject {
    var setup: TrialSetup { get }
    var record: TrialRecord { get set }
    var system: HybridUnderTest { get }
    var artefacts: Artefacts<Never> { get }
    var nodes: Nodes<HybridUnderTest> { get set }
    /// The first obstacle that honest use met.
    var complaint: String? { get }
    /// Whether a node died.
    var hasDied: Bool { get }

    func advance(_ seconds: Int) throws
    @discardableResult
    func send(
        _ bytes: [UInt8], to surface: Surface, from source: Source, as name: String?,
        isAttack: Bool
    ) throws -> Reply
    func keep(_ name: String, _ parts: [[UInt8]]) throws
    func complain(_ what: String)
    /// Changes the network beside its surfaces; a replay does the same.
    func change(_ body: @escaping (HybridUnderTest) throws -> Void) throws
}

extension HybridStage {
    /// Sends bytes to the network. - Parameter name: nil leaves the answer out of the record.
    @discardableResult
    func send(
        _ bytes: [UInt8], to surface: Surface, from source: Source, as name: String?
    ) throws -> Reply {
        try send(bytes, to: surface, from: source, as: name, isAttack: false)
    }

    /// Sends an honest party's bytes; a refusal is an obstacle that it met.
    func sendHonest(_ bytes: [UInt8], to surface: Surface, as name: String) throws {
        let reply = try send(bytes, to: surface, from: HybridParties.honestSource, as: name)
        if let refusal = reply.refusals.first { complain("\(name) is refused: \(refusal)") }
    }
}
