package import Cryptography
package import Statistics

/// The results of a network's look-ups.
package struct LookUpResults: Sendable {
    package enum End: String, Sendable, CaseIterable {
        case found
        case missing
        case wrong = "wrong value"
        case unfinished
    }

    /// A look-up that can be drawn.
    package struct Sample: Sendable, Equatable {
        package let lookUp: CampaignPlan.LookUp
        package let path: [Int]
        package let itemPosition: UInt64
    }

    /// A node that can be drawn.
    package struct Resident: Sendable, Equatable {
        package let number: Int
        package let position: UInt64
        package let behaviour: PeerBehaviour
        package let isRunning: Bool
    }

    package let profile: String
    package let settings: CampaignSettings
    /// By ``End``, in its order.
    package let ends: [Int]
    package let success: ExactBinomial
    /// Nodes along the path of each look-up that succeeded.
    package let hops: CountDistribution
    /// Requests and answers of each look-up that ended.
    package let messages: CountDistribution
    /// Look-ups that failed although the item's owner took it for stored.
    package let lostCount: Int
    /// Honest running nodes that hold an item, before the look-ups and after them.
    package let copiesBefore: CountDistribution
    package let copiesAfter: CountDistribution
    /// The first node has nobody to join.
    package let joinedCount: Int
    package let storedCount: Int
    package let startedNodeCount: Int
    package let counts: MessageCounts
    package let simulatedMilliseconds: Int
    package let digest: Digest
    /// All that were started, by their numbers.
    package let residents: [Resident]
    package let sample: Sample?
    /// The routing table of the sample's node, or of the first one.
    package let tableOwner: Int
    package let table: [PeerBucket]

    package func count(_ end: End) -> Int {
        ends[End.allCases.firstIndex(of: end) ?? 0]
    }
}
