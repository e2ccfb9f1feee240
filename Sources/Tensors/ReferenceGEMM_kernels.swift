internal import CKernels

/// The product as its definition: 64-bit integer sums in a plain loop.
struct ReferenceGEMM: ExactGEMM {
    let name = "reference"

    func packed(_ matrix: BoundedMatrix) -> any PackedMatrix {
        Packed(right: matrix)
    }

    private struct Packed: PackedMatrix {
        let right: BoundedMatrix

        func product(with left: BoundedMatrix) -> IntegerMatrix {
            checkOperands(left, rightRows: right.rows, rightBound: right.bound)
            let count = left.rows * right.columns
            let elements = unsafe [Int64](unsafeUninitializedCapacity: count) { buffer, written in
                written = count
                guard count > 0, let product = buffer.baseAddress else { return }
                unsafe left.elements.withUnsafeBufferPointer { leftBuffer in
                    unsafe right.elements.withUnsafeBufferPointer { rightBuffer in
                        unsafe ck_gemm_i64_i32_i32_reference(
                            product, leftBuffer.baseAddress!, rightBuffer.baseAddress!,
                            left.rows, right.columns, right.rows)
                    }
                }
            }
            return IntegerMatrix(rows: left.rows, columns: right.columns, elements: elements)
        }
    }
}
