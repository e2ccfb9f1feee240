public import Architectures
internal import Encodings
internal import Platform
public import Tensors

/// A model's integers in a file beside its weights, so that they need not be converted again.
///
/// The file is a safetensors file of the tensors that are hashed, in that order, as I16 where all
/// elements fit and as I32 elsewhere. Nothing in it is believed: with every use its integers are
/// hashed, and the weights' files too, and both digests must be those that its metadata name.
/// Somebody who can write into the folder can still lay other integers beside these weights, but
/// the reported hash is always that of the integers that were used.
public struct IntegerCache: Sendable {
    public static let fileName = "glyphlab-integers.safetensors"
    private static let parameterCountMin = 1 << 26

    let path: String
    private let folder: String
    /// The identities of the weights' files before anything was read from them.
    private let identities: [FileIdentity]

    /// Made before the folder's weights are opened, so that a change meanwhile is noticed.
    ///
    /// **Throws:** ``PlatformError`` where there are no weights, ``CheckpointError`` where an index
    /// of shards is not what it says.
    public init(folder: String) throws {
        self.folder = folder
        path = Folder.path(folder, Self.fileName)
        identities = try WeightsFile.identities(in: folder)
    }

    /// Whether a cache of these weights saves much time. Weights in safetensors are converted while
    /// they are hashed, and a cache is hashed as well; few weights are read quickly in any case.
    public static func isWorthwhile(
        _ container: any TensorContainer, _ architecture: Architecture
    ) -> Bool {
        container is HDF5File && architecture.shape.parameterCount >= parameterCountMin
    }

    // MARK: Reading

    /// Hands on the integers as ``Checkpoint/read(_:architecture:progress:onTensor:)`` does, and
    /// returns their hash; nil where there is no cache.
    ///
    /// The tensors count only if this returns the hash. **Throws:** ``CheckpointError`` or
    /// ``PlatformError`` where the cache is not what it says or belongs to other weights.
    public func read(
        architecture: Architecture, progress: (_ done: Int, _ total: Int) -> Void = { _, _ in },
        onTensor: (IntegerTensor) throws -> Void
    ) throws -> String? {
        guard Folder.fileExists(path) else { return nil }
        // Not mapped: who writes over it meanwhile must not be able to end this process.
        let file = try SafetensorsFile(PositionedFile(path: path))
        let key = try CacheKey(file.metadata, file: path)
        let layout = ModelLayout(ModelForm(architecture))
        let parameters = layout.hashedParameters
        let types = try checkedTypes(file, parameters)
        let folder = folder
        let digest = Background(Result<String, any Error>.success(""), waitingMax: 1)
        digest.add { $0 = Result { try WeightsFile.digest(folder: folder) } }
        let hasher = WeightsHasher()
        for (index, parameter) in parameters.enumerated() {
            progress(index, parameters.count)
            try onTensor(tensor(parameter, types[index], index, of: file, hasher))
        }
        try check("weights", expected: key.weights, got: digest.finished().get())
        let hash = hasher.finished()
        try check("integers", expected: key.integers, got: hash)
        return hash
    }

    /// The types of the entries, which must be the parameters, neither more nor less.
    private func checkedTypes(
        _ file: SafetensorsFile, _ parameters: [LayoutParameter]
    ) throws(CheckpointError) -> [IntegerType] {
        try check("tensors", expected: "\(parameters.count)", got: "\(file.entries.count)")
        var types: [IntegerType] = []
        for (parameter, entry) in zip(parameters, file.entries) {
            try check("tensor", expected: parameter.name, got: entry.name)
            guard entry.dimensions == parameter.dimensions else {
                throw .tensorShape(
                    file: path, tensor: entry.name, expected: parameter.dimensions,
                    got: entry.dimensions)
            }
            guard let type = IntegerType(rawValue: entry.elementTypeName) else {
                throw .elementType(
                    file: path, tensor: entry.name, expected: "I16, I32", got: entry.elementTypeName
                )
            }
            types.append(type)
        }
        return types
    }

    private func check(_ what: String, expected: String, got: String) throws(CheckpointError) {
        guard got == expected else {
            throw .cache(
                file: path, what: what, expected: expected,
                got: JSONValue.quoted(got, scalarCountMax: 80))
        }
    }

    private func tensor(
        _ parameter: LayoutParameter, _ type: IntegerType, _ index: Int,
        of file: SafetensorsFile, _ hasher: WeightsHasher
    ) throws -> IntegerTensor {
        var builder = IntegerTensorBuilder(
            name: parameter.name, rows: parameter.rows, columns: parameter.columns,
            format: parameter.format, onPart: hasher.add)
        hasher.begin(parameter.name)
        var isInside = true
        try unsafe file.readElements(ofEntry: index) { bytes in
            unsafe type.forEachPart(of: bytes) { part in
                isInside = unsafe parameter.format.holdsInside(part) && isInside
                unsafe builder.append(part)
            }
        }
        guard isInside else {
            throw CheckpointError.cache(
                file: path, what: parameter.name,
                expected: "all elements within ±\(parameter.format.clamp)", got: "one that is not")
        }
        return builder.finished()
    }

    // MARK: Writing

    /// Reads as ``Checkpoint/read(_:architecture:progress:onTensor:)`` does and writes the cache;
    /// the reading does not depend on whether that succeeds.
    public func fill(
        from container: any TensorContainer, architecture: Architecture,
        progress: (_ done: Int, _ total: Int) -> Void = { _, _ in },
        onTensor: (IntegerTensor) throws -> Void
    ) throws -> (summary: CheckpointSummary, writing: CacheWriting) {
        let layout = ModelLayout(ModelForm(architecture))
        var keeper = try IntegerCacheKeeper(
            path: path, permissionsOf: Folder.path(folder, WeightsFile.fileNames(in: folder)[0]),
            layout: layout)
        let summary: CheckpointSummary
        do {
            summary = try Checkpoint.read(
                container, architecture: architecture, progress: progress
            ) { tensor in
                keeper.add(tensor)
                try onTensor(tensor)
            }
        } catch {
            keeper.abandon()
            throw error
        }
        let writing = keeper.finish(beyondClampCount: summary.beyondClampCount) {
            let weights = try WeightsFile.digest(folder: folder)
            guard try WeightsFile.identities(in: folder) == identities else { return nil }
            return CacheKey(weights: weights, integers: summary.integerWeightsHash)
        }
        return (summary, writing)
    }
}
