internal import Cryptography
internal import Encodings
internal import Platform

/// A model's weights in another container, bit for bit.
///
/// Tensors that the engine ignores (mask buffers, output heads) are left out. safetensors files are
/// written without float64 weights, which few readers take: such elements become the float32 that
/// equals them, or the conversion is refused.
public struct ModelConversion: Sendable {
    public enum Container: String, Sendable, CaseIterable {
        case safetensors, hdf5

        public var fileName: String {
            switch self {
            case .safetensors: ModelFolder.safetensorsName
            case .hdf5: ModelFolder.hdf5Name
            }
        }
    }

    /// The file that was read.
    public let source: String
    /// The file that was written.
    public let target: String
    public let tensorCount: Int
    /// The integer weights hash of the written file, read back.
    public let integerWeightsHash: String
    /// The tensors that were left out, in the order of the source.
    public let ignoredTensors: [String]

    /// Reads the weights of `folder`, writes `container`'s file into `targetFolder`, and compares
    /// what was written, tensor by tensor, with what was read.
    ///
    /// **Throws:** ``PlatformError``, ``CheckpointError`` where the source is not what it says, an
    /// element has no exact form in the target, or the target reads back differently.
    public init(
        folder: String, to container: Container, targetFolder: String,
        progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) throws {
        let file = try WeightsFile.open(folder: folder)
        let architecture = try Checkpoint.architecture(folder: folder)
        // Everything is checked before anything is written.
        let layout = ModelLayout(ModelForm(architecture))
        let parts = try TensorBinding.bindings(file, layout: layout).flatMap(\.parts)
        let known = Set(parts.map(\.index))  // membership only, never iterated
        let plans = parts.map { part in
            let isNarrowed = container == .safetensors && part.type == .float64
            return Plan(
                tensor: .init(
                    name: part.entry.name, type: isNarrowed ? .float32 : part.type,
                    dimensions: part.entry.dimensions),
                index: part.index, isNarrowed: isNarrowed)
        }
        source = file.file
        target = Folder.path(targetFolder, container.fileName)
        tensorCount = plans.count
        ignoredTensors = file.entries.enumerated().filter { !known.contains($0.offset) }
            .map(\.element.name)
        try Folder.create(targetFolder)
        let digests = try Self.write(plans, of: file, as: container, to: target, progress: progress)
        do {
            try Self.check(plans, digests, container: container, file: target)
            integerWeightsHash = try Checkpoint.load(
                Self.opened(container, target), architecture: architecture
            ).integerWeightsHash
        } catch {
            // Remove an unverified file; its error is rethrown even if removing fails.
            try? WholeFile.remove(target)
            throw error
        }
    }

    private struct Plan {
        let tensor: SafetensorsWriter.Tensor
        let index: Int
        let isNarrowed: Bool
    }

    /// Writes the tensors and returns the digest of each one's bytes, in the plans' order.
    private static func write(
        _ plans: [Plan], of file: any TensorContainer, as container: Container, to path: String,
        progress: (_ done: Int, _ total: Int) -> Void
    ) throws -> [Digest] {
        let tensors = SafetensorsWriter.ordered(plans.map(\.tensor))
        var places: [String: Int] = [:]  // looked up, never iterated
        for (place, plan) in plans.enumerated() { places[plan.tensor.name] = place }
        var digests = [Digest?](repeating: nil, count: plans.count)
        switch container {
        case .safetensors:
            var writer = try SafetensorsWriter(path: path, tensors: tensors)
            for (done, tensor) in tensors.enumerated() {
                progress(done, tensors.count)
                let place = places[tensor.name]!
                digests[place] = try read(plans[place], of: file) { try writer.append($0) }
            }
            try writer.finish()
        case .hdf5:
            let writer = try HDF5Writer(path: path, tensors: tensors)
            for (done, tensor) in tensors.enumerated() {
                progress(done, tensors.count)
                let place = places[tensor.name]!
                writer.begin(tensor)
                digests[place] = try read(plans[place], of: file) { try writer.append($0) }
                try writer.end()
            }
            try writer.finish()
        }
        return digests.map { $0! }
    }

    /// Hands a tensor's bytes on as they are to be written, and returns their digest.
    private static func read(
        _ plan: Plan, of file: any TensorContainer, _ body: ([UInt8]) throws -> Void
    ) throws -> Digest {
        var hasher = SHA256Hasher()
        var doneCount = 0
        try unsafe file.readElements(ofEntry: plan.index) { bytes in
            var part = unsafe plan.isNarrowed ? [] : Array(bytes)
            if plan.isNarrowed {
                let narrowed = unsafe FloatConversion.narrowed(bytes)
                if let index = narrowed.inexactIndex {
                    throw CheckpointError.notExact(
                        file: file.file, tensor: plan.tensor.name, index: doneCount + index)
                }
                part = narrowed.bytes
                doneCount += bytes.count / 8
            }
            hasher.update(part)
            try body(part)
        }
        return hasher.finalized()
    }

    private static func opened(
        _ container: Container, _ path: String
    ) throws -> any TensorContainer {
        switch container {
        case .safetensors: try SafetensorsFile(path: path)
        case .hdf5: try HDF5File(path: path)
        }
    }

    /// Reads back what was written.
    private static func check(
        _ plans: [Plan], _ digests: [Digest], container: Container, file path: String
    ) throws {
        let file = try opened(container, path)
        for (plan, digest) in zip(plans, digests) {
            var hasher = SHA256Hasher()
            let index = file.entries.firstIndex { $0.name == plan.tensor.name }
            if let index {
                try unsafe file.readElements(ofEntry: index) { unsafe hasher.update($0) }
            }
            let entry = index.map { file.entries[$0] }
            guard hasher.finalized() == digest, entry?.dimensions == plan.tensor.dimensions,
                entry?.elementTypeName == plan.tensor.type.rawValue
            else {
                throw CheckpointError.conversionDiffers(file: path, tensor: plan.tensor.name)
            }
        }
    }
}
