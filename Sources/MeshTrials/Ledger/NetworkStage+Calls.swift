internal import NetworkTrials
internal import Trials

extension NetworkStage {
    /// Sends an honest party's call; a refusal is an obstacle that it met.
    func call(_ bytes: [UInt8], as name: String) throws {
        let reply = try send(
            bytes, to: MeshSurfaces.call, from: surroundings.honestSource, as: nil)
        if let refusal = reply.refusals.first { complain("\(name) is refused: \(refusal)") }
    }
}
