internal import COpenBLAS

/// The product by a float64 BLAS, on integers that float64 holds exactly.
///
/// This is the one file of the engine that touches floating point. **Bounds:** the depth is cut
/// into chunks whose length · left.bound · right.bound ≤ 2^53. Every product and every partial sum
/// of a chunk, in whatever order and with or without fused multiply-add, is then an integer of at
/// most 53 bits, which float64 represents without rounding; chunks are added as 64-bit integers.
struct OpenBLASGEMM: ExactGEMM {
    let name = "openblas"
    /// What is no product is done by this machine's fastest kernels, so that only the products are
    /// measured.
    let elements: any ElementKernels = KernelGEMM.usable[0].elements
    private let library: Library

    /// Nil where the machine has no OpenBLAS.
    init?() {
        guard let library = Library.shared else { return nil }
        self.library = library
    }

    /// What the library says of itself: version, build options, kernels chosen.
    static var libraryDescription: String? {
        Library.shared.map { unsafe String(cString: $0.functions.pointee.config()) }
    }

    func packed(_ matrix: BoundedMatrix) -> any PackedMatrix {
        Packed(library: library, matrix: matrix)
    }

    /// **Why @unchecked:** a pointer to functions of a library that is never closed.
    @safe private struct Library: @unchecked Sendable {
        let functions: UnsafePointer<cob_functions>

        /// Opened once, on first use.
        static let shared: Library? = unsafe cob_open().map { unsafe Library(functions: $0) }
    }

    private struct Packed: PackedMatrix {
        let library: Library
        let rows: Int
        let columns: Int
        let bound: Int64
        let elements: [Double]  // [K, N]

        init(library: Library, matrix: BoundedMatrix) {
            self.library = library
            self.rows = matrix.rows
            self.columns = matrix.columns
            self.bound = matrix.bound
            self.elements = matrix.elements.map(Double.init)
        }

        func product(with left: BoundedMatrix) -> IntegerMatrix {
            checkOperands(left, rightRows: rows, rightBound: bound)
            let depth = max(1, (1 << 53) / max(1, left.bound * bound))
            precondition(left.bound * bound <= 1 << 53, "one product passes 2^53")
            let leftElements = left.elements.map(Double.init)  // [M, K]
            var product = [Int64](repeating: 0, count: left.rows * columns)
            var partial = [Double](repeating: 0, count: product.count)
            for start in stride(from: 0, to: rows, by: Int(depth)) {
                let count = min(Int(depth), rows - start)
                multiply(leftElements, left.rows, start, count, 0..<columns, &partial)
                for index in product.indices { product[index] += Int64(partial[index]) }
            }
            return IntegerMatrix(rows: left.rows, columns: columns, elements: product)
        }

        func linear(
            _ x: ActivationMatrix, rows taken: Range<Int>, columns ranges: [Range<Int>],
            bias: IntegerTensor, into result: inout ActivationMatrix, workers: Workers
        ) -> LinearRange {
            let (depthMax, width) = ((1 << 53) / (max(1, bound) << 24), columns)
            precondition(depthMax >= 1 && x.columns == rows, "one product passes 2^53")
            let left = x.elements[taken.lowerBound * rows..<taken.upperBound * rows]
                .map { Double(($0 + 8) >> 4) }
            var seen = [LinearRange](repeating: LinearRange(), count: workers.count)
            unsafe result.elements.withUnsafeMutableBufferPointer { result in
                unsafe seen.withUnsafeMutableBufferPointer { seen in
                    let shared = unsafe Shared((result, seen))
                    for range in ranges {
                        workers.split(range.count, step: 16) { part, columns in
                            let columns =
                                columns.lowerBound + range.lowerBound..<columns.upperBound
                                + range.lowerBound
                            let sums = sums(left, taken.count, columns, depthMax: Int(depthMax))
                            let (result, seen) = unsafe shared.value
                            unsafe Self.finish(
                                sums, columns, bias.elements,
                                result.baseAddress! + taken.lowerBound * width, width, &seen[part])
                        }
                    }
                }
            }
            var range = seen.reduce(into: LinearRange()) { $0.merge($1) }
            range.limbProductCount = taken.count * rows * ranges.reduce(0) { $0 + $1.count }
            return range
        }

        /// left [M, K] · self[:, columns], depth by depth. [M, columns]
        private func sums(
            _ left: [Double], _ leftRows: Int, _ columns: Range<Int>, depthMax: Int
        ) -> [Int64] {
            var sums = [Int64](repeating: 0, count: leftRows * columns.count)
            var partial = [Double](repeating: 0, count: sums.count)
            for start in stride(from: 0, to: rows, by: depthMax) {
                multiply(left, leftRows, start, min(depthMax, rows - start), columns, &partial)
                for index in sums.indices { sums[index] += Int64(partial[index]) }
            }
            return sums
        }

        /// roundShift, bias, clamp.
        private static func finish(
            _ sums: [Int64], _ columns: Range<Int>, _ bias: [Int32],
            _ result: UnsafeMutablePointer<Int32>, _ stride: Int, _ seen: inout LinearRange
        ) {
            var (most, mostResult, hits) = (Int64(0), Int64(0), 0)
            let clamp = FixedPoint.activationClamp
            for (place, sum) in sums.enumerated() {
                let (row, offset) = place.quotientAndRemainder(dividingBy: columns.count)
                let column = columns.lowerBound + offset
                let y = FixedPoint.roundShift(sum, 8) + Int64(bias[column])
                most = max(most, abs(sum))
                mostResult = max(mostResult, abs(y))
                hits += abs(y) > clamp ? 1 : 0
                unsafe result[row * stride + column] = Int32(min(max(y, -clamp), clamp))
            }
            var range = LinearRange()
            range.sumMagnitudeMax = most
            range.clamp.magnitudeMax = mostResult
            range.clamp.hits = hits
            seen.merge(range)
        }

        /// partial = left[:, start ..< start + count] · self[start ..< start + count, columns]
        private func multiply(
            _ left: [Double], _ leftRows: Int, _ start: Int, _ count: Int, _ columns: Range<Int>,
            _ partial: inout [Double]
        ) {
            guard !partial.isEmpty else { return }
            let rowMajor: Int32 = 101
            let asItStands: Int32 = 111
            unsafe left.withUnsafeBufferPointer { leftBuffer in
                unsafe elements.withUnsafeBufferPointer { rightBuffer in
                    unsafe partial.withUnsafeMutableBufferPointer { partialBuffer in
                        unsafe library.functions.pointee.dgemm(
                            rowMajor, asItStands, asItStands,
                            Int32(leftRows), Int32(columns.count), Int32(count),
                            1, leftBuffer.baseAddress! + start, Int32(rows),
                            rightBuffer.baseAddress! + start * self.columns + columns.lowerBound,
                            Int32(self.columns),
                            0, partialBuffer.baseAddress!, Int32(columns.count))
                    }
                }
            }
        }
    }
}
