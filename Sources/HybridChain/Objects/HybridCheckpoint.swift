/// The last block of a chain that is not above an epoch's first slot.
package struct HybridCheckpoint: Sendable, Hashable {
    package let epoch: UInt64
    package let root: [UInt8]

    package init(epoch: UInt64, root: [UInt8]) {
        self.epoch = epoch
        self.root = root
    }

    package var bytes: [UInt8] { epoch.hybridBytes + root }
}

/// A step from a justified checkpoint to a later one, as a vote asks for it.
package struct HybridLink: Sendable, Hashable {
    package let source: HybridCheckpoint
    package let target: HybridCheckpoint

    package init(source: HybridCheckpoint, target: HybridCheckpoint) {
        self.source = source
        self.target = target
    }

    /// Whether nobody may vote for both: one target epoch, or one link surrounds the other.
    package func conflicts(with other: HybridLink) -> Bool {
        target.epoch == other.target.epoch || surrounds(other) || other.surrounds(self)
    }

    private func surrounds(_ other: HybridLink) -> Bool {
        source.epoch < other.source.epoch && other.target.epoch < target.epoch
    }
}
