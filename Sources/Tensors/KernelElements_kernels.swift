internal import CKernels

/// The operations that are no products, by the C kernels of one variant.
struct KernelElements: ElementKernels {
    let table: KernelTable

    init(_ table: KernelTable) {
        self.table = table
    }

    func layerNormalized(
        _ x: ActivationMatrix, gain: IntegerTensor, bias: IntegerTensor, workers: Workers
    ) -> (result: ActivationMatrix, clamp: ClampCount) {
        let width = x.columns
        precondition(
            gain.columns == width && bias.columns == width && width <= Limits.widthMax,
            "\(width) columns")
        var result = ActivationMatrix(rows: x.rows, columns: width)
        var seen = [ck_clamp_count](repeating: ck_clamp_count(), count: workers.count)
        let table = table
        unsafe x.elements.withUnsafeBufferPointer { source in
            unsafe result.elements.withUnsafeMutableBufferPointer { target in
                unsafe gain.elements.withUnsafeBufferPointer { gains in
                    unsafe bias.elements.withUnsafeBufferPointer { biases in
                        unsafe seen.withUnsafeMutableBufferPointer { seen in
                            let shared = unsafe Shared((source, target, gains, biases, seen))
                            workers.split(x.rows) { part, range in
                                let (source, target, gains, biases, seen) = unsafe shared.value
                                for row in range {
                                    unsafe table.kernels.pointee.layer_norm(
                                        target.baseAddress! + row * width,
                                        source.baseAddress! + row * width, gains.baseAddress!,
                                        biases.baseAddress!, width,
                                        Int32(FixedPoint.activationClamp), &seen[part])
                                }
                            }
                        }
                    }
                }
            }
        }
        return (result, Self.merged(seen, bound: FixedPoint.activationClamp))
    }

    func rootNormalized(
        _ x: ActivationMatrix, gain: IntegerTensor, workers: Workers
    ) -> (result: ActivationMatrix, clamp: ClampCount) {
        let width = x.columns
        precondition(
            gain.columns == width && (1...Limits.widthMax).contains(width), "\(width) columns")
        var result = ActivationMatrix(rows: x.rows, columns: width)
        let clamp = unsafe split(x, into: &result, workers) { kernels, target, source, row, seen in
            unsafe gain.elements.withUnsafeBufferPointer { gains in
                unsafe kernels.rms_norm(
                    target + row * width, source + row * width, gains.baseAddress!, width,
                    Int32(FixedPoint.activationClamp), &seen)
            }
        }
        return (result, clamp)
    }

    func rotate(
        _ x: inout ActivationMatrix, positions: [Int], layout: HeadLayout, table: RotaryTable,
        workers: Workers
    ) -> ClampCount {
        let width = x.columns
        precondition(
            positions.count == x.rows && width == layout.columnCount
                && table.headWidth == layout.headWidth, "\(positions.count) positions")
        let starts = positions.map { table.places($0).lowerBound }
        var seen = [ck_clamp_count](repeating: ck_clamp_count(), count: workers.count)
        let kernels = self.table
        unsafe x.elements.withUnsafeMutableBufferPointer { target in
            unsafe table.cosines.withUnsafeBufferPointer { cosines in
                unsafe table.sines.withUnsafeBufferPointer { sines in
                    unsafe seen.withUnsafeMutableBufferPointer { seen in
                        let shared = unsafe Shared((target, cosines, sines, seen))
                        workers.split(starts.count) { part, range in
                            let (target, cosines, sines, seen) = unsafe shared.value
                            for row in range {
                                unsafe kernels.kernels.pointee.rotate(
                                    target.baseAddress! + row * width,
                                    cosines.baseAddress! + starts[row],
                                    sines.baseAddress! + starts[row], layout.rotatedHeadCount,
                                    layout.headWidth, Int32(FixedPoint.activationClamp),
                                    &seen[part])
                            }
                        }
                    }
                }
            }
        }
        return Self.merged(seen, bound: FixedPoint.activationClamp)
    }

    func gated(
        _ x: ActivationMatrix, workers: Workers
    ) -> (result: ActivationMatrix, clamp: ClampCount) {
        let width = x.columns / 2
        precondition(x.columns == 2 * width, "\(x.columns) columns")
        var result = ActivationMatrix(rows: x.rows, columns: width)
        let clamp = unsafe split(x, into: &result, workers) { kernels, target, source, row, seen in
            let gate = unsafe source + row * 2 * width
            unsafe kernels.swiglu(
                target + row * width, gate, gate + width, width,
                Int32(FixedPoint.activationClamp), &seen)
        }
        return (result, clamp)
    }

    /// Rows by a kernel that reads one matrix and writes another.
    private func split(
        _ x: ActivationMatrix, into result: inout ActivationMatrix, _ workers: Workers,
        _ body:
            @Sendable (
                _ kernels: ck_kernels, _ target: UnsafeMutablePointer<Int32>,
                _ source: UnsafePointer<Int32>, _ row: Int, _ seen: inout ck_clamp_count
            ) -> Void
    ) -> ClampCount {
        var seen = [ck_clamp_count](repeating: ck_clamp_count(), count: workers.count)
        let (table, rows) = (table, x.rows)
        unsafe x.elements.withUnsafeBufferPointer { source in
            unsafe result.elements.withUnsafeMutableBufferPointer { target in
                unsafe seen.withUnsafeMutableBufferPointer { seen in
                    let shared = unsafe Shared((source, target, seen))
                    workers.split(rows) { part, range in
                        let (source, target, seen) = unsafe shared.value
                        let kernels = unsafe table.kernels.pointee
                        for row in range {
                            unsafe body(
                                kernels, target.baseAddress!, source.baseAddress!, row,
                                &seen[part])
                        }
                    }
                }
            }
        }
        return Self.merged(seen, bound: FixedPoint.activationClamp)
    }

    func geluActivate(_ x: inout ActivationMatrix, workers: Workers) {
        let table = table
        unsafe x.elements.withUnsafeMutableBufferPointer { buffer in
            let shared = unsafe Shared(buffer)
            workers.split(buffer.count, step: 64) { _, range in
                unsafe table.kernels.pointee.gelu(
                    shared.value.baseAddress! + range.lowerBound, range.count)
            }
        }
    }

    func add(_ branch: ActivationMatrix, to x: inout ActivationMatrix) -> ClampCount {
        precondition(branch.rows == x.rows && branch.columns == x.columns, "shapes differ")
        var seen = ck_clamp_count()
        unsafe x.elements.withUnsafeMutableBufferPointer { target in
            unsafe branch.elements.withUnsafeBufferPointer { source in
                guard let start = target.baseAddress else { return }
                unsafe table.kernels.pointee.add_clamped(
                    start, source.baseAddress!, target.count, Int32(FixedPoint.activationClamp),
                    &seen)
            }
        }
        return ClampCount(seen, bound: FixedPoint.activationClamp)
    }

    private static func merged(_ seen: [ck_clamp_count], bound: Int64) -> ClampCount {
        seen.reduce(into: ClampCount(bound: bound)) { $0.merge(ClampCount($1, bound: bound)) }
    }
}
