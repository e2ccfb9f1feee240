package import Fingerprints
internal import Foundation

/// A random model of one layer whose rows are nearly uniform: what costs nothing and passes an
/// audit that asks for repeatable proofs.
///
/// Rows are float32 in the order `seq`: every sum from the first term to the last, each result
/// rounded, the exponential rounded once from float64. No weight beyond queries and keys is drawn,
/// since no row depends on one.
package struct FlatModel: AttentionSource {
    package let layerCount = 1
    package let headCount = 4
    package let vocabularyCount: Int
    static let width = 64
    static let positionCount = 1_024
    private static let headWidth = 16
    private static let deviation = 0.02

    /// [V, 64], [1024, 64] and [64, 128].
    private let tokens: [Float]
    private let positions: [Float]
    private let projection: [Float]
    private let read: @Sendable (String) throws -> [Int32]

    /// - Parameter read: a tokenizer, whose ids are below the vocabulary's count.
    package init(
        vocabularyCount: Int, seed: String, read: @escaping @Sendable (String) throws -> [Int32]
    ) {
        var random = PythonRandom(seed: seed)
        // Nearly normal: twelve uniform draws have a variance of 1.
        func tensor(_ count: Int) -> [Float] {
            (0..<count).map { _ in
                let sum = (0..<12).reduce(0.0) { sum, _ in
                    sum + Double(random.fraction53()) * 0x1p-53
                }
                return Float((sum - 6) * Self.deviation)
            }
        }
        self.init(
            tokens: tensor(vocabularyCount * Self.width),
            positions: tensor(Self.positionCount * Self.width),
            projection: tensor(Self.width * 2 * Self.width), read: read)
    }

    /// **Shapes:** tokens [V, 64], positions [P, 64], projection [64, 128]: queries, then keys.
    package init(
        tokens: [Float], positions: [Float], projection: [Float],
        read: @escaping @Sendable (String) throws -> [Int32]
    ) {
        vocabularyCount = tokens.count / Self.width
        self.tokens = tokens
        self.positions = positions
        self.projection = projection
        self.read = read
    }

    package func tokenIDs(of text: String) throws -> [Int32] { try read(text) }

    package func rows(_ tokenIDs: [Int32], heads: [Head]) throws -> [[Double]] {
        let inputs = tokenIDs.enumerated().map { normalized(position: $0, id: Int($1)) }
        let query = projected(inputs[inputs.count - 1], from: 0)
        let keys = inputs.map { projected($0, from: Self.width) }
        return heads.map { head in
            let range = head.head * Self.headWidth..<(head.head + 1) * Self.headWidth
            return Self.softmax(
                keys.map { key in range.reduce(Float(0)) { $0 + query[$1] * key[$1] } * 0.25 }
            ).map(Double.init)
        }
    }

    private func normalized(position: Int, id: Int) -> [Float] {
        let x = (0..<Self.width).map {
            tokens[id * Self.width + $0] + positions[position * Self.width + $0]
        }
        let mean = x.reduce(0, +) / Float(Self.width)
        let centred = x.map { $0 - mean }
        let variance = centred.reduce(0) { $0 + $1 * $1 } / Float(Self.width)
        let scale = 1 / (variance + 1e-5).squareRoot()
        return centred.map { $0 * scale }
    }

    private func projected(_ x: [Float], from column: Int) -> [Float] {
        (column..<column + Self.width).map { column in
            var sum: Float = 0
            for index in 0..<Self.width { sum += x[index] * projection[index * 128 + column] }
            return sum
        }
    }

    private static func softmax(_ scores: [Float]) -> [Float] {
        let largest = scores.max() ?? 0
        let powers = scores.map { Float(exp(Double($0 - largest))) }
        let scale = 1 / powers.reduce(0, +)
        return powers.map { $0 * scale }
    }
}
