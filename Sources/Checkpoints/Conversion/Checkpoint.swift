public import Architectures
internal import Cryptography
internal import Encodings
internal import Platform
public import Tensors

/// A model's weights as integers, with the facts about their conversion.
public struct Checkpoint: Sendable {
    public let weights: IntegerWeights
    public let summary: CheckpointSummary

    public init(weights: IntegerWeights, summary: CheckpointSummary) {
        self.weights = weights
        self.summary = summary
    }

    public var integerWeightsHash: String { summary.integerWeightsHash }

    /// Reads `config.json` and the weights of `folder`, whichever container holds them.
    ///
    /// `progress` is told the share done, from 0 to the tensors' count.
    /// **Throws:** ``PlatformError`` where a file is missing or unreadable, ``CheckpointError``
    /// where one is not what it says or they do not agree.
    public static func load(
        folder: String, progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) throws -> Checkpoint {
        // The weights first: a folder without them is incomplete, not wrong.
        let container = try WeightsFile.open(folder: folder)
        let shape = try Self.shape(folder: folder)
        return try load(container, shape: shape, progress: progress)
    }

    /// The shape that the folder's `config.json` describes.
    public static func shape(folder: String) throws -> TransformerShape {
        let configuration = Folder.path(folder, ModelFolder.configurationName)
        try GitLFSPointer.refuse(configuration)
        return try ModelConfiguration.shape(
            json: WholeFile.read(configuration, byteCountMax: Limits.configByteCountMax),
            file: configuration)
    }

    /// Converts and hashes the tensors of any container, and keeps them all.
    public static func load(
        _ container: some TensorContainer, shape: TransformerShape,
        progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) throws -> Checkpoint {
        var tensors: [IntegerTensor] = []
        let summary = try read(container, shape: shape, progress: progress) { tensors.append($0) }
        return Checkpoint(
            weights: IntegerWeights(architecture: .gpt2(shape), tensors: tensors),
            summary: summary)
    }

    /// Converts the tensors of any container one by one and hands each on, in the order in which
    /// they are hashed; another thread hashes what is converted meanwhile.
    ///
    /// The tensors count only if this returns: an error may be in the last of them.
    public static func read(
        _ container: some TensorContainer, shape: TransformerShape,
        progress: (_ done: Int, _ total: Int) -> Void = { _, _ in },
        onTensor: (IntegerTensor) throws -> Void
    ) throws -> CheckpointSummary {
        try unsafe read(
            container, shape: shape, progress: progress, onPart: { _, _, _ in },
            onTensor: onTensor)
    }

    /// Hears of a hashed parameter's next elements: as they are stored, little-endian and
    /// row-major, valid during the call alone.
    public typealias PartListener = (
        _ parameter: GPT2Layout.Parameter, _ type: ElementType, _ stored: UnsafeRawBufferPointer
    ) -> Void

    /// As ``read(_:shape:progress:onTensor:)``, where `onPart` hears of a tensor's parts, all and
    /// in order, before `onTensor` gets it.
    public static func read(
        _ container: some TensorContainer, shape: TransformerShape,
        progress: (_ done: Int, _ total: Int) -> Void = { _, _ in },
        onPart: PartListener, onTensor: (IntegerTensor) throws -> Void
    ) throws -> CheckpointSummary {
        let bindings = try TensorBinding.bindings(container, shape: shape)
        let hasher = WeightsHasher()
        var beyondClampCount = 0
        for (done, binding) in bindings.enumerated() {
            progress(done, bindings.count)
            let isHashed = binding.parameter.shortName != nil
            let (tensor, beyond) = try unsafe convert(
                binding, of: container, hasher: isHashed ? hasher : nil
            ) { stored in
                if isHashed { unsafe onPart(binding.parameter, binding.type, stored) }
            }
            beyondClampCount += beyond
            if isHashed { try onTensor(tensor) }
        }
        return CheckpointSummary(
            shape: shape, integerWeightsHash: hasher.finished(),
            elementTypes: ElementType.allCases.filter { type in
                bindings.contains { $0.type == type }
            },
            beyondClampCount: beyondClampCount)
    }

    /// Converts one of the hashed parameters alone; nil where the shape has none of that name.
    ///
    /// **Throws:** as ``read(_:shape:progress:onPart:onTensor:)``, of this tensor alone.
    public static func readParameter(
        named name: String, of container: some TensorContainer, shape: TransformerShape,
        onPart: PartListener
    ) throws -> IntegerTensor? {
        let bindings = try TensorBinding.bindings(container, shape: shape)
        guard let binding = bindings.first(where: { $0.parameter.shortName == name }) else {
            return nil
        }
        return try unsafe convert(binding, of: container) { stored in
            unsafe onPart(binding.parameter, binding.type, stored)
        }.tensor
    }

    /// Converts the gain and the bias of the closing norm, which are not hashed; under the names
    /// that files have for them.
    ///
    /// **Throws:** as ``read(_:shape:progress:onPart:onTensor:)``, of these tensors alone.
    public static func readClosingNorm(
        of container: some TensorContainer, shape: TransformerShape
    ) throws -> (gain: IntegerTensor, bias: IntegerTensor) {
        let tensors = try TensorBinding.bindings(container, shape: shape)
            .filter { $0.parameter.shortName == nil }
            .map { try unsafe convert($0, of: container) { _ in }.tensor }
        guard let gain = tensors.first(where: { $0.format == .weight }),
            let bias = tensors.first(where: { $0.format == .activation })
        else { preconditionFailure("\(tensors.map(\.name))") }
        return (gain, bias)
    }

    /// A parameter under the name that is hashed, or else the files' own.
    private static func convert(
        _ binding: TensorBinding, of container: some TensorContainer,
        hasher: WeightsHasher? = nil, onPart: (_ stored: UnsafeRawBufferPointer) -> Void
    ) throws -> (tensor: IntegerTensor, beyondClampCount: Int) {
        let parameter = binding.parameter
        var conversion = FloatConversion(
            type: binding.type, format: parameter.format,
            elementCount: binding.entry.elementCount)
        var tensor = IntegerTensorBuilder(
            name: parameter.shortName ?? parameter.name, rows: parameter.rows,
            columns: parameter.columns, format: parameter.format,
            onPart: { hasher?.add($0) })
        hasher?.begin(parameter.shortName ?? parameter.name)
        do {
            try unsafe container.readElements(ofEntry: binding.index) { bytes in
                try unsafe conversion.convert(bytes) { unsafe tensor.append($0) }
                unsafe onPart(bytes)
            }
        } catch let error as FloatConversion.NotFinite {
            throw CheckpointError.notFinite(
                file: container.file, tensor: binding.entry.name, index: error.index,
                got: error.isNaN ? "NaN" : "an infinity")
        }
        precondition(conversion.isComplete, "\(binding.entry.name): elements are missing")
        return (tensor.finished(), conversion.beyondClampCount)
    }
}

/// The facts about a checkpoint whose integers went elsewhere.
public struct CheckpointSummary: Sendable, Equatable {
    public let shape: TransformerShape
    /// SHA-256 over names and int64 elements, lower-case hex; protocol v4, section 2.
    public let integerWeightsHash: String
    /// The element types met in the file, without repetition, in the order of ``ElementType``.
    public let elementTypes: [ElementType]
    /// How many values lay beyond the clamps of the conversion.
    public let beyondClampCount: Int
}
