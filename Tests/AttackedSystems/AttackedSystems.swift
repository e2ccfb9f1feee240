internal import GatewayTrials
internal import GlyphChainTrials
internal import HybridTrials
internal import LearningTrials
internal import MeshTrials
internal import NodeTrials
package import Scenarios
package import Trials

/// The systems of the suite, with proofs that are digests.
package enum AttackedSystems {
    package static let all: [any SystemTrials] = [
        ChainTrials(model: .digests), GatewayNetworkTrials(), LearningSystemTrials(),
        MeshSystemTrials(), HybridSystemTrials(), NodeSystemTrials(model: .digests),
    ]
    package static let names = all.map(\.name)

    /// None where no system has the name.
    package static func guards(of system: String, _ profile: Profile) -> [Guard] {
        all.first { $0.name == system }?.guards(profile) ?? []
    }
}
