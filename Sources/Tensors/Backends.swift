/// The registry of all implementations of ``ExactGEMM``: the fastest first, the definition last.
public enum Backends {
    public static let reference: any ExactGEMM = ReferenceGEMM()

    /// The default. OpenBLAS, whose threads take time as soon as it is loaded, is not touched.
    public static var fastest: any ExactGEMM { KernelGEMM.usable.first ?? usable[0] }

    /// The backends that this machine can run, the fastest first.
    public static let usable: [any ExactGEMM] = {
        let openBLAS: [any ExactGEMM] = OpenBLASGEMM().map { [$0] } ?? []
        return KernelGEMM.usable + openBLAS + [reference]
    }()

    /// The names of all backends, whether or not this machine can run them.
    public static let names = [
        "amx-int8", "avx512-vnni", "avx2", "neon", "portable", "openblas", "reference",
    ]

    /// The kernels of `amx-int8` with its tiles emulated: slow, for tests where none are.
    package static let emulatedTiles: any ExactGEMM = KernelGEMM.emulatedTiles

    /// The kernels of that name with their buffers placed otherwise; nil where this machine has no
    /// kernels of that name. OpenBLAS and the reference have no such buffers.
    package static func placed(_ name: String, _ placement: BufferPlacement) -> (any ExactGEMM)? {
        KernelGEMM.usable.first { $0.name == name }?.placed(placement)
    }

    /// OpenBLAS's description of itself: version, build options, kernels chosen; nil where the
    /// machine has no OpenBLAS.
    public static var openBLASDescription: String? { OpenBLASGEMM.libraryDescription }

    /// The backend of that name; nil where this machine cannot run it.
    public static func named(_ name: String) -> (any ExactGEMM)? {
        KernelGEMM.usable.first { $0.name == name } ?? usable.first { $0.name == name }
    }
}
