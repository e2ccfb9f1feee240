/// A part of a whole, both counted.
package struct Share: Sendable, Equatable {
    package internal(set) var reached = 0
    package internal(set) var total = 0

    package init() {}

    init(_ reached: Int, of total: Int) {
        self.reached = reached
        self.total = total
    }

    static func += (left: inout Share, right: Share) {
        left.reached += right.reached
        left.total += right.total
    }

    /// Hundredths of a per cent, rounded down; 0 where the whole is 0.
    package var basisPoints: Int {
        total == 0 ? 0 : Int(Int128(reached) * 10_000 / Int128(total))
    }
}
