public import Architectures
import Tensors

/// Small models of Qwen2's shape, whose integers follow from their places.
public struct RotaryModel {
    public let weights: IntegerWeights

    /// The width of the stream, heads, key-value heads, head width and hidden width of each.
    public static let sizes = [
        (128, 4, 2, 64, 192), (96, 2, 1, 64, 80), (64, 2, 2, 64, 72), (160, 4, 2, 128, 144),
        (112, 3, 1, 128, 48),
    ]

    /// - Parameter weightMagnitude: Q12; up to 2^16, where clamps act.
    public init(
        _ size: (Int, Int, Int, Int, Int), layerCount: Int = 2, weightMagnitude: Int = 900,
        gainMagnitude: Int = 1000
    ) throws {
        let shape = try TransformerShape(
            layerCount: layerCount, width: size.0, headCount: size.1, keyValueHeadCount: size.2,
            headWidth: size.3, hiddenWidth: size.4, vocabularyCount: 200, contextTokenCount: 400)
        let architecture = Architecture.qwen2(shape, rotaryBase: 10_000)
        let tensors = architecture.parameters.enumerated().map { place, parameter in
            let isGain = parameter.name.hasSuffix(".g")
            let magnitude =
                isGain ? gainMagnitude : parameter.format == .weight ? weightMagnitude : 1 << 16
            return IntegerTensor(
                name: parameter.name, rows: parameter.rows, columns: parameter.columns,
                format: parameter.format,
                elements: (0..<parameter.rows * parameter.columns).map {
                    (isGain ? 4096 : 0) + Self.number(place, $0, magnitude)
                })
        }
        weights = IntegerWeights(
            architecture: architecture,
            tensors: tensors.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) })
    }

    /// A number within ±magnitude that other readers draw as well.
    private static func number(_ parameter: Int, _ element: Int, _ magnitude: Int) -> Int32 {
        var x = UInt32(truncatingIfNeeded: element * 2_654_435_761 + parameter * 40_503 + 12_345)
        x ^= x >> 15
        x &*= 2_246_822_519
        x ^= x >> 13
        return Int32(Int(x) % (2 * magnitude + 1) - magnitude)
    }

    /// Unequal lengths, common beginnings, one that is another's prefix, two that are the same.
    public static let batch: [[Int32]] = [
        [5, 6, 7, 8, 9, 10, 11], [5, 6, 7, 8, 140, 3], [5, 6, 7], [199], [5, 6, 7, 8, 140, 3],
        (0..<70).map { Int32($0 * 91 % 200) }, [9, 6, 7, 8],
    ]
}
