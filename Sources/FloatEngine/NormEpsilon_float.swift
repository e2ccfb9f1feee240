internal import Checkpoints
internal import Encodings
internal import Platform

/// The number that norms add to a variance, in floats: the exact engine's readers have checked it
/// by its decimals.
enum NormEpsilon {
    private static let byteCountMax = 1 << 20

    /// The key in `config.json`, and transformers' value where it is absent.
    private static func key(_ family: ModelForm.Family) -> (name: String, absent: Double) {
        switch family {
        case .gpt2: ("layer_norm_epsilon", 1e-5)
        case .qwen2: ("rms_norm_eps", 1e-6)
        }
    }

    static func absent(_ family: ModelForm.Family) -> Double { key(family).absent }

    /// The value that the folder's `config.json` says.
    ///
    /// **Throws:** ``PlatformError``, ``CheckpointError``.
    static func value(folder: String, family: ModelForm.Family) throws -> Double {
        let file = Folder.path(folder, ModelFolder.configurationName)
        let bytes = try WholeFile.read(file, byteCountMax: byteCountMax)
        let document: JSONValue
        do {
            document = try JSONParser.parse(bytes, byteCountMax: byteCountMax)
        } catch {
            throw CheckpointError.notJSON(file: file, cause: error)
        }
        let (name, absent) = key(family)
        guard let value = document.member(name) else { return absent }
        guard case .number(let number) = value, let epsilon = Double(number.text), epsilon >= 0
        else {
            throw CheckpointError.config(
                file: file, key: name, expected: "a number from 0 on", got: value.kind)
        }
        return epsilon
    }
}
