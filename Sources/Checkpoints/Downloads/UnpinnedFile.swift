internal import Platform
internal import Tokenization

/// The look at a file that nobody could pin, before its first bytes count: a login page, or another
/// model, would be the pin for ever.
enum UnpinnedFile {
    /// The reason why the content is not of the kind that the file's name says, or of another model
    /// than the manifest's; nil where nothing speaks against it.
    ///
    /// - Parameter path: where the file's bytes lie, under whatever name.
    static func fault(_ name: String, at path: String, of manifest: ModelManifest) -> String? {
        do {
            switch name {
            case ModelFolder.configurationName:
                let bytes = try WholeFile.read(path, byteCountMax: Limits.configByteCountMax)
                let differences = try ModelConfiguration.form(json: bytes, file: name)
                    .differences(from: manifest.form)
                return differences.isEmpty ? nil : differences.joined(separator: "; ")
            case TokenizerFileName.tokenizer.rawValue:
                let bytes = try WholeFile.read(
                    path, byteCountMax: TokenizerFileName.tokenizer.byteCountMax)
                let count = try ByteLevelTokenizer(tokenizerJSON: bytes).vocabularyCount
                let countMax = manifest.form.vocabularyCount
                return count <= countMax
                    ? nil : "tokens: expected at most \(countMax), got \(count)"
            case ModelFolder.safetensorsName:
                _ = try TensorBinding.bindings(
                    SafetensorsFile(path: path), layout: ModelLayout(manifest.form))
                return nil
            default: return nil
            }
        } catch {
            return "\(error)"
        }
    }
}
