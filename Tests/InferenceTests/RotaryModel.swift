import Architectures
import Tensors
import TestSupport

/// Small models of Qwen2's shape with drawn integers.
struct RotaryModel {
    let weights: IntegerWeights

    /// The width of the stream, heads, key-value heads, head width and hidden width of each.
    static let sizes = [
        (128, 4, 2, 64, 192), (96, 2, 1, 64, 80), (64, 2, 2, 64, 72), (160, 4, 2, 128, 144),
        (112, 3, 1, 128, 48),
    ]

    /// - Parameter weightMagnitude: Q12; up to 2^16, where clamps act.
    init(
        _ size: (Int, Int, Int, Int, Int), layerCount: Int = 2, weightMagnitude: Int32 = 900,
        seed: UInt64 = 81
    ) throws {
        let shape = try TransformerShape(
            layerCount: layerCount, width: size.0, headCount: size.1, keyValueHeadCount: size.2,
            headWidth: size.3, hiddenWidth: size.4, vocabularyCount: 200, contextTokenCount: 400)
        let architecture = Architecture.qwen2(shape, rotaryBase: 10_000)
        var generator = SeededGenerator(seed: seed)
        let tensors = architecture.parameters.map { parameter in
            let magnitude = parameter.format == .weight ? weightMagnitude : 1 << 16
            let isGain = parameter.name.hasSuffix(".g")
            return IntegerTensor(
                name: parameter.name, rows: parameter.rows, columns: parameter.columns,
                format: parameter.format,
                elements: (0..<parameter.rows * parameter.columns).map { _ in
                    (isGain ? 4096 : 0) + Int32.random(in: -magnitude...magnitude, using: &generator)
                        / (isGain ? 2 : 1)
                })
        }
        weights = IntegerWeights(
            architecture: architecture,
            tensors: tensors.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) })
    }

    /// Unequal lengths, common beginnings, one that is another's prefix, two that are the same.
    static let batch: [[Int32]] = [
        [5, 6, 7, 8, 9, 10, 11], [5, 6, 7, 8, 140, 3], [5, 6, 7], [199], [5, 6, 7, 8, 140, 3],
        (0..<70).map { Int32($0 * 91 % 200) }, [9, 6, 7, 8],
    ]

    static let backends = Backends.usable + [Backends.emulatedTiles]
    static let workers = [
        Workers.alone, Workers(count: 3) { body in [2, 0, 1].forEach(body) },
    ]
}
