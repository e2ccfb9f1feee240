internal import Checkpoints
internal import Conformance
internal import Platform
internal import PythonValues
internal import Tensors

/// The model that a file describes.
struct FloatModelDescription {
    let isQwen: Bool
    let layerCount: Int
    let width: Int
    let headCount: Int
    let keyValueHeadCount: Int
    let headWidth: Int
    let hiddenWidth: Int
    let vocabularyCount: Int
    let contextTokenCount: Int
    /// Nil for the embedded model.
    let seed: String?
    let isWide: Bool
    let elementType: ElementType

    init(_ file: VectorValue) throws {
        let architecture = try file.member("architecture").string()
        guard ["gpt2", "qwen2"].contains(architecture) else {
            throw VectorFormError(
                place: "document.architecture", expected: "gpt2 or qwen2", got: architecture)
        }
        isQwen = architecture == "qwen2"
        layerCount = try file.member("layers").size(1...64)
        headCount = try file.member("heads").size(1...128)
        width = try (file.optional("width") ?? file.member("hidden")).size(1...8192)
        headWidth = try (file.optional("head_width") ?? file.member("head_dim")).size(2...256)
        keyValueHeadCount = try file.optional("kv")?.size(1...128) ?? headCount
        hiddenWidth = try file.optional("inter")?.size(1...32_768) ?? 4 * width
        vocabularyCount = try file.optional("vocab")?.size(1...200_000) ?? 50_257
        contextTokenCount = try file.optional("ctx")?.size(1...4096) ?? 1024
        seed = try file.optional("seed")?.string()
        isWide = try file.optional("wide")?.boolean() ?? false
        elementType =
            try file.optional("dtype")?.string() == ElementType.bfloat16.rawValue
            ? .bfloat16 : .float32
    }

    /// The parameters of the layers; 0 for the embedded model. The embeddings, which cost a run
    /// nothing, are bounded by the sizes alone.
    var parameterCount: Int {
        guard seed != nil else { return 0 }
        let layer =
            width * (2 * headCount * headWidth + 2 * keyValueHeadCount * headWidth)
            + (isQwen ? 3 : 2) * width * hiddenWidth
        return layerCount * layer
    }

    private static let rotaryBase = 1_000_000

    private func form() throws(ShapeError) -> ModelForm {
        guard isQwen else {
            return try .gpt2(
                layerCount: layerCount, width: width, headCount: headCount,
                vocabularyCount: vocabularyCount, contextTokenCount: contextTokenCount)
        }
        return try .qwen2(
            layerCount: layerCount, width: width, headCount: headCount,
            keyValueHeadCount: keyValueHeadCount, headWidth: headWidth, hiddenWidth: hiddenWidth,
            vocabularyCount: vocabularyCount, contextTokenCount: contextTokenCount,
            rotaryBase: Self.rotaryBase)
    }

    /// Lends the model's folder: the embedded one, or a temporary one with the synthetic model.
    func withFolder<Value>(
        _ surroundings: FloatVectorSurroundings,
        _ body: (_ folder: String?, _ synthetic: SyntheticModel?) throws -> Value
    ) throws -> Value {
        guard let seed else { return try body(surroundings.embeddedFolder, nil) }
        let form: ModelForm
        do throws(ShapeError) {
            form = try self.form()
        } catch {
            throw VectorFormError(
                place: "document", expected: "sizes of a model", got: "\(error)")
        }
        let model = SyntheticModel(
            seed: seed, form: form, elementType: elementType, isWide: isWide)
        return try Folder.withTemporary(prefix: "glyphlab-float") { folder in
            try model.write(toFolder: folder)
            return try body(folder, model)
        }
    }
}
