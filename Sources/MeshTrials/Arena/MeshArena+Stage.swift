internal import Scenarios
internal import Trials

extension MeshArena: MeshStage {
    func change(_ body: @escaping (MeshUnderTest) throws -> Void) throws {
        try nodes.change { mesh in try body(mesh) }
    }
}
