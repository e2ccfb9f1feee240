internal import CKernels

/// Products and operations by the C kernels of one variant.
///
/// Operands are cut into 16-bit limbs, as many as their measured magnitudes need: weights into one
/// to three planes once, when they are packed; activations into one or two limbs with every call.
struct KernelGEMM: ExactGEMM {
    let name: String
    let elements: any ElementKernels
    private let table: KernelTable

    /// The variants that this machine can run, the fastest first.
    static let usable: [KernelGEMM] = {
        var usable: [KernelGEMM] = []
        while let kernels = unsafe ck_usable_kernels(usable.count) {
            unsafe usable.append(KernelGEMM(KernelTable(kernels)))
        }
        return usable
    }()

    private init(_ table: KernelTable) {
        self.table = table
        name = unsafe String(cString: table.kernels.pointee.name)
        elements = KernelElements(table)
    }

    func packed(_ matrix: BoundedMatrix) -> any PackedMatrix {
        KernelMatrix(matrix, table)
    }

    func multiplyAtPeak(rounds: Int) -> Int {
        _ = unsafe table.kernels.pointee.peak(rounds)
        return unsafe rounds * table.kernels.pointee.peak_products
    }
}

/// **Why @unchecked:** a pointer to constant functions that live as long as the program.
@safe struct KernelTable: @unchecked Sendable {
    let kernels: UnsafePointer<ck_kernels>

    init(_ kernels: UnsafePointer<ck_kernels>) {
        unsafe self.kernels = kernels
    }
}

/// How an operand's magnitude is spread over 16-bit limbs.
///
/// a = low + high · 2^shift with −2^(shift−1) ≤ low < 2^(shift−1), or low alone. The shift is the
/// one that makes the larger limb smallest, so that most products can be summed in 32 bits.
struct LimbPlan: Equatable {
    let count: Int
    let shift: Int
    /// The largest magnitude of a limb.
    let bound: Int64

    /// Below this many pairs to a 32-bit sum, a second limb costs less than adding up so often.
    static let pairCountWorthwhile = 32

    /// - Parameters:
    ///   - magnitude: of the operand, at most 2^28.
    ///   - planeBounds: the largest magnitude of each plane of the other operand.
    init(magnitude: Int64, planeBounds: [Int64], pairCount: Int) {
        precondition((0...1 << 28).contains(magnitude), "an operand of \(magnitude)")
        let single = LimbPlan(count: 1, shift: 0, bound: magnitude)
        let enough = min(pairCount, Self.pairCountWorthwhile)
        if magnitude <= Int64(Int16.max),
            planeBounds.allSatisfy({ single.pairCountMax(planeBound: $0) >= enough })
        {
            self = single
            return
        }
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

    /// How many pairs of products a 32-bit sum holds: 2 · bound · planeBound each.
    ///
    /// **Bounds:** 2^15 · 2^15 · 2 ≤ 2^31; it passes 2^31 − 1 only where both are −2^15, which no
    /// limb is: bounds are magnitudes up to 2^15 − 1, or 2^14 for a low limb.
    func pairCountMax(planeBound: Int64) -> Int {
        Int(Int64(Int32.max) / max(2 * bound * planeBound, 1))
    }
}

/// A matrix in panels of 16-bit planes.
struct KernelMatrix: PackedMatrix {
    private let table: KernelTable
    private let rows: Int
    private let columns: Int
    private let bound: Int64
    private let panelCount: Int
    private let pairCount: Int
    private let planes: [AlignedBuffer<Int16>]
    private let planeBounds: [Int64]

    init(_ matrix: BoundedMatrix, _ table: KernelTable) {
        self.table = table
        rows = matrix.rows
        columns = matrix.columns
        bound = matrix.bound
        panelCount = (columns + Int(CK_PANEL_WIDTH) - 1) / Int(CK_PANEL_WIDTH)
        pairCount = (rows + 1) / 2
        let magnitude = matrix.elements.reduce(Int64(0)) { max($0, Int64($1.magnitude)) }
        (planes, planeBounds) = Self.planes(
            of: matrix, magnitude: magnitude, panelCount: panelCount, pairCount: pairCount)
    }

