internal import CKernels

/// Work that is done for its time alone: what a processor and its memory can do at most.
public enum KernelPeaks {
    /// The variants of this machine, the fastest first, and OpenBLAS where it is.
    public static var names: [String] {
        KernelGEMM.usable.map(\.name) + (Backends.named("openblas").map { [$0.name] } ?? [])
    }

    /// Multiplies limbs in registers, or float64 matrices by OpenBLAS, and nothing else.
    ///
    /// **Result:** how many products were made. **Precondition:** one of ``names``; rounds ≥ 2^16.
    public static func multiply(_ name: String, rounds: Int) -> Int {
        if name == "openblas" { return OpenBLASGEMM.multiplyAtPeak(rounds: rounds) }
        guard let gemm = KernelGEMM.usable.first(where: { $0.name == name }) else {
            preconditionFailure("no kernels \(name)")
        }
        return gemm.multiplyAtPeak(rounds: rounds)
    }

    /// Reads all of `words` once.
    public static func read(_ words: [UInt64]) -> UInt64 {
        unsafe words.withUnsafeBufferPointer { buffer in
            buffer.isEmpty ? 0 : unsafe ck_read(buffer.baseAddress!, buffer.count)
        }
    }
}
