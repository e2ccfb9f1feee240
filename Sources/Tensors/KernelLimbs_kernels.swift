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
    static let pairCountWorthwhile = 32

    /// - Parameters:
    ///   - magnitude: of the operand, at most 2^28.
    ///   - planeBounds: the largest magnitude of each plane of the other operand.
    init(_ format: LimbFormat, magnitude: Int64, planeBounds: [Int64], pairCount: Int) {
        precondition((0...1 << 28).contains(magnitude), "an operand of \(magnitude)")
        if format == .bytes {
            self.init(count: LimbFormat.digitCount(magnitude: magnitude), shift: 8, bound: 128)
            return
        }
        let single = LimbPlan(count: 1, shift: 0, bound: magnitude)
        let enough = min(pairCount, Self.pairCountWorthwhile)
        if magnitude <= Int64(Int16.max),
            planeBounds.allSatisfy({ single.pairCountMax(planeBound: $0) >= enough })
        {
            self = single
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

    /// How many pairs of products a 32-bit sum holds: 2 · bound · planeBound each.
    ///
    /// **Bounds:** 2^15 · 2^15 · 2 ≤ 2^31; it passes 2^31 − 1 only where both are −2^15, which no
    /// limb is: bounds are magnitudes up to 2^15 − 1, or 2^14 for a low limb.
    func pairCountMax(planeBound: Int64) -> Int {
        Int(Int64(Int32.max) / max(2 * bound * planeBound, 1))
    }
}

/// Rows of an operand as limbs.
struct Limbs {
    let plan: LimbPlan
    let buffer: AlignedBuffer<UInt8>

    /// - Parameters:
    ///   - elements: [T, K], of which `rows` are taken.
    ///   - shift: the rounding shift that makes them operands.
    init(
        _ elements: [Int32], rows: Range<Int>, columns: Int, shift: Int, planeBounds: [Int64],
        table: KernelTable, workers: Workers
    ) {
        let format = LimbFormat(table)
        let depth = format.padded(depth: columns)
        (plan, buffer) = unsafe elements.withUnsafeBufferPointer { source in
            let source = unsafe Shared(source.baseAddress)
            var magnitudes = [Int32](repeating: 0, count: workers.count)
            unsafe magnitudes.withUnsafeMutableBufferPointer { buffer in
                let magnitudes = unsafe Shared(buffer)
                workers.split(rows.count) { part, range in
                    guard let start = unsafe source.value else { return }
                    unsafe magnitudes.value[part] = table.kernels.pointee.operand_magnitude(
                        start + (rows.lowerBound + range.lowerBound) * columns,
                        range.count * columns, Int32(shift))
                }
            }
            let plan = LimbPlan(
                format, magnitude: Int64(magnitudes.max()!), planeBounds: planeBounds,
                pairCount: depth / 2)
            let rowBytes = plan.count * depth * format.byteCount
            let rowCount = format.padded(rows: rows.count, limbCount: plan.count)
            let limbs = AlignedBuffer<UInt8>(unwrittenCount: rowCount * rowBytes)
            workers.split(rowCount) { _, range in
                guard let start = unsafe source.value else { return }
                for row in range {
                    let limb = unsafe limbs.start + row * rowBytes
                    // What is there for the kernel's shape alone is zero.
                    if depth > columns || row >= rows.count {
                        unsafe limb.initialize(repeating: 0, count: rowBytes)
                    }
                    guard row < rows.count else { continue }
                    unsafe table.kernels.pointee.split_row(
                        limb, depth,
                        start + (rows.lowerBound + row) * columns, columns, Int32(shift),
                        Int32(plan.count), Int32(plan.shift))
                }
            }
            return (plan, limbs)
        }
    }
}
