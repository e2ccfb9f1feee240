internal import Architectures
public import Checkpoints
public import Cryptography
public import Tensors
public import Traces

/// The weights of a folder at three stages.
///
/// **Files:** SHA-256 and length of every file that the weights consist of: the one file, or the
/// index and its shards. **Stored:** SHA-256 of each tensor's stored elements, row-major,
/// little-endian, nothing else. Every container that is read hands over these bytes, HDF5 after its
/// filters, and of a parameter that is made of several tensors those of one after the other, so
/// that a tensor in safetensors, in a shard and in HDF5 has one digest where the
/// element type is one; another type is another digest, even where the values are equal.
/// **Integers:** ``TensorDigest`` of what the engine computes with, as int32, whatever the type.
///
/// Only parameters that the engine reads have the last two: no output head, no last norm.
extension ModelFolder {
    /// Digests the weights; no tensor is kept. The tokenizer may be missing.
    ///
    /// - Parameter name: of the model, for people.
    ///
    /// **Throws:** as ``read(progress:onTensor:)``, and
    /// ``CheckpointError/changedMeanwhile(folder:)``.
    public func traced(
        name: String, progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) throws -> TracedModel {
        try checkPieces(needsTokenizer: false)
        let reading = try StageReading(self)
        let summary = try reading.read(progress: progress) { _ in }
        return try reading.traced(
            summary, name: name, tokenizer: lacksTokenizer ? nil : tokenizerDigest())
    }

    /// Everything, packed for each of `backends`, and the weights digested in the same pass. The
    /// integers are never those of a cache, which has no stored bytes.
    ///
    /// **Throws:** as ``traced(name:progress:)``.
    public func packedAndTraced(
        for backends: [any ExactGEMM], name: String,
        progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) throws -> (model: PackedModel, traced: TracedModel) {
        try checkPieces()
        let reading = try StageReading(self)
        let tokenizer = try checkedTokenizer(reading.architecture.shape)
        let tokenizerDigest = try tokenizerDigest()
        var builders = TransformerBuilders(backends)
        let summary = try reading.read(progress: progress) { builders.add($0) }
        let model = PackedModel(
            tokenizer: tokenizer, transformers: builders.finished(reading.architecture),
            integerWeightsHash: summary.integerWeightsHash,
            beyondClampCount: summary.beyondClampCount, cacheFinding: .notAsked)
        return (model, try reading.traced(summary, name: name, tokenizer: tokenizerDigest))
    }

    /// The files of the tokenizer that the folder has, by their digests, in the order of
    /// ``ModelFolder/tokenizerFileNames``.
    ///
    /// **Throws:** ``PlatformError``.
    public func tokenizerFiles() throws -> [TracedFile] {
        try tokenizerFileNames.map { try TracedFile(name: $0, folder: path) }
    }

    /// ``TracedFile.jointDigest(of:)`` of the tokenizer's files. **Throws:** ``PlatformError``.
    public func tokenizerDigest() throws -> Digest {
        try TracedFile.jointDigest(of: tokenizerFiles())
    }

    // MARK: One parameter

    /// The integers of one parameter, by the name under which it is hashed; nil where the model has
    /// none of that name. Nothing else is converted.
    ///
    /// **Throws:** as ``traced(name:progress:)``.
    public func parameter(named name: String) throws -> IntegerTensor? {
        try checkPieces(needsTokenizer: false)
        return try unsafe Checkpoint.readParameter(
            named: name, of: WeightsFile.open(folder: path),
            architecture: Checkpoint.architecture(folder: path), onPart: { _, _, _, _ in })
    }

    /// An element of a parameter as it is stored: the type, and the bits, most significant first,
    /// as hexadecimal; nil where there is no such parameter or element.
    ///
    /// **Throws:** as ``traced(name:progress:)``.
    public func storedElement(_ element: Int, of name: String) throws -> StoredElement? {
        try checkPieces(needsTokenizer: false)
        let architecture = try Checkpoint.architecture(folder: path)
        let parameter = ModelLayout(ModelForm(architecture)).hashedParameters
            .first { $0.name == name }
        guard let parameter, (0..<parameter.rows * parameter.columns).contains(element) else {
            return nil
        }
        let wanted = parameter.place(ofElement: element)
        var first = 0
        var found: StoredElement?
        _ = try unsafe Checkpoint.readParameter(
            named: name, of: WeightsFile.open(folder: path), architecture: architecture
        ) { parameter, source, type, stored in
            guard source == parameter.sources[wanted.source] else { return }
            let element = wanted.element
            let count = stored.count / type.byteCount
            let place = (element - first) * type.byteCount
            if (first..<first + count).contains(element) {
                found = unsafe StoredElement(
                    type: type.rawValue, littleEndian: stored[place..<place + type.byteCount])
            }
            first += count
        }
        return found
    }
}
