public import Cryptography

/// The weights of a classifier with one hidden layer.
///
/// **Shapes:** `hidden` W1 [H, D], `hiddenBias` b1 [H], `output` W2 [C, H], `outputBias` b2 [C],
/// row-major int32. **Units:** Q16. **Bounds:** each within ±2^23, checked at init: the clamp
/// that ends every step, without which the sums of a step would not fit.
public struct TrainingWeights: Sendable, Equatable {
    public let shape: TrainingShape
    public let hidden: [Int32]
    public let hiddenBias: [Int32]
    public let output: [Int32]
    public let outputBias: [Int32]

    /// **Throws:** ``TrainingError/weightRange(index:value:max:)``.
    /// **Precondition:** the counts are the shape's.
    public init(
        shape: TrainingShape, hidden: [Int32], hiddenBias: [Int32], output: [Int32],
        outputBias: [Int32]
    ) throws(TrainingError) {
        precondition(
            hidden.count == shape.hiddenCount * shape.inputCount
                && hiddenBias.count == shape.hiddenCount
                && output.count == shape.classCount * shape.hiddenCount
                && outputBias.count == shape.classCount,
            "counts of another shape than \(shape)")
        var start = 0
        for part in [hidden, hiddenBias, output, outputBias] {
            if let index = part.firstIndex(where: { $0.magnitude > TrainingShape.weightMax }) {
                throw .weightRange(
                    index: start + index, value: part[index], max: TrainingShape.weightMax)
            }
            start += part.count
        }
        self.init(
            clamped: shape, hidden: hidden, hiddenBias: hiddenBias, output: output,
            outputBias: outputBias)
    }

    /// Weights that a step has clamped. **Precondition:** they are of the shape, and in bounds.
    init(
        clamped shape: TrainingShape, hidden: [Int32], hiddenBias: [Int32], output: [Int32],
        outputBias: [Int32]
    ) {
        self.shape = shape
        self.hidden = hidden
        self.hiddenBias = hiddenBias
        self.output = output
        self.outputBias = outputBias
    }

    /// The weights that a name begins with: words of (`init`, SHA-256(name), 0), each
    /// (word & 8191) − 4096, W1 then W2; biases are 0.
    public init(shape: TrainingShape, name: String) {
        var draw = TrainingDraw(tag: "init", seed: Digests.sha256(name.utf8), number: 0)
        let hidden = draw.firstWeights(shape.hiddenCount * shape.inputCount)
        let output = draw.firstWeights(shape.classCount * shape.hiddenCount)
        self.init(
            clamped: shape, hidden: hidden,
            hiddenBias: [Int32](repeating: 0, count: shape.hiddenCount), output: output,
            outputBias: [Int32](repeating: 0, count: shape.classCount))
    }

    /// Weights as they are hashed and opened: W1, b1, W2, b2, little-endian.
    ///
    /// **Throws:** ``TrainingError/byteCount(name:expected:got:)``,
    /// ``TrainingError/weightRange(index:value:max:)``.
    public init(shape: TrainingShape, bytes: [UInt8]) throws(TrainingError) {
        guard bytes.count == shape.weightByteCount else {
            throw .byteCount(name: "weights", expected: shape.weightByteCount, got: bytes.count)
        }
        var offset = 0
        func part(_ count: Int) -> [Int32] {
            defer { offset += count * 4 }
            return (0..<count).map { index in
                let start = offset + index * 4
                let word = (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[start + $1]) << ($1 * 8) }
                return Int32(bitPattern: word)
            }
        }
        let hidden = part(shape.hiddenCount * shape.inputCount)
        let hiddenBias = part(shape.hiddenCount)
        let output = part(shape.classCount * shape.hiddenCount)
        let outputBias = part(shape.classCount)
        try self.init(
            shape: shape, hidden: hidden, hiddenBias: hiddenBias, output: output,
            outputBias: outputBias)
    }

    /// W1, b1, W2, b2, little-endian.
    public var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(shape.weightByteCount)
        for part in [hidden, hiddenBias, output, outputBias] {
            for weight in part {
                for shift in stride(from: Int32(0), through: 24, by: 8) {
                    bytes.append(UInt8(truncatingIfNeeded: weight >> shift))
                }
            }
        }
        return bytes
    }

    /// H(`weights` || u32 D || u32 H || u32 C || W1, b1, W2, b2). Golden-bearing.
    public var hash: Digest {
        var hasher = Self.hasher(shape)
        for part in [hidden, hiddenBias, output, outputBias] {
            hasher.update(littleEndian: part)
        }
        return hasher.finalized()
    }

    /// The hash that weights of these bytes would have, be they in bounds or not.
    public static func hash(shape: TrainingShape, bytes: [UInt8]) -> Digest {
        var hasher = hasher(shape)
        hasher.update(bytes)
        return hasher.finalized()
    }

    private static func hasher(_ shape: TrainingShape) -> SHA256Hasher {
        var hasher = LearningDomain.hasher("weights")
        for count in [shape.inputCount, shape.hiddenCount, shape.classCount] {
            hasher.update(UInt32(count).bigEndianBytes)
        }
        return hasher
    }
}
