/// The errors of the pallet by which it refuses a call, by their names.
package enum ChainRefusal: String, Error, Sendable, CaseIterable {
    case subnetEpochDataIsNone = "SubnetEpochDataIsNone"
    case noElectedValidator = "NoElectedValidator"
    case invalidValidator = "InvalidValidator"
    case subnetRewardsAlreadySubmitted = "SubnetRewardsAlreadySubmitted"
    case scoreOverflow = "ScoreOverflow"
    case invalidHotkeySubnetNodeID = "InvalidHotkeySubnetNodeId"
    case invalidSubnetNodeID = "InvalidSubnetNodeId"
    case invalidEmergencySubnetNodeID = "InvalidEmergencySubnetNodeId"
    case invalidSubnetConsensusSubmission = "InvalidSubnetConsensusSubmission"
    case alreadyAttested = "AlreadyAttested"
}
