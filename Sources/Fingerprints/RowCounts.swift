/// How many attention rows there are of each kind.
public struct RowCounts: Sendable, Equatable {
    /// In the order of ``RowKind``'s cases.
    private var counts = [Int](repeating: 0, count: RowKind.allCases.count)

    public init() {}

    /// **Shapes:** row [T] with a positive sum. A row of one position says as little as a uniform
    /// one, and counts as that.
    public mutating func add(_ row: [Int64]) {
        let kind = row.count < 2 ? RowKind.flat : RowKind(row)
        counts[RowKind.allCases.firstIndex(of: kind)!] += 1
    }

    public mutating func merge(_ other: RowCounts) {
        for index in counts.indices { counts[index] += other.counts[index] }
    }

    public subscript(kind: RowKind) -> Int { counts[RowKind.allCases.firstIndex(of: kind)!] }

    public var total: Int { counts.reduce(0, +) }

    /// Rows that lie on a single position.
    public var onePosition: Int { self[.first] + self[.own] + self[.other] }

    /// Whether the greater part of the rows says nothing of its text.
    public var sayLittle: Bool { 2 * (self[.flat] + onePosition) > total }
}
