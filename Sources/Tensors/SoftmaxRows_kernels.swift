internal import CKernels

/// Softmax of many rows by the C kernels of this machine's fastest variant.
package struct SoftmaxRows: Sendable {
    /// The most columns, whose exponentials sum to 2^28.
    package static let columnCountMax = 4096

    package let name: String
    private let table: KernelTable

    /// By the kernels of that name; nil where this machine has none.
    package init?(named name: String) {
        var index = 0
        while let kernels = unsafe ck_usable_kernels(index) {
            let kernelName = unsafe String(cString: kernels.pointee.name)
            if kernelName.utf8.elementsEqual(name.utf8) {
                self.name = kernelName
                table = unsafe KernelTable(kernels)
                return
            }
            index += 1
        }
        return nil
    }

    /// Writes the probabilities of every row.
    ///
    /// **Shapes:** both [rows, columns]. **Units:** Q16, as ``IntegerMatrix/softmaxed()``.
    /// **Bounds:** scores from −2^40 to 2^40. **Precondition:** 1 ≤ columns ≤ 4096.
    package func write(
        _ probabilities: UnsafeMutablePointer<Int32>, of scores: UnsafePointer<Int64>, rows: Int,
        columns: Int
    ) {
        precondition((1...Self.columnCountMax).contains(columns), "\(columns) columns")
        unsafe table.kernels.pointee.softmax_rows(probabilities, scores, rows, columns)
    }
}
