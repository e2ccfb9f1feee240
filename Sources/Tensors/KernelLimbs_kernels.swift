internal import CKernels

/// Some rows of an operand as limbs, as many for each row.
struct Limbs {
    let plan: LimbPlan
    let buffer: AlignedBuffer<UInt8>
    /// Where the results of these rows go.
    let rows: AlignedBuffer<UInt32>

    /// The rows of an operand, in one group or in two: those that need fewer limbs apart, where
    /// that makes fewer rows of limbs in all.
    ///
    /// - Parameters:
    ///   - elements: [T, K], of which `rows` are taken.
    ///   - shift: the rounding shift that makes them operands.
    ///   - planes: what they are to be multiplied with.
    static func groups(
        _ elements: [Int32], rows: Range<Int>, columns: Int, shift: Int, planes: KernelPlanes,
        table: KernelTable, workers: Workers
    ) -> [Limbs] {
        guard !rows.isEmpty else { return [] }
        let format = LimbFormat(table)
        let single = LimbPlan.singleMagnitudeMax(planes.bounds, pairCount: planes.depth / 2)
        let source = Source(
            elements: elements, columns: columns, shift: shift, table: table, workers: workers)
        let magnitudes = source.magnitudes(rows)
        let plans = magnitudes.map {
            LimbPlan(format, magnitude: Int64($0), singleMagnitudeMax: single)
        }
        let groups = split(plans.map(\.count), format).map { group in
            Limbs(
                source, rows: group.map { rows.lowerBound + $0 },
                plan: LimbPlan(
                    format, magnitude: group.reduce(0) { max($0, Int64(magnitudes[$1])) },
                    singleMagnitudeMax: single))
        }
        return groups
    }

    /// Places of rows that need so many limbs: all together, or the narrow ones first.
    private static func split(_ limbCounts: [Int], _ format: LimbFormat) -> [[Int]] {
        let all = Array(limbCounts.indices)
        let most = limbCounts.max()!
        func cost(_ rowCount: Int, _ limbCount: Int) -> Int {
            rowCount == 0 ? 0 : format.padded(rows: rowCount, limbCount: limbCount) * limbCount
        }
        var best = (cost: cost(all.count, most), groups: [all])
        for narrowest in 1..<max(most, 1) {
            let narrow = all.filter { limbCounts[$0] <= narrowest }
            let cost = cost(narrow.count, narrowest) + cost(all.count - narrow.count, most)
            guard cost < best.cost else { continue }
            best = (cost, [narrow, all.filter { limbCounts[$0] > narrowest }])
        }
        return best.groups
    }

    /// Operands before they are cut.
    private struct Source {
        let elements: [Int32]
        let columns: Int
        let shift: Int
        let table: KernelTable
        let workers: Workers

        /// The largest magnitude of each row.
        func magnitudes(_ rows: Range<Int>) -> [Int32] {
            unsafe elements.withUnsafeBufferPointer { source in
                unsafe [Int32](unsafeUninitializedCapacity: rows.count) { result, written in
                    written = rows.count
                    let shared = unsafe Shared((source, result))
                    workers.split(rows.count) { _, range in
                        let (source, result) = unsafe shared.value
                        for row in range {
                            let start = unsafe source.baseAddress.map {
                                unsafe $0 + (rows.lowerBound + row) * columns
                            }
                            unsafe result[row] =
                                unsafe start.map {
                                    unsafe table.kernels.pointee.operand_magnitude(
                                        $0, columns, Int32(shift))
                                } ?? 0
                        }
                    }
                }
            }
        }
    }

    private init(_ source: Source, rows: [Int], plan: LimbPlan) {
        let format = LimbFormat(source.table)
        let (columns, table) = (source.columns, source.table)
        let depth = format.padded(depth: columns)
        let rowBytes = plan.count * depth * format.byteCount
        let rowCount = format.padded(rows: rows.count, limbCount: plan.count)
        let limbs = AlignedBuffer<UInt8>(unwrittenCount: rowCount * rowBytes, table.placement)
        unsafe source.elements.withUnsafeBufferPointer { elements in
            let elements = unsafe Shared(elements.baseAddress)
            source.workers.split(rowCount) { _, range in
                guard let start = unsafe elements.value else { return }
                for place in range {
                    let limb = unsafe limbs.start + place * rowBytes
                    // Padding, which only the kernel's shape needs, is zero.
                    if depth > columns || place >= rows.count {
                        unsafe limb.initialize(repeating: 0, count: rowBytes)
                    }
                    guard place < rows.count else { continue }
                    unsafe table.kernels.pointee.split_row(
                        limb, depth, start + rows[place] * columns, columns, Int32(source.shift),
                        Int32(plan.count), Int32(plan.shift))
                }
            }
        }
        let places = AlignedBuffer<UInt32>(unwrittenCount: rows.count, table.placement)
        for (place, row) in rows.enumerated() { unsafe places.start[place] = UInt32(row) }
        self.plan = plan
        buffer = limbs
        self.rows = places
    }
}
