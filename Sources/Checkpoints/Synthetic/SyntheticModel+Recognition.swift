internal import Platform

extension SyntheticModel {
    /// How many elements of each tensor are looked at.
    private static let lookedAtCount = 1 << 16

    /// Whether the weights in `folder` are this model's: the same tensors, each beginning with the
    /// elements that are drawn for it. What cannot be read is not.
    public func isWritten(inFolder folder: String) -> Bool {
        let path = Folder.path(folder, ModelFolder.safetensorsName)
        let parameters = GPT2Layout.parameters(of: shape)
        guard let file = try? SafetensorsFile(path: path), file.entries.count == parameters.count
        else { return false }
        return parameters.allSatisfy { parameter in
            guard let index = file.entries.firstIndex(where: { $0.name == parameter.name }),
                file.entries[index].dimensions == parameter.dimensions,
                file.entries[index].elementTypeName == ElementType.float32.rawValue
            else { return false }
            let count = min(parameter.dimensions.reduce(1, *), Self.lookedAtCount)
            return start(ofEntry: index, in: file, byteCount: 4 * count)
                == bytes(of: parameter, in: 0..<count)
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
