/// A set of validators, by their indices: those of a genesis are below 64.
package struct ValidatorSet: Sendable, Equatable {
    private var bits: UInt64 = 0

    package init() {}

    /// All below a count. **Precondition:** 0 to 64.
    package init(below count: Int) {
        bits = count < 64 ? 1 << UInt64(count) - 1 : .max
    }

    package var count: Int { bits.nonzeroBitCount }

    package var isEmpty: Bool { bits == 0 }

    /// False of any index from 64 on.
    package func contains(_ index: UInt16) -> Bool {
        index < 64 && bits >> UInt64(index) & 1 == 1
    }

    /// Nothing of an index from 64 on.
    package mutating func insert(_ index: UInt16) {
        if index < 64 { bits |= 1 << UInt64(index) }
    }

    package func subtracting(_ other: ValidatorSet) -> ValidatorSet {
        var rest = self
        rest.bits &= ~other.bits
        return rest
    }

    /// By rising index.
    package var indices: [Int] { (0..<64).filter { bits >> UInt64($0) & 1 == 1 } }
}
