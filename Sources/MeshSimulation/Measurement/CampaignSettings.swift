internal import Statistics
package import Trials

/// A network whose look-ups are counted.
package struct CampaignSettings: Sendable {
    package var nodeCount: Int
    package var lookUpCount: Int
    package var itemCount = 100
    package var attackerPercent = 0
    /// All attackers' behaviour; nil for a third of them each.
    package var attack: PeerBehaviour?
    /// How many of a thousand nodes leave in a minute, each replaced by a new one.
    package var churnPermille = 0
    package var seed: String
    package var faults = SimulationSettings.faultsDefault
    /// Whether the network is divided in two while items are stored, and all faults end before they
    /// are looked up.
    package var heals = false
    package var threadCount = 1

    /// Honest nodes that all others know at first; they stay.
    package static let entryCount = 3
    package static let nodeCountRange = 10...20_000
    package static let lookUpCountMax = ExactBinomial.countMax
    package static let attackerPercentMax = 80
    package static let churnPermilleMax = 1_000

    package init(nodeCount: Int, lookUpCount: Int, seed: String) {
        self.nodeCount = nodeCount
        self.lookUpCount = lookUpCount
        self.seed = seed
    }

    package var attackerCount: Int { nodeCount * attackerPercent / 100 }
}
