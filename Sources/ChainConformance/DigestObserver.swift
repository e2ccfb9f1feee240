internal import Architectures
internal import Cryptography
internal import Inference

/// The SHA-256 of every tensor of a pass, of its elements as little-endian 64-bit integers.
final class DigestObserver: ForwardObserver {
    /// A tensor's name and its digest, in the order of execution.
    private(set) var lines: [String] = []

    func looksAt(_ operation: Operation) -> Bool { true }

    func observe(_ operation: Operation, place: Int, sequence: Int, _ tensor: ObservedTensor) {
        var hasher = SHA256Hasher()
        hasher.update(littleEndian: tensor.elements[...])
        lines.append("\(operation.station) \(hasher.finalized().text)")
    }
}
