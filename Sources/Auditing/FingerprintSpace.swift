/// Counts how often independent fingerprints are equal, and estimates the space that they are from.
package struct FingerprintSpace: Sendable, Equatable {
    package private(set) var sampleCount = 0
    package private(set) var distinctCount = 0
    /// Unordered pairs of samples of one set.
    package private(set) var pairCount = 0
    /// Pairs that are equal.
    package private(set) var collidingPairCount = 0

    package init() {}

    /// Folds in a set of samples, which are compared among themselves only.
    package mutating func add(_ samples: [String]) {
        var counts: [String: Int] = [:]  // never iterated
        for (index, sample) in samples.enumerated() {
            let earlier = counts[sample, default: 0]
            counts[sample] = earlier + 1
            pairCount += index
            collidingPairCount += earlier
            distinctCount += earlier == 0 ? 1 : 0
        }
        sampleCount += samples.count
    }

    /// The number of equally likely fingerprints that would collide this often: the pairs divided
    /// by the colliding pairs, rounded down. Where fingerprints are not equally likely, it is the
    /// number that a guesser has to search. Nil without a collision, which gives no bound.
    package var estimate: Int? {
        collidingPairCount == 0 ? nil : pairCount / collidingPairCount
    }
}
