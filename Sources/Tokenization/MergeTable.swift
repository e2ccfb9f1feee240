/// Which pairs of tokens merge, in which order of preference, and into what.
package struct MergeTable: Sendable, Equatable {
    struct Merge: Sendable, Equatable {
        /// The place in merges.txt; the lowest goes first.
        let rank: Int32
        let result: Int32
    }

    private var merges: [UInt64: Merge] = [:]  // looked up, never iterated

    package init() {}

    /// Adds a merge; false where the pair is there already.
    package mutating func insert(
        left: Int32, right: Int32, result: Int32, rank: Int32
    ) -> Bool {
        let key = Self.key(left, right)
        guard merges[key] == nil else { return false }
        merges[key] = Merge(rank: rank, result: result)
        return true
    }

    subscript(left: Int32, right: Int32) -> Merge? {
        merges[Self.key(left, right)]
    }

    private static func key(_ left: Int32, _ right: Int32) -> UInt64 {
        UInt64(UInt32(bitPattern: left)) << 32 | UInt64(UInt32(bitPattern: right))
    }
}
