public import Cryptography
internal import Encodings
internal import Platform
public import Tensors

/// A model drawn from a seed, so that anyone gets the same bytes without a download.
///
/// Golden-bearing: protocol v4, section 7. All arithmetic is in integers; a value becomes a float32
/// by exact scaling and one rounding.
public struct SyntheticModel: Sendable {
    public let seed: String
    public let shape: TransformerShape
    /// Wide operands, as a trained model has them: one element in 1,024 is drawn large.
    public let isWide: Bool
    public let exponents: Exponents

    /// The power of two that scales each kind of tensor.
    public struct Exponents: Sendable {
        public var tokenEmbedding = -3
        public var positionEmbedding = -4
        public var queryKeyValueWeight = -3
        public var attentionOutputWeight = -5
        public var feedForwardHiddenWeight = -4
        public var feedForwardOutputWeight = -5
        public var linearBias = -5
        public var normGain = -3
        public var normBias = -4

        public init() {}
    }

    public init(
        seed: String, shape: TransformerShape, isWide: Bool = false,
        exponents: Exponents = Exponents()
    ) {
        self.seed = seed
        self.shape = shape
        self.isWide = isWide
        self.exponents = exponents
    }

    /// Writes `model.safetensors` and `config.json` into `folder`, which it makes where needed.
    ///
    /// **Throws:** ``PlatformError``.
    public func write(
        toFolder folder: String, progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) throws {
        try Folder.create(folder)
        let parameters = writtenParameters
        let path = Folder.path(folder, ModelFolder.safetensorsName)
        var writer = try SafetensorsWriter(
            path: path,
            tensors: parameters.map(Self.tensor))
        for (done, parameter) in parameters.enumerated() {
            progress(done, parameters.count)
            try append(parameter, to: &writer)
        }
        try writer.finish()
        try WholeFile.write(
            Array((ModelConfiguration.json(for: shape).prettyText + "\n").utf8),
            to: Folder.path(folder, ModelFolder.configurationName))
    }

    /// The SHA-256 of the file of weights that ``write(toFolder:progress:)`` writes.
    public func fileDigest() -> Digest {
        let parameters = writtenParameters
        var hasher = SHA256Hasher()
        hasher.update(SafetensorsWriter.header(parameters.map(Self.tensor)))
        for parameter in parameters {
            for range in Self.parts(of: parameter) {
                hasher.update(bytes(of: parameter, in: range))
            }
        }
        return hasher.finalized()
    }

    /// The parameters in the file's order.
    private var writtenParameters: [GPT2Layout.Parameter] {
        GPT2Layout.parameters(of: shape).sorted { left, right in
            left.name.utf8.lexicographicallyPrecedes(right.name.utf8)
        }
    }

    private static func tensor(_ parameter: GPT2Layout.Parameter) -> SafetensorsWriter.Tensor {
        .init(name: parameter.name, type: .float32, dimensions: parameter.dimensions)
    }

    private func append(
        _ tensor: GPT2Layout.Parameter, to writer: inout SafetensorsWriter
    ) throws(PlatformError) {
        for range in Self.parts(of: tensor) { try writer.append(bytes(of: tensor, in: range)) }
    }

    /// A tensor's elements in parts that are drawn one after the other.
    static func parts(of tensor: GPT2Layout.Parameter) -> [Range<Int>] {
        let (count, partCount) = (tensor.dimensions.reduce(1, *), 1 << 18)
        return stride(from: 0, to: count, by: partCount).map { $0..<min($0 + partCount, count) }
    }

    /// Elements of a tensor as float32, little-endian.
    func bytes(of tensor: GPT2Layout.Parameter, in range: Range<Int>) -> [UInt8] {
        let generator = ElementGenerator(
            seed: Digests.sha256("\(seed)/\(tensor.name)".utf8).bytes,
            scale: scale(of: tensor))
        var bytes: [UInt8] = []
        bytes.reserveCapacity(4 * range.count)
        for index in range {
            let bits = generator.float32Bits(at: index).littleEndian
            unsafe withUnsafeBytes(of: bits) { unsafe bytes.append(contentsOf: $0) }
        }
        return bytes
    }

    private func scale(of tensor: GPT2Layout.Parameter) -> ElementGenerator.Scale {
        let kind = tensor.name.split(separator: ".").suffix(2).joined(separator: ".")
        let isGain = kind.hasPrefix("ln_") && kind.hasSuffix("weight")
        let exponent =
            switch kind {
            case "wte.weight": exponents.tokenEmbedding
            case "wpe.weight": exponents.positionEmbedding
            case "c_attn.weight": exponents.queryKeyValueWeight
            case "c_fc.weight": exponents.feedForwardHiddenWeight
            case "c_proj.weight":
                tensor.name.contains(".mlp.")
                    ? exponents.feedForwardOutputWeight : exponents.attentionOutputWeight
            case _ where isGain: exponents.normGain
            case _ where kind.hasPrefix("ln_"): exponents.normBias
            default: exponents.linearBias
            }
        let isMatrix = tensor.format == .weight && !isGain
        let widening: Int64 = !isWide ? 1 : isMatrix ? 32 : isGain ? 16 : 1
        return .init(exponent: exponent, offset: isGain ? 1 : 0, widening: widening)
    }
}
