internal import Cryptography
internal import Encodings
internal import Platform
public import Tensors

/// A model's weights as integers, with what was learned on the way.
public struct Checkpoint: Sendable {
    public let weights: IntegerWeights
    /// SHA-256 over names and int64 elements, lower-case hex; protocol v4, section 2.
    public let integerWeightsHash: String
    /// The element types met in the file, without repetition, in the order of ``ElementType``.
    public let elementTypes: [ElementType]
    /// How many values lay beyond the clamps of the conversion.
    public let beyondClampCount: Int

    public var shape: TransformerShape { weights.shape }

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
        let configuration = Folder.path(folder, ModelConfiguration.fileName)
        return try ModelConfiguration.shape(
            json: WholeFile.read(configuration, byteCountMax: Limits.configByteCountMax),
            file: configuration)
    }

    /// Converts and hashes the tensors of any container.
    public static func load(
        _ container: some TensorContainer, shape: TransformerShape,
        progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) throws -> Checkpoint {
        let bindings = try TensorBinding.bindings(container, shape: shape)
        var hasher = SHA256Hasher()
        var tensors: [IntegerTensor] = []
        var beyondClampCount = 0
        for (done, binding) in bindings.enumerated() {
            progress(done, bindings.count)
            let converted = try convert(binding, of: container)
            beyondClampCount += converted.beyondClampCount
            guard let name = binding.parameter.shortName else { continue }
            let tensor = IntegerTensor(
                name: name,
                rows: binding.parameter.dimensions.count == 1 ? 1 : binding.parameter.dimensions[0],
                columns: binding.parameter.dimensions.last!, format: binding.parameter.format,
                elements: converted.elements)
            hasher.update(tensor)
            tensors.append(tensor)
        }
        return Checkpoint(
            weights: IntegerWeights(shape: shape, tensors: tensors),
            integerWeightsHash: hasher.finalized().text,
            elementTypes: ElementType.allCases.filter { type in
                bindings.contains { $0.type == type }
            },
            beyondClampCount: beyondClampCount)
    }

    private static func convert(
        _ binding: TensorBinding, of container: some TensorContainer
    ) throws -> FloatConversion {
        var conversion = FloatConversion(
            type: binding.type, format: binding.parameter.format,
            elementCount: binding.entry.elementCount)
        do {
            try unsafe container.readElements(ofEntry: binding.index) { bytes in
                try unsafe conversion.append(bytes)
            }
        } catch let error as FloatConversion.NotFinite {
            throw CheckpointError.notFinite(
                file: container.file, tensor: binding.entry.name, index: error.index,
                got: error.isNaN ? "NaN" : "an infinity")
        }
        precondition(conversion.isComplete, "\(binding.entry.name): elements are missing")
        return conversion
    }
}

extension SHA256Hasher {
    /// The name, then every element as a little-endian 64-bit integer. Golden-bearing.
    mutating func update(_ tensor: IntegerTensor) {
        update(Array(tensor.name.utf8))
        var wide: [Int64] = []
        for start in stride(from: 0, to: tensor.elements.count, by: 8192) {
            let end = min(start + 8192, tensor.elements.count)
            wide.removeAll(keepingCapacity: true)
            for index in start..<end { wide.append(Int64(tensor.elements[index]).littleEndian) }
            unsafe wide.withUnsafeBytes { unsafe update($0) }
        }
    }
}
