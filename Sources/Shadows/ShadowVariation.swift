/// A way of adding up a sum; everything else of a pass stays the same.
package struct ShadowVariation: Sendable, Hashable {
    package enum Order: Sendable, Hashable {
        /// From +0, the first term first.
        case ascending
        /// From +0, the last term first.
        case descending
        /// Neighbours first, then their sums, as a tree.
        case pairwise
        /// A partial sum for each lane of a vector: terms by index modulo the number of lanes, the
        /// sums joined as a tree.
        case lanes(Int)
        /// A partial sum for each thread: contiguous ranges of terms, the sums joined from the
        /// first on.
        case parts(Int)
        /// From +0, the first term first, with the lost part carried along (Kahan).
        case compensated
    }

    /// The name on the command line.
    package let name: String
    /// The way of adding sums, for people.
    package let note: String
    package let order: Order
    /// Whether products are added without rounding them first.
    package let isFused: Bool
    /// Whether OpenBLAS multiplies the matrices; sums that are no products keep their order.
    package let usesBLAS: Bool

    private init(
        _ name: String, _ note: String, _ order: Order, isFused: Bool = false,
        usesBLAS: Bool = false
    ) {
        self.name = name
        self.note = note
        self.order = order
        self.isFused = isFused
        self.usesBLAS = usesBLAS
    }

    /// The variation that all others are compared with.
    package static let base = ShadowVariation("ascending", "first term to last", .ascending)

    /// All variations but the base.
    package static let all = [
        ShadowVariation("descending", "last term to first", .descending),
        ShadowVariation("pairwise", "a tree over neighbours", .pairwise),
        ShadowVariation("lanes4", "4 partial sums, as SSE and NEON", .lanes(4)),
        ShadowVariation("lanes8", "8 partial sums, as AVX2", .lanes(8)),
        ShadowVariation("lanes16", "16 partial sums, as AVX-512", .lanes(16)),
        ShadowVariation("threads2", "the depth split over 2 threads", .parts(2)),
        ShadowVariation("threads4", "the depth split over 4 threads", .parts(4)),
        ShadowVariation("fma", "as the base, fused multiply-adds", .ascending, isFused: true),
        ShadowVariation("lanes8-fma", "8 partial sums, fused", .lanes(8), isFused: true),
        ShadowVariation("kahan", "compensated: a control", .compensated),
        ShadowVariation("openblas", "OpenBLAS sgemm", .ascending, usesBLAS: true),
    ]

    package static func named(_ name: String) -> ShadowVariation? { all.first { $0.name == name } }
}
