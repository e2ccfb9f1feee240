internal import Architectures
public import Cryptography
internal import Encodings
internal import Platform
public import Tensors

/// A model drawn from a seed, so that anyone gets the same bytes without a download.
///
/// Golden-bearing: protocol v4, section 7, and for Qwen2's form `synth-q1`. All arithmetic is in
/// integers; a value becomes a float32 by exact scaling and one rounding.
public struct SyntheticModel: Sendable {
    public typealias Exponents = SyntheticExponents

    public let seed: String
    public let form: ModelForm
    /// float32, or bfloat16: the float32 rounded half to even.
    public let elementType: ElementType
    /// Wide operands, as a trained model has them: one element in 1,024 is drawn large.
    public let isWide: Bool
    private let scales: SyntheticScales

    /// A model of GPT-2's form in float32.
    public init(
        seed: String, shape: TransformerShape, isWide: Bool = false,
        exponents: Exponents = Exponents()
    ) {
        self.init(
            seed: seed, form: ModelForm(.gpt2(shape)), isWide: isWide, exponents: exponents)
    }

    /// **Precondition:** the type is float32 or bfloat16.
    public init(
        seed: String, form: ModelForm, elementType: ElementType = .float32, isWide: Bool = false,
        exponents: Exponents = Exponents()
    ) {
        precondition([.float32, .bfloat16].contains(elementType), elementType.rawValue)
        self.seed = seed
        self.form = form
        self.elementType = elementType
        self.isWide = isWide
        scales = SyntheticScales(form.family, exponents, isWide: isWide)
    }

    /// Writes `model.safetensors` and `config.json` into `folder`, which it makes where needed.
    ///
    /// **Throws:** ``PlatformError``.
    public func write(
        toFolder folder: String, progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) throws {
        try Folder.create(folder)
        let tensors = tensors
        let path = Folder.path(folder, ModelFolder.safetensorsName)
        var writer = try SafetensorsWriter(path: path, tensors: tensors.map(written))
        for (done, tensor) in tensors.enumerated() {
            progress(done, tensors.count)
            for range in Self.parts(of: tensor) {
                try writer.append(bytes(of: tensor, in: range))
            }
        }
        try writer.finish()
        let configuration = ModelConfiguration.json(for: form, type: elementType)
        try WholeFile.write(
            Array((configuration.prettyText + "\n").utf8),
            to: Folder.path(folder, ModelFolder.configurationName))
    }

    /// The SHA-256 of the file of weights that ``write(toFolder:progress:)`` writes.
    public func fileDigest() -> Digest {
        let tensors = tensors
        var hasher = SHA256Hasher()
        hasher.update(SafetensorsWriter.header(tensors.map(written)))
        for tensor in tensors {
            for range in Self.parts(of: tensor) { hasher.update(bytes(of: tensor, in: range)) }
        }
        return hasher.finalized()
    }

    /// The tensors in the file's order.
    var tensors: [SourceTensor] {
        ModelLayout(form).parameters.flatMap(\.sources).sorted { left, right in
            left.name.utf8.lexicographicallyPrecedes(right.name.utf8)
        }
    }

    /// The number of tensors in the file.
    public var tensorCount: Int { tensors.count }

    /// The name of a tensor in the file: that of Qwen2's form has the prefix of its class.
    func fileName(of tensor: SourceTensor) -> String {
        form.family == .gpt2 ? tensor.name : "model." + tensor.name
    }

    private func written(_ tensor: SourceTensor) -> SafetensorsWriter.Tensor {
        .init(name: fileName(of: tensor), type: elementType, dimensions: tensor.dimensions)
    }

    /// A tensor's elements in parts that are drawn one after the other.
    static func parts(of tensor: SourceTensor) -> [Range<Int>] {
        let (count, partCount) = (tensor.elementCount, 1 << 18)
        return stride(from: 0, to: count, by: partCount).map { $0..<min($0 + partCount, count) }
    }

    /// Elements of a tensor as the file holds them, little-endian.
    func bytes(of tensor: SourceTensor, in range: Range<Int>) -> [UInt8] {
        let generator = ElementGenerator(
            seed: Digests.sha256("\(seed)/\(tensor.name)".utf8).bytes,
            scale: scales.scale(of: tensor.name))
        var bytes: [UInt8] = []
        bytes.reserveCapacity(elementType.byteCount * range.count)
        for index in range {
            let bits = generator.float32Bits(at: index)
            if elementType == .bfloat16 {
                let half = UInt16((bits + 0x7FFF + bits >> 16 & 1) >> 16).littleEndian
                unsafe withUnsafeBytes(of: half) { unsafe bytes.append(contentsOf: $0) }
            } else {
                unsafe withUnsafeBytes(of: bits.littleEndian) {
                    unsafe bytes.append(contentsOf: $0)
                }
            }
        }
        return bytes
    }
}
