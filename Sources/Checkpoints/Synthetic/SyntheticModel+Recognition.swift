internal import Platform

extension SyntheticModel {
    /// The model of a pin; nil where the pinned model is not drawn from a seed.
    public init?(_ manifest: ModelManifest) {
        guard let synthesis = manifest.synthesis else { return nil }
        self.init(
            seed: synthesis.seed, form: manifest.form, elementType: synthesis.elementType,
            isWide: synthesis.isWide)
    }

    /// How many elements of each tensor are looked at.
    private static let lookedAtCount = 1 << 16

    /// Whether the weights in `folder` are this model's: the same tensors, each beginning with the
    /// elements that are drawn for it. What cannot be read is not.
    public func isWritten(inFolder folder: String) -> Bool {
        let path = Folder.path(folder, ModelFolder.safetensorsName)
        let tensors = tensors
        guard let file = try? SafetensorsFile(path: path), file.entries.count == tensors.count
        else { return false }
        return tensors.allSatisfy { tensor in
            let name = fileName(of: tensor)
            guard let index = file.entries.firstIndex(where: { $0.name == name }),
                file.entries[index].dimensions == tensor.dimensions,
                file.entries[index].elementTypeName == elementType.rawValue
            else { return false }
            let count = min(tensor.elementCount, Self.lookedAtCount)
            return start(ofEntry: index, in: file, byteCount: elementType.byteCount * count)
                == bytes(of: tensor, in: 0..<count)
        }
    }

    private func start(
        ofEntry index: Int, in file: SafetensorsFile, byteCount: Int
    ) -> [UInt8]? {
        var start: [UInt8] = []
        do {
            try unsafe file.readElements(ofEntry: index) { part in
                unsafe start.append(contentsOf: part.prefix(byteCount - start.count))
            }
        } catch {
            return nil
        }
        return start
    }
}
