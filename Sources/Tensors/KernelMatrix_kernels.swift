internal import CKernels

/// A right operand in panels, multiplied by the kernels of one variant.
struct KernelMatrix: PackedMatrix {
    private let table: KernelTable
    private let rows: Int
    private let columns: Int
    private let bound: Int64
    private let packed: KernelPlanes

    /// **Precondition:** bound ≤ 2^30, as of every operand of a product here.
    init(_ matrix: BoundedMatrix, _ table: KernelTable) {
        precondition(matrix.bound <= 1 << 30, "a right operand within ±\(matrix.bound)")
        self.table = table
        rows = matrix.rows
        columns = matrix.columns
        bound = matrix.bound
        packed = KernelPlanes(matrix, LimbFormat(table), table.placement)
    }

    // MARK: Sums

    func product(with left: BoundedMatrix) -> IntegerMatrix {
        checkOperands(left, rightRows: rows, rightBound: bound)
        precondition(left.bound <= 1 << 30, "a left operand within ±\(left.bound)")
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
        let groups = Limbs.groups(
            left.elements, rows: 0..<left.rows, columns: rows, shift: 0, planes: packed,
            table: table, workers: .alone)
        let count = left.rows * columns
        let elements = unsafe [Int64](unsafeUninitializedCapacity: count) { buffer, written in
            written = count
            // Nothing is multiplied.
            if rows == 0 { unsafe buffer.initialize(repeating: 0) }
            for group in groups where count > 0 && rows > 0 {
                var job = unsafe job(group)
                unsafe job.sums = buffer.baseAddress
                var range = ck_product_range()
                unsafe table.kernels.pointee.product(&job, 0, packed.panelCount, &range)
            }
        }
        return withExtendedLifetime(groups) {
            IntegerMatrix(rows: left.rows, columns: columns, elements: elements)
        }
    }

    private func job(_ group: Limbs) -> ck_product {
        var job = unsafe ck_product()
        unsafe job.limbs = UnsafeRawPointer(group.buffer.start)
        unsafe job.rows = UnsafePointer(group.rows.start)
        unsafe job.M = group.rows.count
        unsafe job.N = columns
        unsafe job.result_stride = columns
        unsafe job.pair_count = packed.depth / 2
        unsafe job.limb_count = Int32(group.plan.count)
        unsafe job.limb_shift = Int32(group.plan.shift)
        unsafe job.plane_count = Int32(packed.planes.count)
        unsafe withUnsafeMutableBytes(of: &job.planes) { bytes in
            let pointers = unsafe bytes.bindMemory(to: UnsafeRawPointer?.self)
            for (index, plane) in packed.planes.enumerated() {
                unsafe pointers[index] = UnsafeRawPointer(plane.start)
            }
        }
        unsafe withUnsafeMutableBytes(of: &job.pair_count_max) { bytes in
            let counts = unsafe bytes.bindMemory(to: Int.self)
            for (index, bound) in packed.bounds.enumerated() {
                let count = bound.pairCountMax(limbBound: group.plan.bound)
                precondition(count >= 1, "\(group.plan.bound) · \(bound.magnitude) passes 2^30")
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
            rows > 0 && x.columns == rows && result.columns == columns && bias.columns == columns
                && taken.upperBound <= min(x.rows, result.rows),
            "[\(x.rows), \(x.columns)] · [\(rows), \(columns)]")
        var range = LinearRange()
        guard !taken.isEmpty else { return range }
        let groups = Limbs.groups(
            x.elements, rows: taken, columns: rows, shift: 4, planes: packed, table: table,
            workers: workers)
        let limbRowCount = groups.reduce(0) { $0 + $1.rows.count * $1.plan.count }
        range.limbProductCount =
            limbRowCount * rows * ranges.reduce(0) { $0 + $1.count } * packed.planes.count
        let width = Int(CK_PANEL_WIDTH)
        unsafe result.elements.withUnsafeMutableBufferPointer { buffer in
            unsafe bias.elements.withUnsafeBufferPointer { biasBuffer in
                let jobs = unsafe groups.map { group in
                    var job = unsafe job(group)
                    unsafe job.bias = biasBuffer.baseAddress
                    unsafe job.result = buffer.baseAddress
                    unsafe job.clamp = Int32(FixedPoint.activationClamp)
                    return unsafe job
                }
                for part in ranges {
                    precondition(
                        part.lowerBound % width == 0
                            && (part.upperBound % width == 0 || part.upperBound == columns),
                        "columns \(part)")
                    unsafe range.merge(
                        run(
                            jobs, part.lowerBound / width..<(part.upperBound + width - 1) / width,
                            workers))
                }
            }
        }
        return withExtendedLifetime(groups) { range }
    }

    /// Limbs of this many bytes stay near while panels pass by.
    private static let nearByteCount = 256 << 10

    /// Each worker takes a range of panels, in whole tiles. Several jobs take turns while a panel
    /// is near or, where their limbs are too many for that, go one after the other.
    private func run(
        _ jobs: [ck_product], _ panels: Range<Int>, _ workers: Workers
    ) -> LinearRange {
        let tile = 3
        let limbBytes =
            unsafe jobs.reduce(0) { total, job in
                unsafe total + job.M * Int(job.limb_count) * packed.depth
            } * LimbFormat(table).byteCount
        let step = unsafe jobs.count > 1 && limbBytes <= Self.nearByteCount ? tile : panels.count
        var seen = [ck_product_range](repeating: ck_product_range(), count: workers.count)
        unsafe seen.withUnsafeMutableBufferPointer { buffer in
            let shared = unsafe Shared((jobs, buffer, table.kernels))
            workers.split(panels.count, step: tile) { part, range in
                let (jobs, seen, kernels) = unsafe shared.value
                for start in stride(from: range.lowerBound, to: range.upperBound, by: max(step, 1))
                {
                    let end = min(start + step, range.upperBound)
                    for index in unsafe jobs.indices {
                        var job = unsafe jobs[index]
                        unsafe kernels.pointee.product(
                            &job, panels.lowerBound + start, panels.lowerBound + end, &seen[part])
                    }
                }
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