    /// w = p₀ + p₁ · 2^8 + p₂ · 2^16, where all planes but the last are from −128 to 127.
    private static func planes(
        of matrix: BoundedMatrix, magnitude: Int64, panelCount: Int, pairCount: Int
    ) -> ([AlignedBuffer<Int16>], [Int64]) {
        let width = Int(CK_PANEL_WIDTH)
        // One more for the carry that a low plane may hand upward.
        let count = magnitude <= 32_767 ? 1 : magnitude < 1 << 23 - 256 ? 2 : 3
        let planes = (0..<count).map { _ in
            AlignedBuffer<Int16>(zeroCount: panelCount * pairCount * 2 * width)
        }
        for (index, plane) in planes.enumerated() {
            let isLast = index == count - 1
            let start = unsafe plane.start
            for row in 0..<matrix.rows {
                for column in 0..<matrix.columns {
                    var rest = Int64(matrix.elements[row * matrix.columns + column])
                    for _ in 0..<index {
                        rest = (rest - Int64(Int8(truncatingIfNeeded: rest))) >> 8
                    }
                    let part = isLast ? rest : Int64(Int8(truncatingIfNeeded: rest))
                    let panel = column / width
                    let place = (panel * pairCount + row / 2) * width + column % width
                    unsafe start[place * 2 + row % 2] = Int16(part)
                }
            }
        }
        let bounds = (0..<count).map { index -> Int64 in
            index == count - 1 ? (magnitude + 128) >> (8 * Int64(index)) + 1 : 128
        }
        return (planes, count == 1 ? [magnitude] : bounds)
    }

    // MARK: Sums

    func product(with left: BoundedMatrix) -> IntegerMatrix {
        checkOperands(left, rightRows: rows, rightBound: bound)
        let magnitudeMax: Int64 = 1 << 24
        guard left.elements.contains(where: { $0.magnitude > magnitudeMax }) else {
            return sums(left)
        }
        // A wide operand is two narrow ones.
        let low = left.elements.map { ($0 << 8) >> 8 }
        let high = zip(left.elements, low).map { ($0 - $1) >> 24 }
        let parts = [low, high].map { elements in
            sums(
                BoundedMatrix(
                    rows: left.rows, columns: left.columns, elements: elements, bound: 1 << 24))
        }
        return IntegerMatrix(
            rows: left.rows, columns: columns,
            elements: zip(parts[0].elements, parts[1].elements).map { $0 + $1 << 24 })
    }

    private func sums(_ left: BoundedMatrix) -> IntegerMatrix {
        let limbs = Limbs(
            left.elements, rows: 0..<left.rows, columns: rows, shift: 0, planeBounds: planeBounds,
            table: table, workers: .alone)
        let count = left.rows * columns
        let elements = unsafe [Int64](unsafeUninitializedCapacity: count) { buffer, written in
            written = count
            guard count > 0 else { return }
            var job = unsafe job(limbs, rowCount: left.rows)
            unsafe job.sums = buffer.baseAddress
            unsafe job.result_stride = columns
            var range = ck_product_range()
            unsafe table.kernels.pointee.product(&job, 0, panelCount, &range)
        }
        return IntegerMatrix(rows: left.rows, columns: columns, elements: elements)
    }

    private func job(_ limbs: Limbs, rowCount: Int) -> ck_product {
        var job = unsafe ck_product()
        unsafe job.limbs = UnsafePointer(limbs.buffer.start)
        unsafe job.M = rowCount
        unsafe job.N = columns
        unsafe job.pair_count = pairCount
        unsafe job.limb_count = Int32(limbs.plan.count)
        unsafe job.limb_shift = Int32(limbs.plan.shift)
        unsafe job.plane_count = Int32(planes.count)
        unsafe withUnsafeMutableBytes(of: &job.planes) { bytes in
            let pointers = unsafe bytes.bindMemory(to: UnsafePointer<Int16>?.self)
            for (index, plane) in planes.enumerated() {
                unsafe pointers[index] = UnsafePointer(plane.start)
            }
        }
        unsafe withUnsafeMutableBytes(of: &job.pair_count_max) { bytes in
            let counts = unsafe bytes.bindMemory(to: Int.self)
            for (index, planeBound) in planeBounds.enumerated() {
                let count = limbs.plan.pairCountMax(planeBound: planeBound)
                precondition(count >= 1, "\(limbs.plan.bound) · \(planeBound) passes 2^30")
                unsafe counts[index] = count
            }
        }
        return unsafe job
    }

    // MARK: Linear layers

