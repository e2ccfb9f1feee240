internal import CKernels

/// Products and operations by the C kernels of one variant.
///
/// Operands are cut into limbs, as many as their measured magnitudes need: weights into planes
/// once, when they are packed; activations with every call.
struct KernelGEMM: ExactGEMM {
    let name: String
    let elements: any ElementKernels
    private let table: KernelTable

    /// The variants that this machine can run, the fastest first.
    static let usable: [KernelGEMM] = {
        var usable: [KernelGEMM] = []
        while let kernels = unsafe ck_usable_kernels(usable.count) {
            unsafe usable.append(KernelGEMM(KernelTable(kernels)))
        }
        return usable
    }()

    /// Tiles of bytes in plain C, for tests on processors that have none.
    static let emulatedTiles = unsafe KernelGEMM(KernelTable(ck_emulated_tile_kernels()))

    /// The same with its buffers elsewhere.
    func placed(_ placement: BufferPlacement) -> KernelGEMM {
        unsafe KernelGEMM(KernelTable(table.kernels, placement))
    }

    private init(_ table: KernelTable) {
        self.table = table
        name = unsafe String(cString: table.kernels.pointee.name)
        elements = KernelElements(table)
    }

    func packed(_ matrix: BoundedMatrix) -> any PackedMatrix {
        KernelMatrix(matrix, table)
    }

    func multiplyAtPeak(rounds: Int) -> Int {
        _ = unsafe table.kernels.pointee.peak(rounds)
        return unsafe rounds * table.kernels.pointee.peak_products
    }
}
