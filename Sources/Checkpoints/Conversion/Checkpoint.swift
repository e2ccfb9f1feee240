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
        return try load(
            container, architecture: architecture(folder: folder), progress: progress)
    }

    /// The form that the folder's `config.json` describes.
    ///
    /// **Throws:** ``PlatformError``, ``CheckpointError``.
    public static func form(folder: String) throws -> ModelForm {
        let configuration = Folder.path(folder, ModelFolder.configurationName)
        try GitLFSPointer.refuse(configuration)
        return try ModelConfiguration.form(
            json: WholeFile.read(configuration, byteCountMax: Limits.configByteCountMax),
            file: configuration)
    }

    /// Refuses a model whose scores of next tokens do not come from its token embedding: nothing
    /// else is computed, though proofs do not depend on it.
    ///
    /// **Throws:** as ``form(folder:)``, and ``CheckpointError/config(file:key:expected:got:)``.
    public static func checkOutputIsTied(folder: String) throws {
        guard try !form(folder: folder).isOutputTied else { return }
        throw CheckpointError.config(
            file: Folder.path(folder, ModelFolder.configurationName), key: "tie_word_embeddings",
            expected: "true, to continue texts", got: "another value or none")
    }

    /// The architecture that the folder's `config.json` describes.
    ///
    /// **Throws:** as ``form(folder:)``, and ``CheckpointError/shape(file:cause:)`` where the exact
    /// engine has no kernels for the form.
    public static func architecture(folder: String) throws -> Architecture {
        let form = try form(folder: folder)
        do {
            return try form.architecture()
        } catch {
            throw CheckpointError.shape(
                file: Folder.path(folder, ModelFolder.configurationName), cause: error)
        }
    }

    /// Converts and hashes the tensors of any container, and keeps them all.
    public static func load(
        _ container: some TensorContainer, architecture: Architecture,
        progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) throws -> Checkpoint {
        var tensors: [IntegerTensor] = []
        let summary = try read(container, architecture: architecture, progress: progress) {
            tensors.append($0)
        }
        return Checkpoint(
            weights: IntegerWeights(architecture: architecture, tensors: tensors),
            summary: summary)
    }

    /// Converts the tensors of any container one by one and hands each on, in the order in which
    /// they are hashed; another thread hashes what is converted meanwhile.
    ///
    /// The tensors count only if this returns: an error may be in the last of them.
    public static func read(
        _ container: some TensorContainer, architecture: Architecture,
        progress: (_ done: Int, _ total: Int) -> Void = { _, _ in },
        onTensor: (IntegerTensor) throws -> Void
    ) throws -> CheckpointSummary {
        try unsafe read(
            container, architecture: architecture, progress: progress, onPart: { _, _, _, _ in },
            onTensor: onTensor)
    }

    /// The same as ``read(_:architecture:progress:onTensor:)``, where `onPart` hears of a tensor's
    /// parts, all and in order, before `onTensor` gets it.
    public static func read(
        _ container: some TensorContainer, architecture: Architecture,
        progress: (_ done: Int, _ total: Int) -> Void = { _, _ in },
        onPart: PartListener, onTensor: (IntegerTensor) throws -> Void
    ) throws -> CheckpointSummary {
        let layout = ModelLayout(ModelForm(architecture))
        let bindings = try TensorBinding.bindings(container, layout: layout)
        let hasher = WeightsHasher()
        var beyondClampCount = 0
        for (done, binding) in bindings.enumerated() {
            progress(done, bindings.count)
            let isHashed = binding.parameter.isHashed
            let (tensor, beyond) = try unsafe TensorReading(
                binding, of: container, hasher: isHashed ? hasher : nil
            ).converted { parameter, source, type, stored in
                if isHashed { unsafe onPart(parameter, source, type, stored) }
            }
            beyondClampCount += beyond
            if isHashed { try onTensor(tensor) }
        }
        return CheckpointSummary(
            architecture: architecture, integerWeightsHash: hasher.finished(),
            elementTypes: ElementType.allCases.filter { type in
                bindings.contains { $0.parts.contains { $0.type == type } }
            },
            beyondClampCount: beyondClampCount)
    }

    /// Converts one of the hashed parameters alone; nil where the model has none of that name.
    ///
    /// **Throws:** as ``read(_:architecture:progress:onPart:onTensor:)``, of this tensor alone.
    public static func readParameter(
        named name: String, of container: some TensorContainer, architecture: Architecture,
        onPart: PartListener
    ) throws -> IntegerTensor? {
        let layout = ModelLayout(ModelForm(architecture))
        let bindings = try TensorBinding.bindings(container, layout: layout)
        guard
            let binding = bindings.first(where: {
                $0.parameter.isHashed && $0.parameter.name == name
            })
        else { return nil }
        return try unsafe TensorReading(binding, of: container).converted(onPart: onPart).tensor
    }

    /// Converts the gain of the closing norm and its bias, where it has one, which are not hashed.
    ///
    /// **Throws:** as ``read(_:architecture:progress:onPart:onTensor:)``, of these tensors alone.
    public static func readClosingNorm(
        of container: some TensorContainer, architecture: Architecture
    ) throws -> (gain: IntegerTensor, bias: IntegerTensor?) {
        let layout = ModelLayout(ModelForm(architecture))
        let tensors = try TensorBinding.bindings(container, layout: layout)
            .filter { !$0.parameter.isHashed }
            .map { binding in
                try unsafe TensorReading(binding, of: container)
                    .converted { _, _, _, _ in }.tensor
            }
        guard let gain = tensors.first(where: { $0.format == .weight }) else {
            preconditionFailure("\(tensors.map(\.name))")
        }
        return (gain, tensors.first { $0.format == .activation })
    }
}

/// The facts about a checkpoint whose integers went elsewhere.
public struct CheckpointSummary: Sendable, Equatable {
    public let architecture: Architecture
    /// SHA-256 over names and int64 elements, lower-case hex; protocol v4, section 2.
    public let integerWeightsHash: String
    /// The element types met in the file, without repetition, in the order of ``ElementType``.
    public let elementTypes: [ElementType]
    /// How many values lay beyond the clamps of the conversion.
    public let beyondClampCount: Int

    public var shape: TransformerShape { architecture.shape }
}