    func linear(
        _ x: ActivationMatrix, rows taken: Range<Int>, columns ranges: [Range<Int>],
        bias: IntegerTensor, into result: inout ActivationMatrix, workers: Workers
    ) -> LinearRange {
        precondition(
            x.columns == rows && result.columns == columns && bias.columns == columns
                && taken.upperBound <= min(x.rows, result.rows),
            "[\(x.rows), \(x.columns)] · [\(rows), \(columns)]")
        var range = LinearRange()
        guard !taken.isEmpty else { return range }
        let limbs = Limbs(
            x.elements, rows: taken, columns: rows, shift: 4, planeBounds: planeBounds,
            table: table, workers: workers)
        range.limbProductCount =
            taken.count * rows * ranges.reduce(0) { $0 + $1.count } * limbs.plan.count
            * planes.count
        let width = Int(CK_PANEL_WIDTH)
        let resultStart = taken.lowerBound * columns
        unsafe result.elements.withUnsafeMutableBufferPointer { buffer in
            unsafe bias.elements.withUnsafeBufferPointer { biasBuffer in
                var job = unsafe job(limbs, rowCount: taken.count)
                unsafe job.bias = biasBuffer.baseAddress
                unsafe job.result = buffer.baseAddress! + resultStart
                unsafe job.result_stride = columns
                unsafe job.clamp = Int32(FixedPoint.activationClamp)
                for part in ranges {
                    precondition(
                        part.lowerBound % width == 0
                            && (part.upperBound % width == 0 || part.upperBound == columns),
                        "columns \(part)")
                    unsafe range.merge(
                        run(
                            job, part.lowerBound / width..<(part.upperBound + width - 1) / width,
                            workers))
                }
            }
        }
        return range
    }

    /// Each worker takes a range of panels, in whole tiles.
    private func run(_ job: ck_product, _ panels: Range<Int>, _ workers: Workers) -> LinearRange {
        var seen = [ck_product_range](repeating: ck_product_range(), count: workers.count)
        unsafe seen.withUnsafeMutableBufferPointer { buffer in
            let shared = unsafe Shared((job, buffer, table.kernels))
            workers.split(panels.count, step: 3) { part, range in
                var job = unsafe shared.value.0
                unsafe shared.value.2.pointee.product(
                    &job, panels.lowerBound + range.lowerBound,
                    panels.lowerBound + range.upperBound, &shared.value.1[part])
            }
        }
        return seen.reduce(into: LinearRange()) { total, part in
            var range = LinearRange()
            range.sumMagnitudeMax = part.magnitude
            range.clamp = ClampCount(part.clamp, bound: FixedPoint.activationClamp)
            total.merge(range)
        }
    }
}

/// Rows of an operand as limbs.
struct Limbs {
    let plan: LimbPlan
    let buffer: AlignedBuffer<Int16>

    /// - Parameters:
    ///   - elements: [T, K], of which `rows` are taken.
    ///   - shift: the rounding shift that makes them operands.
    init(
        _ elements: [Int32], rows: Range<Int>, columns: Int, shift: Int, planeBounds: [Int64],
        table: KernelTable, workers: Workers
    ) {
        let pairCount = (columns + 1) / 2
        let multiple = Int(CK_LIMB_ROW_MULTIPLE)
        let sharedTable = table
        (plan, buffer) = unsafe elements.withUnsafeBufferPointer { source in
            let source = unsafe Shared(source.baseAddress)
            var magnitudes = [Int32](repeating: 0, count: workers.count)
            unsafe magnitudes.withUnsafeMutableBufferPointer { buffer in
                let magnitudes = unsafe Shared(buffer)
                workers.split(rows.count) { part, range in
                    guard let start = unsafe source.value else { return }
                    unsafe magnitudes.value[part] = sharedTable.kernels.pointee.operand_magnitude(
                        start + (rows.lowerBound + range.lowerBound) * columns,
                        range.count * columns, Int32(shift))
                }
            }
            let plan = LimbPlan(
                magnitude: Int64(magnitudes.max()!), planeBounds: planeBounds, pairCount: pairCount)
            let limbRows = (rows.count * plan.count + multiple - 1) / multiple * multiple
            let limbs = AlignedBuffer<Int16>(zeroCount: limbRows * 2 * pairCount)
            workers.split(rows.count) { _, range in
                guard let start = unsafe source.value else { return }
                for row in range {
                    let low = unsafe limbs.start + row * plan.count * 2 * pairCount
                    unsafe sharedTable.kernels.pointee.split_row(
                        low, low + (plan.count - 1) * 2 * pairCount,
                        start + (rows.lowerBound + row) * columns, columns, Int32(shift),
                        Int32(plan.count), Int32(plan.shift))
                }
            }
            return (plan, limbs)
        }
    }
}

extension ClampCount {
    init(_ seen: ck_clamp_count, bound: Int64) {
        self.init(bound: bound)
        magnitudeMax = seen.magnitude
        hits = Int(seen.hits)
    }
}
