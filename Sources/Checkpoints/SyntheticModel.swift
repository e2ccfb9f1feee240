internal import Cryptography
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
        let tensors = GPT2Layout.parameters(of: shape).sorted { left, right in
            left.name.utf8.lexicographicallyPrecedes(right.name.utf8)
        }
        var writer = try WholeFileWriter(
            path: Folder.path(folder, WeightsFile.safetensorsName))
        try writer.append(Self.header(tensors))
        for (done, tensor) in tensors.enumerated() {
            progress(done, tensors.count)
            try append(tensor, to: &writer)
        }
        try writer.finish()
        try WholeFile.write(
            Array((ModelConfiguration.json(for: shape).prettyText + "\n").utf8),
            to: Folder.path(folder, ModelConfiguration.fileName))
    }

    /// The length and the header that the reference writer makes: names sorted, compact JSON,
    /// padded with spaces to a multiple of 8.
    private static func header(_ tensors: [GPT2Layout.Parameter]) -> [UInt8] {
        var members = [
            JSONMember("__metadata__", .object([JSONMember("format", .string("pt"))]))
        ]
        var offset = 0
        for tensor in tensors {
            let end = offset + 4 * tensor.dimensions.reduce(1, *)
            members.append(
                JSONMember(
                    tensor.name,
                    .object([
                        JSONMember("dtype", .string(ElementType.float32.rawValue)),
                        JSONMember("shape", .array(tensor.dimensions.map(JSONValue.integer))),
                        JSONMember("data_offsets", .array([.integer(offset), .integer(end)])),
                    ])))
            offset = end
        }
        var text = Array(JSONValue.object(members).compactText.utf8)
        while !text.count.isMultiple(of: 8) { text.append(UInt8(ascii: " ")) }
        return unsafe withUnsafeBytes(of: UInt64(text.count).littleEndian) { unsafe Array($0) }
            + text
    }

    private func append(
        _ tensor: GPT2Layout.Parameter, to writer: inout WholeFileWriter
    ) throws {
        let generator = ElementGenerator(
            seed: Digests.sha256("\(seed)/\(tensor.name)".utf8).bytes,
            scale: scale(of: tensor))
        let count = tensor.dimensions.reduce(1, *)
        var bytes: [UInt8] = []
        for start in stride(from: 0, to: count, by: 1 << 18) {
            bytes.removeAll(keepingCapacity: true)
            for index in start..<min(start + 1 << 18, count) {
                let bits = generator.float32Bits(at: index).littleEndian
                unsafe withUnsafeBytes(of: bits) { unsafe bytes.append(contentsOf: $0) }
            }
            try writer.append(bytes)
        }
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
