public import Cryptography

/// A part of the data that a network trains on.
///
/// **Shapes:** `bytes` [N, D + 1]: a sample's D bytes, then its label.
public struct TrainingChunk: Sendable, Equatable {
    /// The most bytes of one chunk, 256 MiB.
    public static let byteCountMax = 1 << 28

    /// D.
    public let inputCount: Int
    /// C.
    public let classCount: Int
    public let bytes: [UInt8]

    /// N.
    public var sampleCount: Int { bytes.count / (inputCount + 1) }

    /// **Throws:** ``TrainingError`` unless D and C are 1 to 256, there is a sample or more, whole,
    /// in at most 256 MiB, and every label is below C.
    public init(
        inputCount: Int, classCount: Int, bytes: [UInt8]
    ) throws(TrainingError) {
        try TrainingError.check("inputCount", inputCount, in: 1...TrainingShape.countMax)
        try TrainingError.check("classCount", classCount, in: 1...TrainingShape.countMax)
        try TrainingError.check("byteCount", bytes.count, in: inputCount + 1...Self.byteCountMax)
        let sampleByteCount = inputCount + 1
        let left = bytes.count % sampleByteCount
        guard left == 0 else {
            throw .byteCount(
                name: "the last sample", expected: sampleByteCount, got: left)
        }
        for start in stride(from: 0, to: bytes.count, by: sampleByteCount) {
            let label = bytes[start + inputCount]
            guard label < classCount else {
                throw .label(
                    sample: start / sampleByteCount, value: label, classCount: classCount)
            }
        }
        self.inputCount = inputCount
        self.classCount = classCount
        self.bytes = bytes
    }

    /// H(`chunk` || u32 N || u32 D || u32 C || samples). Golden-bearing.
    public var hash: Digest {
        var hasher = LearningDomain.hasher("chunk")
        for count in [sampleCount, inputCount, classCount] {
            hasher.update(UInt32(count).bigEndianBytes)
        }
        hasher.update(bytes)
        return hasher.finalized()
    }

    /// [D]
    public func input(_ sample: Int) -> ArraySlice<UInt8> {
        let start = sample * (inputCount + 1)
        return bytes[start..<start + inputCount]
    }

    public func label(_ sample: Int) -> Int {
        Int(bytes[sample * (inputCount + 1) + inputCount])
    }

    /// **Throws:** ``TrainingError/shape(expected:got:)`` where a classifier of this shape does not
    /// take these samples.
    public func check(_ shape: TrainingShape) throws(TrainingError) {
        guard shape.inputCount == inputCount, shape.classCount == classCount else {
            throw .shape(
                expected: "D=\(shape.inputCount) C=\(shape.classCount)",
                got: "D=\(inputCount) C=\(classCount)")
        }
    }
}
