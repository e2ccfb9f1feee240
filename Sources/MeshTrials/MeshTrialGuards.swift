internal import MeshLedger
internal import MeshNetwork
internal import Trials

/// The guards of a mesh and its chain together.
enum MeshTrialGuards {
    /// The network's, then those of the pallet that calls from outside can meet.
    static let published =
        PublishedMeshGuards.all
        + PublishedChainGuards.all.filter {
            [
                "InvalidValidator", "SubnetRewardsAlreadySubmitted", "AlreadyAttested",
            ].contains($0.name)
        }

    /// The network's, then those of the ledger that the network has not.
    static let hardened =
        MeshGuards.all
        + MeshLedgerGuards.all.filter {
            // Bytes that are no call are refused with or without a guard.
            !MeshGuards.all.contains($0) && $0 != MeshLedgerGuards.call
        }
}
