internal import Encodings
internal import Platform

/// The keys of `config.json` that the engine depends on.
///
/// A setting is judged by its effect on attention, not by its spelling: a setting that the integer
/// engine does not compute is refused, a setting without effect is not read.
enum ModelConfiguration {
    /// The form that a `config.json` describes. A file that names no form means GPT-2.
    ///
    /// **Throws:** ``CheckpointError`` where a key is missing, or says something that no engine
    /// computes: another architecture, activation, norm or attention scaling.
    static func form(json bytes: [UInt8], file: String) throws(CheckpointError) -> ModelForm {
        let reader = try ConfigurationReader(json: bytes, file: file)
        try reader.expect("model_type", oneOf: ModelForm.Family.allCases.map(\.rawValue))
        let name = reader.value("model_type")?.stringValue
        switch name.flatMap(ModelForm.Family.init) ?? .gpt2 {
        case .gpt2: return try GPT2Configuration.form(reader)
        case .qwen2: return try Qwen2Configuration.form(reader)
        }
    }

    /// The file's content for a model of this form, stored as `type`.
    static func json(for form: ModelForm, type: ElementType) -> JSONValue {
        switch form.family {
        case .gpt2: GPT2Configuration.json(for: form)
        case .qwen2: Qwen2Configuration.json(for: form, type: type)
        }
    }
}
