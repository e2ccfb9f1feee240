/// The tensors of a checkpoint: the names and shapes that files have for them, and the parameters
/// that are made of them. A value: all code that reads weights walks it, whatever the form.
public struct ModelLayout: Sendable {
    public let family: ModelForm.Family
    /// In the order of the model, from the embeddings up; the closing norm's are last.
    public let parameters: [LayoutParameter]
    /// The prefix that names in files may have.
    let prefix: String
    /// The name of the list of layers: `h`, `layers`.
    private let listName: String
    private let layerCount: Int
    /// The buffers of a layer, and what is ignored outside the layers.
    private let layerBufferNames: [String]
    private let ignoredNames: Set<String>  // membership only, never iterated

    public init(_ form: ModelForm) {
        family = form.family
        layerCount = form.layerCount
        switch form.family {
        case .gpt2:
            parameters = GPT2Layout.parameters(of: form)
            (prefix, listName) = ("transformer.", "h")
            layerBufferNames = ["attn.bias", "attn.masked_bias"]
            ignoredNames = Self.headNames
        case .qwen2:
            parameters = Qwen2Layout.parameters(of: form)
            (prefix, listName) = ("model.", "layers")
            layerBufferNames = ["self_attn.rotary_emb.inv_freq"]
            ignoredNames = ["lm_head.weight", "rotary_emb.inv_freq"]
        }
    }

    /// Those that are hashed, in the order of their names' bytes.
    public var hashedParameters: [LayoutParameter] {
        parameters.filter(\.isHashed)
            .sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }

    /// The number of elements of all hashed parameters. **Bounds:** forms keep it below 2^34.
    public var parameterCount: Int {
        parameters.reduce(0) { $0 + ($1.isHashed ? $1.rows * $1.columns : 0) }
    }

    // MARK: Names

    /// A tensor's name without the optional prefix.
    func unprefixed(_ name: String) -> String {
        name.hasPrefix(prefix) ? String(name.dropFirst(prefix.count)) : name
    }

    /// The tensors that GPT-2's classes of transformers (and the value head of trl) put on top of
    /// the layers: no attention depends on them.
    private static let headNames: Set = [  // membership only, never iterated
        "lm_head.weight", "score.weight", "classifier.weight", "classifier.bias",
        "qa_outputs.weight", "qa_outputs.bias", "multiple_choice_head.summary.weight",
        "multiple_choice_head.summary.bias", "v_head.summary.weight", "v_head.summary.bias",
    ]

    /// The places of a container's tensors by their names without the optional prefix, those that
    /// no engine needs among them.
    ///
    /// **Throws:** ``CheckpointError`` for the first tensor that is there twice, or unknown.
    package func indices(
        in container: some TensorContainer
    ) throws(CheckpointError) -> [String: Int] {
        var indices: [String: Int] = [:]  // looked up or sorted, never iterated
        for (index, entry) in container.entries.enumerated() {
            let name = unprefixed(entry.name)
            guard indices.updateValue(index, forKey: name) == nil else {
                throw .duplicateTensor(file: container.file, tensor: name)
            }
        }
        let known = Set(parameters.flatMap(\.sources).map(\.name))  // never iterated
        for entry in container.entries {
            let name = unprefixed(entry.name)
            guard known.contains(name) || isIgnored(name) else {
                throw .unknownTensor(
                    file: container.file, tensor: entry.name, model: family.title)
            }
        }
        return indices
    }

    /// Buffers of masks and positions, and output heads, which no engine needs.
    package func isIgnored(_ name: String) -> Bool {
        if ignoredNames.contains(name) { return true }
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count > 2, parts[0] == listName, let layer = Int(parts[1]),
            String(layer) == parts[1], (0..<layerCount).contains(layer)
        else { return false }
        return layerBufferNames.contains(parts[2...].joined(separator: "."))
    }
}
