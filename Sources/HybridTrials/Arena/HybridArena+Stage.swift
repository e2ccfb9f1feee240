internal import Scenarios
internal import Trials

extension HybridArena: HybridStage {
    func change(_ body: @escaping (HybridUnderTest) throws -> Void) throws {
        try nodes.change { network in try body(network) }
    }
}
