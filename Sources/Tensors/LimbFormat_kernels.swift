internal import CKernels

/// How wide a kernel's limbs are.
enum LimbFormat {
    /// 16 bits: one limb and a second where it is needed; weights mostly in one plane.
    case words
    /// 8 bits, for processors that multiply tiles of bytes: balanced digits of base 256.
    case bytes

    init(_ table: KernelTable) {
        self = unsafe table.kernels.pointee.limb_bits == 8 ? .bytes : .words
    }

    var byteCount: Int { self == .bytes ? 1 : 2 }

    /// A depth as it is stored: what is behind it is zero.
    func padded(depth: Int) -> Int {
        let multiple = self == .bytes ? Int(CK_BYTE_DEPTH_MULTIPLE) : 2
        return (depth + multiple - 1) / multiple * multiple
    }

    /// How many digits of base 256 from −128 to 127 hold everything within ±magnitude.
    static func digitCount(magnitude: Int64) -> Int {
        // 127, 32,639, 8,355,711: one less than half of what the digits count, less the carries.
        [127, 32_639, 8_355_711].firstIndex { magnitude <= $0 }.map { $0 + 1 } ?? 4
    }
}
