import ArgumentParser
import Checkpoints
import Tensors

/// The seed and the sizes of a model to be drawn.
struct SynthOptions: ParsableArguments {
    @Option(help: "The form: gpt2, as by default, or qwen2.")
    var architecture: ArchitectureArgument?

    @Option(help: "The seed: any text. Required without a name.")
    var seed: String?

    @Option(help: "How many layers. Required without a name.")
    var layers: Int?

    @Option(help: "The width. Required without a name.")
    var width: Int?

    @Option(help: "How many attention heads each layer has. Required without a name.")
    var heads: Int?

    @Option(help: "qwen2: how many heads of keys and values; as many as heads by default.")
    var kvHeads: Int?

    @Option(help: "qwen2: the width of a head, 64 or 128; 64 by default.")
    var headWidth: Int?

    @Option(help: "qwen2: the width of the feed-forward part. Required for qwen2.")
    var hidden: Int?

    @Option(
        name: [.customLong("vocab"), .customLong("vocabulary")],
        help: "How many tokens the vocabulary has. Required without a name.")
    var vocab: Int?

    @Option(help: "How many tokens a prompt may have at most. Required without a name.")
    var context: Int?

    @Option(help: "The type of the elements: F32, as by default, or BF16.")
    var dtype: ElementTypeArgument?

    @Flag(help: "Draw operands as wide as a trained model's.")
    var wide = false

    private var required: [(String, isGiven: Bool)] {
        [
            ("--seed", seed != nil), ("--layers", layers != nil), ("--width", width != nil),
            ("--heads", heads != nil), ("--vocab", vocab != nil), ("--context", context != nil),
        ]
    }

    private var ofQwen2: [(String, isGiven: Bool)] {
        [
            ("--kv-heads", kvHeads != nil), ("--head-width", headWidth != nil),
            ("--hidden", hidden != nil),
        ]
    }

    /// **Throws:** `ValidationError` that names all options that are missing or too many.
    func check(name: String?, out: String?) throws {
        var missing: [String] = []
        var extra = architecture != .qwen2 ? ofQwen2.filter(\.isGiven).map(\.0) : []
        if name == nil {
            missing = required.filter { !$0.isGiven }.map(\.0)
            if architecture == .qwen2 && hidden == nil { missing.append("--hidden") }
        } else {
            extra = (required + ofQwen2).filter(\.isGiven).map(\.0)
            if wide { extra.append("--wide") }
            if architecture != nil { extra.append("--architecture") }
            if dtype != nil { extra.append("--dtype") }
        }
        if out == nil { missing.append("--out") }
        guard missing.isEmpty else {
            throw ValidationError(
                "expected also \(missing.joined(separator: ", ")), which are required, got none")
        }
        guard extra.isEmpty else {
            throw ValidationError(
                "expected no \(extra.joined(separator: ", ")) "
                    + (name == nil ? "for gpt2" : "beside a name") + ", got these")
        }
    }

    /// The model. **Precondition:** ``check(name:out:)`` passed without a name.
    ///
    /// **Throws:** `ShapeError`.
    func model() throws -> SyntheticModel {
        guard let seed, let layers, let width, let heads, let vocab, let context else {
            preconditionFailure("not checked")
        }
        let form: ModelForm =
            switch architecture ?? .gpt2 {
            case .gpt2:
                try .gpt2(
                    layerCount: layers, width: width, headCount: heads, vocabularyCount: vocab,
                    contextTokenCount: context)
            case .qwen2:
                try .qwen2(
                    layerCount: layers, width: width, headCount: heads,
                    keyValueHeadCount: kvHeads ?? heads, headWidth: headWidth ?? 64,
                    hiddenWidth: hidden ?? 0, vocabularyCount: vocab, contextTokenCount: context,
                    rotaryBase: 1_000_000)
            }
        return SyntheticModel(
            seed: seed, form: form, elementType: dtype == .bfloat16 ? .bfloat16 : .float32,
            isWide: wide)
    }
}
