/// The backends of this machine.
public enum Backends {
    public static let reference: any ExactGEMM = ReferenceGEMM()

    /// The one to take by default first.
    public static let usable: [any ExactGEMM] = {
        let openBLAS: [any ExactGEMM] = OpenBLASGEMM().map { [$0] } ?? []
        return KernelGEMM.usable + openBLAS + [reference]
    }()

    /// Names that a machine may or may not have.
    public static let names = [
        "amx-int8", "avx512-vnni", "avx2", "neon", "portable", "openblas", "reference",
    ]

    /// The kernels of `amx-int8` with its tiles emulated: slow, for tests where none are.
    package static let emulatedTiles: any ExactGEMM = KernelGEMM.emulatedTiles

    /// The kernels of a name with their buffers placed otherwise; nil where this machine has no
    /// kernels of that name. OpenBLAS and the reference have no buffers of ours.
    package static func placed(_ name: String, _ placement: BufferPlacement) -> (any ExactGEMM)? {
        KernelGEMM.usable.first { $0.name == name }?.placed(placement)
    }

    /// What OpenBLAS says of itself; nil where there is none.
    public static var openBLASDescription: String? { OpenBLASGEMM.libraryDescription }

    public static func named(_ name: String) -> (any ExactGEMM)? {
        usable.first { $0.name == name }
    }
}
