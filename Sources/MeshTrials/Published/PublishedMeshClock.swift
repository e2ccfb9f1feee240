internal import PublishedMesh
internal import PythonValues
internal import Trials

/// The time of a published mesh, as its validators read it: that of the trial.
final class PublishedMeshClock {
    private let startBlock: Int
    private(set) var milliseconds: Int
    /// Blocks of an epoch.
    var epochBlockCount = 300

    /// Epoch 0 begins with the trial.
    init(startMilliseconds: Int) {
        milliseconds = startMilliseconds
        startBlock = Self.block(startMilliseconds)
    }

    func advance(to milliseconds: Int) { self.milliseconds = milliseconds }

    private static func block(_ milliseconds: Int) -> Int {
        milliseconds / (1000 * EpochClock.blockSeconds)
    }

    var seconds: PythonFloat { PublishedMeshTimes.seconds(milliseconds: milliseconds) }
    var now: PythonNumber { .float(seconds) }

    /// Blocks since the trial's start.
    var blockCount: Int { Self.block(milliseconds) - startBlock }
    var epoch: Int { blockCount / epochBlockCount }
    /// Blocks of this epoch that have passed.
    var elapsed: Int { blockCount % epochBlockCount }

    func epochClock() throws(PythonError) -> EpochClock {
        try EpochClock(
            block: UInt32(clamping: blockCount), slot: 0, length: UInt32(clamping: epochBlockCount))
    }
}
