internal import CKernels

/// Work that is done for its time alone: what a processor and its memory can do at most.
public enum KernelPeaks {
    /// The variants of this machine, the fastest first.
    public static var names: [String] { KernelGEMM.usable.map(\.name) }

    /// Multiplies limbs in registers and nothing else.
    ///
    /// **Result:** how many products of limbs were made. **Precondition:** the variant is usable.
    public static func multiply(_ name: String, rounds: Int) -> Int {
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
