internal import Cryptography
internal import Platform

/// The integer weights hash, computed by a thread of its own while more integers are made.
/// **Source:** protocol v4, section 2.
final class WeightsHasher: Sendable {
    /// The most parts that wait to be hashed, each as large as a container's.
    private static let waitingPartCountMax = 8
    private let hasher = Background(SHA256Hasher(), waitingMax: waitingPartCountMax)

    /// A tensor's name, before its elements.
    func begin(_ name: String) {
        hasher.add { $0.update(Array(name.utf8)) }
    }

    /// The next elements of the tensor.
    func add(_ elements: [Int32]) {
        hasher.add { $0.update(elements) }
    }

    /// Lower-case hex.
    func finished() -> String { hasher.finished().finalized().text }
}

extension SHA256Hasher {
    /// Every element as a little-endian 64-bit integer. Golden-bearing.
    fileprivate mutating func update(_ elements: [Int32]) {
        let partCount = 8192
        for start in stride(from: 0, to: elements.count, by: partCount) {
            let part = elements[start..<min(start + partCount, elements.count)]
            let wide = part.map { Int64($0).littleEndian }
            unsafe wide.withUnsafeBytes { unsafe update($0) }
        }
    }
}
