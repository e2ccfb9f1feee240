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
        packed = KernelPlanes(matrix, LimbFormat(table))
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
        let limbs = Limbs(
            left.elements, rows: 0..<left.rows, columns: rows, shift: 0, planeBounds: packed.bounds,
            table: table, workers: .alone)
        let count = left.rows * columns
        let elements = unsafe [Int64](unsafeUninitializedCapacity: count) { buffer, written in
            written = count
            guard count > 0 else { return }
            var job = unsafe job(limbs, rowCount: left.rows)
            unsafe job.sums = buffer.baseAddress
            unsafe job.result_stride = columns
            var range = ck_product_range()
            unsafe table.kernels.pointee.product(&job, 0, packed.panelCount, &range)
        }
        return IntegerMatrix(rows: left.rows, columns: columns, elements: elements)
    }

    private func job(_ limbs: Limbs, rowCount: Int) -> ck_product {
        var job = unsafe ck_product()
        unsafe job.limbs = UnsafeRawPointer(limbs.buffer.start)
        unsafe job.M = rowCount
        unsafe job.N = columns
        unsafe job.pair_count = packed.depth / 2
        unsafe job.limb_count = Int32(limbs.plan.count)
        unsafe job.limb_shift = Int32(limbs.plan.shift)
        unsafe job.plane_count = Int32(packed.planes.count)
        unsafe withUnsafeMutableBytes(of: &job.planes) { bytes in
            let pointers = unsafe bytes.bindMemory(to: UnsafeRawPointer?.self)
            for (index, plane) in packed.planes.enumerated() {
                unsafe pointers[index] = UnsafeRawPointer(plane.start)
            }
        }
        unsafe withUnsafeMutableBytes(of: &job.pair_count_max) { bytes in
            let counts = unsafe bytes.bindMemory(to: Int.self)
            for (index, planeBound) in packed.bounds.enumerated() {
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
            x.elements, rows: taken, columns: rows, shift: 4, planeBounds: packed.bounds,
            table: table, workers: workers)
        range.limbProductCount =
            taken.count * rows * ranges.reduce(0) { $0 + $1.count } * limbs.plan.count
            * packed.planes.count
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
