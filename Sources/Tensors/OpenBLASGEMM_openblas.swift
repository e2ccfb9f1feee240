internal import COpenBLAS

/// The product by a float64 BLAS, on integers that float64 holds exactly.
///
/// This is the one file of the engine that touches floating point. **Bounds:** the depth is cut
/// into chunks whose length · left.bound · right.bound ≤ 2^53, or 2^51 in linear layers. Every
/// product and every partial sum of a chunk, in whatever order and with or without fused
/// multiply-add, is then an integer that float64 represents without rounding; chunks are added as
/// 64-bit integers.
struct OpenBLASGEMM: ExactGEMM {
    let name = "openblas"
    /// The operations that are no products run on this machine's fastest kernels, so that a
    /// benchmark compares products only.
    let elements: any ElementKernels = KernelGEMM.usable[0].elements
    private let library: Library

    /// Nil where the machine has no OpenBLAS.
    init?() {
        guard let library = Library.shared else { return nil }
        self.library = library
    }

    /// OpenBLAS's description of itself: version, build options, kernels chosen; nil where the
    /// machine has no OpenBLAS.
    static var libraryDescription: String? {
        Library.shared.map { unsafe String(cString: $0.functions.pointee.config()) }
    }

    func packed(_ matrix: BoundedMatrix) -> any PackedMatrix {
        Packed(library: library, matrix: matrix)
    }

    /// Multiplies float64 matrices and nothing else, one of [192, 768] · [768, 768] for every 2^16
    /// rounds; returns how many products were made.
    static func multiplyAtPeak(rounds: Int) -> Int {
        guard let library = Library.shared else { return 0 }
        let (m, n) = (192, 768)
        let right = BoundedMatrix(
            rows: n, columns: n, elements: [Int32](repeating: 3, count: n * n), bound: 3)
        let packed = Packed(library: library, matrix: right)
        let left = [Double](repeating: 2, count: m * n)
        var product = [Double](repeating: 0, count: m * n)
        let times = max(rounds >> 16, 1)
        for _ in 0..<times { packed.multiply(left, m, 0, n, 0..<n, &product) }
        precondition(product[0] == 6 * Double(n), "\(product[0])")
        return times * m * n * n
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
        /// The largest magnitude of an element.
        let magnitude: Int64
        let elements: [Double]  // [K, N]

        init(library: Library, matrix: BoundedMatrix) {
            self.library = library
            self.rows = matrix.rows
            self.columns = matrix.columns
            self.bound = matrix.bound
            self.magnitude = matrix.elements.reduce(0) { max($0, Int64($1.magnitude)) }
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
            let operands = x.elements[taken.lowerBound * rows..<taken.upperBound * rows]
                .map { ($0 + 8) >> 4 }
            let operandMagnitude = operands.reduce(1) { max($0, Int64($1.magnitude)) }
            let left = operands.map(Double.init)
            let (depthMax, width) = (1 << 51 / (max(1, magnitude) * operandMagnitude), columns)
            precondition(depthMax >= 1 && x.columns == rows, "one product passes 2^51")
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
                            for row in 0..<taken.count {
                                let place =
                                    (taken.lowerBound + row) * width + columns.lowerBound
                                unsafe Self.finish(
                                    sums[row * columns.count..<(row + 1) * columns.count],
                                    bias.elements[columns], result.baseAddress! + place,
                                    &seen[part])
                            }
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
            let count = leftRows * columns.count
            var sums = [Int64](repeating: 0, count: count)
            var partial = [Double](repeating: 0, count: count)
            // In the binade of 1.5 · 2^52 the spacing of float64 is 1: an integer within ±2^51 that
            // is added stands in the low bits, as it is.
            let addend = 6_755_399_441_055_744.0
            let addendBits = Int64(bitPattern: addend.bitPattern)
            for start in stride(from: 0, to: rows, by: depthMax) {
                multiply(left, leftRows, start, min(depthMax, rows - start), columns, &partial)
                unsafe sums.withUnsafeMutableBufferPointer { sums in
                    unsafe partial.withUnsafeBufferPointer { partial in
                        for index in 0..<count {
                            let bits = unsafe (partial[index] + addend).bitPattern
                            unsafe sums[index] &+= Int64(bitPattern: bits) &- addendBits
                        }
                    }
                }
            }
            return sums
        }

        /// roundShift, bias, clamp of a row.
        private static func finish(
            _ sums: ArraySlice<Int64>, _ bias: ArraySlice<Int32>,
            _ result: UnsafeMutablePointer<Int32>, _ seen: inout LinearRange
        ) {
            var (most, mostResult, hits) = (Int64(0), Int64(0), 0)
            let clamp = FixedPoint.activationClamp
            unsafe sums.withUnsafeBufferPointer { sums in
                unsafe bias.withUnsafeBufferPointer { bias in
                    for column in 0..<sums.count {
                        let sum = unsafe sums[column]
                        let y = unsafe FixedPoint.roundShift(sum, 8) &+ Int64(bias[column])
                        let (size, resultSize) = (magnitude(sum), magnitude(y))
                        most = max(most, size)
                        mostResult = max(mostResult, resultSize)
                        hits &+= resultSize > clamp ? 1 : 0
                        unsafe result[column] = Int32(
                            truncatingIfNeeded: min(max(y, -clamp), clamp))
                    }
                }
            }
            var range = LinearRange()
            range.sumMagnitudeMax = most
            range.clamp.magnitudeMax = mostResult
            range.clamp.hits = hits
            seen.merge(range)
        }

        @inline(__always)
        private static func magnitude(_ x: Int64) -> Int64 { (x ^ (x &>> 63)) &- (x &>> 63) }

        /// partial = left[:, start ..< start + count] · self[start ..< start + count, columns]
        func multiply(
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
