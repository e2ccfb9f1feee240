/// The registry of all implementations of ``TrainingBackend``: the fastest first, the definition
/// last.
public enum TrainingBackends {
    public static let reference: any TrainingBackend = ReferenceTrainingBackend()

    /// The backends that this machine can run, the fastest first.
    public static let usable: [any TrainingBackend] = KernelTraining.usable + [reference]

    /// The default.
    public static var fastest: any TrainingBackend { usable[0] }

    /// The names of all backends, whether or not this machine can run them.
    public static let names = ["avx512-vnni", "avx512", "avx2", "portable", "reference"]

    /// The backend of that name; nil where this machine cannot run it.
    public static func named(_ name: String) -> (any TrainingBackend)? {
        usable.first { $0.name.utf8.elementsEqual(name.utf8) }
    }
}
