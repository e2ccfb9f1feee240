internal import Scenarios
internal import Trials

/// Honest use of a published network, the attacker's workshop, and the referee's notes.
final class PublishedSide: HybridSide {
    private let setup: TrialSetup

    /// **Throws:** a fault of the laboratory.
    init(_ setup: TrialSetup) throws {
        self.setup = setup
    }

    func newNetwork() throws -> HybridUnderTest { throw StepFault("no network yet") }

    func perform(_ operation: HybridOperation, in arena: any HybridStage) throws {
        throw StepFault("no step yet")
    }

    func note(
        _ bytes: [UInt8], to surface: Surface, _ reply: Reply, in arena: any HybridStage
    ) throws {}

    func finding(of oracle: HybridOracle, in arena: any HybridStage) throws -> Finding {
        throw StepFault("\(oracle.rawValue) cannot decide here")
    }

    func count(of counter: String, in arena: any HybridStage) throws -> Int? { nil }

    func poll(in arena: any HybridStage) throws -> String? { nil }
}
