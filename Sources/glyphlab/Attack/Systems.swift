import GatewayTrials
import GlyphChainTrials
import HybridTrials
import LearningTrials
import MeshTrials
import NodeTrials
import Scenarios
import Trials

/// The systems that can be attacked, in the order of reports.
enum Systems {
    /// - Parameter model: proves for the systems that pay for inference.
    static func all(model: TrialModel) -> [any SystemTrials] {
        [
            ChainTrials(model: model), GatewayNetworkTrials(), LearningSystemTrials(),
            MeshSystemTrials(), HybridSystemTrials(), NodeSystemTrials(model: model),
        ]
    }

    /// Enough to read and list scenarios, which runs no model.
    static let listed = all(model: .digests)
    static let names = listed.map(\.name)

    /// All reject codes of all systems and profiles.
    static let guards = listed.flatMap { system in
        Profile.allCases.flatMap { system.guards($0) }
    }
}
