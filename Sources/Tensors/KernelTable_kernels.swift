internal import CKernels

/// **Why @unchecked:** a pointer to constant functions that live as long as the program.
@safe struct KernelTable: @unchecked Sendable {
    let kernels: UnsafePointer<ck_kernels>
    let placement: BufferPlacement

    init(_ kernels: UnsafePointer<ck_kernels>, _ placement: BufferPlacement = .usual) {
        unsafe self.kernels = kernels
        self.placement = placement
    }
}
