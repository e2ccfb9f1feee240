internal import CKernels

/// Rows of an operand as limbs, cut by the kernels of one variant: tile by tile, as many limbs as
/// the numbers of each tile need.
struct Limbs {
    let buffer: AlignedBuffer<UInt8>
    /// The order in which rows are cut; nil where it is their own.
    let order: AlignedBuffer<UInt32>?

    /// The rows of an operand.
    ///
    /// - Parameters:
    ///   - job: everything but the limbs and the order; x points to [M, K] elements.
    init(_ job: ck_product, table: KernelTable, workers: Workers) {
        var job = unsafe job
        let order = unsafe Self.order(job, table: table, workers: workers)
        unsafe job.rows = order.map { unsafe UnsafePointer($0.start) }
        let kernels = unsafe table.kernels
        let tileCount = unsafe kernels.pointee.tile_count(job.M)
        let buffer = unsafe AlignedBuffer<UInt8>(
            unwrittenCount: tileCount * kernels.pointee.tile_bytes(job.pair_count),
            table.placement)
        unsafe job.limbs = UnsafeMutableRawPointer(buffer.start)
        let shared = unsafe Shared((job, kernels))
        workers.split(tileCount) { _, range in
            var (job, kernels) = unsafe shared.value
            unsafe kernels.pointee.cut(&job, range.lowerBound, range.upperBound)
        }
        self.buffer = buffer
        self.order = order
    }

    /// Rows that need fewer digits first, so that they are not in a tile with others; nil for
    /// words, of which a wide one takes few others with it.
    private static func order(
        _ job: ck_product, table: KernelTable, workers: Workers
    ) -> AlignedBuffer<UInt32>? {
        guard case .bytes = LimbFormat(table) else { return nil }
        let rowCount = unsafe job.M
        let counts = unsafe [Int](unsafeUninitializedCapacity: rowCount) { counts, written in
            written = rowCount
            let shared = unsafe Shared((job, table.kernels, counts))
            workers.split(rowCount) { _, range in
                let (job, kernels, counts) = unsafe shared.value
                for row in range {
                    let magnitude = unsafe kernels.pointee.operand_magnitude(
                        job.x! + row * job.K, job.K, job.shift)
                    unsafe counts[row] = LimbFormat.digitCount(magnitude: Int64(magnitude))
                }
            }
        }
        let order = AlignedBuffer<UInt32>(unwrittenCount: rowCount, table.placement)
        var place = 0
        for count in 1...Int(CK_PLANE_COUNT_MAX) {
            for row in counts.indices where counts[row] == count {
                unsafe order.start[place] = UInt32(row)
                place += 1
            }
        }
        return order
    }
}
