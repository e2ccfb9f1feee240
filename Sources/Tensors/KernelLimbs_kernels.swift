internal import CKernels

/// How wide a kernel's limbs are.
enum LimbFormat {
    /// 16 bits: one limb or two, cut where both are smallest; weights mostly in one plane.
    case words
    /// 8 bits, for processors that multiply tiles of bytes: balanced digits of base 256.
    case bytes

    init(_ table: KernelTable) {
        self = unsafe table.kernels.pointee.limb_bits == 8 ? .bytes : .words
    }

    var byteCount: Int { self == .bytes ? 1 : 2 }

    /// A depth as it is stored: what is behind it is zero.
    func padded(depth: Int) -> Int {
        let multiple = self == .bytes ? Int(CK_BYTE_DEPTH_MULTIPLE) : 2
        return (depth + multiple - 1) / multiple * multiple
    }

    /// Rows as they are stored, likewise.
    func padded(rows: Int, limbCount: Int) -> Int {
        switch self {
        case .bytes:
            let multiple = Int(CK_BYTE_ROW_MULTIPLE)
            return (rows + multiple - 1) / multiple * multiple
        case .words:
            let multiple = Int(CK_LIMB_ROW_MULTIPLE) / limbCount
            return (rows + multiple - 1) / multiple * multiple
        }
    }

    /// How many digits of base 256 from −128 to 127 hold everything within ±magnitude.
    static func digitCount(magnitude: Int64) -> Int {
        // 127, 32,639, 8,355,711: one less than half of what the digits count, less the carries.
        [127, 32_639, 8_355_711].firstIndex { magnitude <= $0 }.map { $0 + 1 } ?? 4
    }
}

/// How an operand's magnitude is spread over limbs.
struct LimbPlan: Equatable {
    let count: Int
    /// What the second limb of 16 bits counts: a = low + high · 2^shift with
    /// −2^(shift−1) ≤ low < 2^(shift−1).
    let shift: Int
    /// The largest magnitude of a limb.
    let bound: Int64

    /// Below this many pairs to a 32-bit sum, a second limb costs less than adding up so often.
    private static let pairCountWorthwhile = PlaneBound.chunkPairCount

    /// The largest magnitude that is best taken in one limb of 16 bits.
    static func singleMagnitudeMax(_ bounds: [PlaneBound], pairCount: Int) -> Int64 {
        let enough = min(pairCount, pairCountWorthwhile)
        return bounds.reduce(Int64(Int16.max)) { min($0, $1.limbBoundMax(pairCount: enough)) }
    }

    /// - Parameters:
    ///   - magnitude: of the operand, at most 2^28.
    ///   - singleMagnitudeMax: see there; of no meaning to bytes.
    init(_ format: LimbFormat, magnitude: Int64, singleMagnitudeMax: Int64) {
        precondition((0...1 << 28).contains(magnitude), "an operand of \(magnitude)")
        if format == .bytes {
            self.init(count: LimbFormat.digitCount(magnitude: magnitude), shift: 8, bound: 128)
            return
        }
        if magnitude <= singleMagnitudeMax {
            self.init(count: 1, shift: 0, bound: magnitude)
            return
        }
        // The shift that makes the larger limb smallest, so that most products can be summed.
        let plans = (1...15).map { shift in
            let half: Int64 = 1 << (shift - 1)
            return LimbPlan(
                count: 2, shift: shift, bound: max(half, (magnitude + half) >> shift))
        }
        self = plans.min { $0.bound < $1.bound }!
        precondition(bound <= Int64(Int16.max), "a limb of \(bound)")
    }

    private init(count: Int, shift: Int, bound: Int64) {
        self.count = count
        self.shift = shift
        self.bound = bound
    }
}

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
                    // What is there for the kernel's shape alone is zero.
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
