internal import COpenBLAS

/// The product by a float64 BLAS, on integers that float64 holds exactly.
///
/// This is the one file of the engine that touches floating point. **Bounds:** the depth is cut
/// into chunks whose length · left.bound · right.bound ≤ 2^53. Every product and every partial sum
/// of a chunk, in whatever order and with or without fused multiply-add, is then an integer of at
/// most 53 bits, which float64 represents without rounding; chunks are added as 64-bit integers.
struct OpenBLASGEMM: ExactGEMM {
    let name = "openblas"
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
                multiply(leftElements, left.rows, start, count, &partial)
                for index in product.indices { product[index] += Int64(partial[index]) }
            }
            return IntegerMatrix(rows: left.rows, columns: columns, elements: product)
        }

        /// partial = left[:, start ..< start + count] · self[start ..< start + count, :]
        private func multiply(
            _ left: [Double], _ leftRows: Int, _ start: Int, _ count: Int, _ partial: inout [Double]
        ) {
            guard !partial.isEmpty else { return }
            let rowMajor: Int32 = 101
            let asItStands: Int32 = 111
            unsafe left.withUnsafeBufferPointer { leftBuffer in
                unsafe elements.withUnsafeBufferPointer { rightBuffer in
                    unsafe partial.withUnsafeMutableBufferPointer { partialBuffer in
                        unsafe library.functions.pointee.dgemm(
                            rowMajor, asItStands, asItStands,
                            Int32(leftRows), Int32(columns), Int32(count),
                            1, leftBuffer.baseAddress! + start, Int32(rows),
                            rightBuffer.baseAddress! + start * columns, Int32(columns),
                            0, partialBuffer.baseAddress!, Int32(columns))
                    }
                }
            }
        }
    }
}
