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
        let count = left.rows * columns
        let elements = unsafe [Int64](unsafeUninitializedCapacity: count) { buffer, written in
            written = count
            guard count > 0 && rows > 0 else {
                // Nothing is multiplied.
                unsafe buffer.initialize(repeating: 0)
                return
            }
            unsafe left.elements.withUnsafeBufferPointer { source in
                var job = unsafe job(source.baseAddress!, rowCount: left.rows)
                unsafe job.sums = buffer.baseAddress
                _ = unsafe run(job, [0..<packed.panelCount], .alone)
            }
        }
        return IntegerMatrix(rows: left.rows, columns: columns, elements: elements)
    }

    private func job(_ x: UnsafePointer<Int32>, rowCount: Int) -> ck_product {
        var job = unsafe ck_product()
        unsafe job.x = x
        unsafe job.M = rowCount
        unsafe job.N = columns
        unsafe job.K = rows
        unsafe job.result_stride = columns
        unsafe job.pair_count = packed.depth / 2
        unsafe job.panel_pair_count = packed.depth / 2
        unsafe job.plane_count = Int32(packed.planes.count)
        unsafe withUnsafeMutableBytes(of: &job.planes) { bytes in
            let pointers = unsafe bytes.bindMemory(to: UnsafeRawPointer?.self)
            for (index, plane) in packed.planes.enumerated() {
                unsafe pointers[index] = UnsafeRawPointer(plane.start)
            }
        }
        unsafe withUnsafeMutableBytes(of: &job.bounds) { bytes in
            let bounds = unsafe bytes.bindMemory(to: ck_plane_bound.self)
            for (index, bound) in packed.bounds.enumerated() {
                unsafe bounds[index] = ck_plane_bound(
                    magnitude: bound.magnitude, squares: bound.squares.start)
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
        guard !taken.isEmpty else { return LinearRange() }
        let width = Int(CK_PANEL_WIDTH)
        let panels = ranges.map { part in
            precondition(
                part.lowerBound % width == 0
                    && (part.upperBound % width == 0 || part.upperBound == columns),
                "columns \(part)")
            return part.lowerBound / width..<(part.upperBound + width - 1) / width
        }
        return unsafe result.elements.withUnsafeMutableBufferPointer { buffer in
            unsafe bias.elements.withUnsafeBufferPointer { biasBuffer in
                unsafe x.elements.withUnsafeBufferPointer { source in
                    var job = unsafe job(
                        source.baseAddress! + taken.lowerBound * rows, rowCount: taken.count)
                    unsafe job.shift = 4
                    unsafe job.bias = biasBuffer.baseAddress
                    unsafe job.result = buffer.baseAddress! + taken.lowerBound * columns
                    unsafe job.clamp = Int32(FixedPoint.activationClamp)
                    return unsafe run(job, panels, workers)
                }
            }
        }
    }

    /// Cuts the rows, then each worker takes a range of panels, in whole tiles.
    private func run(
        _ job: ck_product, _ ranges: [Range<Int>], _ workers: Workers
    ) -> LinearRange {
        let limbs = unsafe Limbs(job, table: table, workers: workers)
        var job = unsafe job
        unsafe job.limbs = UnsafeMutableRawPointer(limbs.buffer.start)
        unsafe job.rows = limbs.order.map { unsafe UnsafePointer($0.start) }
        var seen = [ck_product_range](repeating: ck_product_range(), count: workers.count)
        unsafe seen.withUnsafeMutableBufferPointer { buffer in
            let shared = unsafe Shared((job, buffer, table.kernels))
            for panels in ranges {
                workers.split(panels.count, step: 3) { part, range in
                    var (job, seen, kernels) = unsafe shared.value
                    unsafe kernels.pointee.product(
                        &job, panels.lowerBound + range.lowerBound,
                        panels.lowerBound + range.upperBound, &seen[part])
                }
            }
        }
        return withExtendedLifetime(limbs) {
            seen.reduce(into: LinearRange()) { total, part in
                var range = LinearRange()
                range.sumMagnitudeMax = part.magnitude
                range.clamp = ClampCount(part.clamp, bound: FixedPoint.activationClamp)
                range.limbProductCount = Int(part.limb_product_count)
                total.merge(range)
            }
        }
    }
}
