/// The ids from `lower` on and below `upper`, where no upper end means 2^160.
package struct IdentifierRange: Sendable, Equatable {
    package let lower: MeshID
    package let upper: MeshID?

    package static let all = IdentifierRange(lower: .zero, upper: nil)

    package init(lower: MeshID, upper: MeshID?) {
        self.lower = lower
        self.upper = upper
    }

    package func contains(_ id: MeshID) -> Bool {
        lower <= id && (upper.map { id < $0 } ?? true)
    }

    /// (lower + upper) / 2, rounded down; nil where no id lies between the two.
    package var middle: MeshID? {
        let ends = zip([0] + lower.bytes, upper.map { [0] + $0.bytes } ?? Self.circumference)
        var sum: [UInt8] = []
        var carry = 0
        for (low, high) in Array(ends).reversed() {
            let digit = Int(low) + Int(high) + carry
            sum.append(UInt8(truncatingIfNeeded: digit))
            carry = digit >> 8
        }
        var half: [UInt8] = []
        var above = 0
        for digit in sum.reversed() {
            let value = above << 8 | Int(digit)
            half.append(UInt8(truncatingIfNeeded: value / 2))
            above = value % 2
        }
        guard let middle = try? MeshID(bytes: half), lower < middle else { return nil }
        return middle
    }

    /// 2^160 in 21 bytes.
    private static let circumference = [1] + [UInt8](repeating: 0, count: 20)

    /// The ends as 21 bytes each.
    package var ends: (lower: [UInt8], upper: [UInt8]) {
        ([0] + lower.bytes, upper.map { [0] + $0.bytes } ?? Self.circumference)
    }
}
