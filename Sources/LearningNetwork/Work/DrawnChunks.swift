internal import Cryptography
package import Training

/// Data that a name draws: samples of each class around a middle of its own, to be learnt by
/// networks that have no data yet.
package enum DrawnChunks {
    /// The half width of a sample's distance from its class's middle, in each byte.
    private static let spread = 96

    /// **Throws:** ``TrainingError`` for a shape that no chunk has.
    package static func chunks(
        name: String, count: Int, sampleCount: Int, shape: TrainingShape
    ) throws(TrainingError) -> [TrainingChunk] {
        let seed = Digests.sha256(name.utf8)
        var middles = TrainingDraw(tag: "middles", seed: seed, number: 0)
        let classes = (0..<shape.classCount).map { _ in
            (0..<shape.inputCount).map { _ in middles.number(below: 256) }
        }
        var chunks: [TrainingChunk] = []
        for number in 0..<count {
            var draw = TrainingDraw(tag: "samples", seed: seed, number: UInt64(number))
            var bytes: [UInt8] = []
            for _ in 0..<sampleCount {
                let label = draw.number(below: shape.classCount)
                for middle in classes[label] {
                    let value = middle + draw.number(below: 2 * spread + 1) - spread
                    bytes.append(UInt8(clamping: value))
                }
                bytes.append(UInt8(label))
            }
            chunks.append(
                try TrainingChunk(
                    inputCount: shape.inputCount, classCount: shape.classCount, bytes: bytes))
        }
        return chunks
    }
}
