/// A part of a whole, both counted.
public struct Share: Sendable, Equatable {
    public internal(set) var reached = 0
    public internal(set) var total = 0

    public init() {}

    init(_ reached: Int, of total: Int) {
        self.reached = reached
        self.total = total
    }

    static func += (left: inout Share, right: Share) {
        left.reached += right.reached
        left.total += right.total
    }

    /// Hundredths of a per cent, rounded down; 0 where the whole is 0.
    public var basisPoints: Int {
        total == 0 ? 0 : Int(Int128(reached) * 10_000 / Int128(total))
    }
}
