internal import COpenBLAS

/// OpenBLAS' product of float32 matrices, on one thread, by the kernels that it chooses for this
/// processor; the environment's OPENBLAS_CORETYPE makes it choose others.
///
/// **Why @unchecked:** a pointer to functions of a library that is never closed.
@safe struct FloatBLAS: @unchecked Sendable {
    private let functions: UnsafePointer<cob_functions>

    /// Opened once, on first use; nil where this machine has none.
    static let shared: FloatBLAS? = unsafe cob_open().map { unsafe FloatBLAS(functions: $0) }

    /// to [M, N] = (left [M, K] · right [K, N]) · scale; strides are in floats.
    ///
    /// - Parameter isTransposed: whether the right operand lies as [N, K].
    func product(
        _ to: UnsafeMutablePointer<Float>, _ stride: Int, _ left: UnsafePointer<Float>,
        _ leftStride: Int, _ right: UnsafePointer<Float>, _ rightStride: Int,
        isTransposed: Bool = false, scale: Float = 1, rows: Int, depth: Int, columns: Int
    ) {
        let rowMajor: Int32 = 101
        let asItStands: Int32 = 111
        let transposed: Int32 = 112
        unsafe functions.pointee.sgemm(
            rowMajor, asItStands, isTransposed ? transposed : asItStands, Int32(rows),
            Int32(columns), Int32(depth), scale, left, Int32(leftStride), right,
            Int32(rightStride), 0, to, Int32(stride))
    }
}
