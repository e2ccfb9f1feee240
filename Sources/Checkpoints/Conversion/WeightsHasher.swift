internal import Cryptography
internal import Platform
internal import Tensors

/// The integer weights hash, computed by a thread of its own while more integers are made.
/// **Source:** protocol v4, section 2.
final class WeightsHasher: Sendable {
    /// The most parts that wait to be hashed: few are large, and their memory is in use anyhow.
    private static let waitingPartCountMax = 8
    private let hasher = Background(SHA256Hasher(), waitingMax: waitingPartCountMax)

    /// A tensor's name, before its elements.
    func begin(_ name: String) {
        hasher.add { $0.update(Array(name.utf8)) }
    }

    /// The next elements of the tensor.
    func add(_ part: IntegerPart) {
        hasher.add { $0.update(part) }
    }

    /// Lower-case hex.
    func finished() -> String { hasher.finished().finalized().text }
}

extension SHA256Hasher {
    /// Every element as a little-endian 64-bit integer. Golden-bearing.
    fileprivate mutating func update(_ part: IntegerPart) {
        unsafe part.forEachSlice { slice in
            unsafe withUnsafeTemporaryAllocation(of: Int64.self, capacity: slice.count) { wide in
                for index in 0..<slice.count {
                    unsafe wide[index] = Int64(slice[index]).littleEndian
                }
                unsafe update(UnsafeRawBufferPointer(wide))
            }
        }
    }
}
