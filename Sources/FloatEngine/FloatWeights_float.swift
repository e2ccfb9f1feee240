internal import Architectures
internal import Checkpoints

/// A model's weights as float32, by the names that operations have for them.
struct FloatWeights: Sendable {
    // Embeddings, gains and biases.
    var vectors: [String: [Float]] = [:]  // looked up, never iterated
    // Matrices of products.
    var matrices: [String: FloatMatrix] = [:]  // looked up, never iterated

    /// Reads every parameter of the operations.
    ///
    /// **Throws:** ``CheckpointError`` of the first tensor that is missing, of another shape or
    /// type, or not finite.
    init(
        _ tensors: FloatTensors, shape: FloatShape, operations: [Operation],
        progress: (_ done: Int, _ total: Int) -> Void
    ) throws {
        let layout = FloatLayout(shape: shape)
        let names = operations.flatMap(\.parameters)
        for (done, name) in names.enumerated() {
            progress(done, names.count)
            let parts = layout.parts(of: name)
            var elements: [Float] = []
            for part in parts {
                elements += try tensors.elements(part.name, dimensions: part.dimensions)
            }
            guard name.hasSuffix(".w") else {
                vectors[name] = elements
                continue
            }
            let rows = parts.reduce(0) { $0 + $1.dimensions[0] }
            let columns = parts[0].dimensions[1]
            let isTransposed = shape.family == .qwen2
            matrices[name] = FloatMatrix(
                elements, depth: isTransposed ? columns : rows,
                columns: isTransposed ? rows : columns, isTransposed: isTransposed)
        }
    }

    /// **Precondition:** an operation has the parameter, and it is no matrix of a product.
    func vector(_ name: String) -> [Float] {
        guard let vector = vectors[name] else { preconditionFailure("no parameter \(name)") }
        return vector
    }

    /// **Precondition:** an operation has the parameter, and it is a matrix of a product.
    func matrix(_ name: String) -> FloatMatrix {
        guard let matrix = matrices[name] else { preconditionFailure("no matrix \(name)") }
        return matrix
    }
}

/// The tensors of files that a parameter is made of, one below the other.
struct FloatLayout {
    struct Part: Equatable {
        /// The name in files without `transformer.` or `model.`.
        let name: String
        let dimensions: [Int]
    }

    let shape: FloatShape

    /// The tensors' prefix in files.
    var prefix: String { shape.family == .gpt2 ? "transformer." : "model." }

    /// **Precondition:** an operation of the family has the parameter.
    func parts(of name: String) -> [Part] {
        shape.family == .gpt2 ? gpt2(name) : qwen2(name)
    }

    private func gpt2(_ name: String) -> [Part] {
        let c = shape.width
        let pieces = name.split(separator: ".")
        let module = pieces.count == 1 ? name : pieces.dropLast().joined(separator: ".")
        let isBias = pieces.last == "b"
        let kind = pieces.count > 2 ? pieces[2...].dropLast().joined(separator: ".") : name
        let sizes: [Int] =
            switch kind {
            case "wte": [shape.vocabularyCount, c]
            case "wpe": [shape.contextTokenCount, c]
            case "attn.c_attn": [c, 3 * c]
            case "attn.c_proj": [c, c]
            case "mlp.c_fc": [c, shape.hiddenWidth]
            case "mlp.c_proj": [shape.hiddenWidth, c]
            default: [c]
            }
        return [
            Part(
                name: module + (isBias ? ".bias" : ".weight"),
                dimensions: isBias ? [sizes[sizes.count - 1]] : sizes)
        ]
    }

    private func qwen2(_ name: String) -> [Part] {
        let c = shape.width
        guard name != "wte" else {
            return [Part(name: "embed_tokens.weight", dimensions: [shape.vocabularyCount, c])]
        }
        let pieces = name.split(separator: ".")
        let layer = "layers.\(pieces[1])."
        func part(_ name: String, _ dimensions: [Int]) -> Part {
            Part(name: layer + name, dimensions: dimensions)
        }
        let (q, k, f) = (shape.queryWidth, shape.keyWidth, shape.hiddenWidth)
        let heads = [("q", q), ("k", k), ("v", k)]
        switch pieces[2...].joined(separator: ".") {
        case "ln_1.g": return [part("input_layernorm.weight", [c])]
        case "ln_2.g": return [part("post_attention_layernorm.weight", [c])]
        case "attn.qkv.w": return heads.map { part("self_attn.\($0.0)_proj.weight", [$0.1, c]) }
        case "attn.qkv.b": return heads.map { part("self_attn.\($0.0)_proj.bias", [$0.1]) }
        case "attn.out.w": return [part("self_attn.o_proj.weight", [c, q])]
        case "mlp.gate_up.w":
            return [part("mlp.gate_proj.weight", [f, c]), part("mlp.up_proj.weight", [f, c])]
        case "mlp.down.w": return [part("mlp.down_proj.weight", [c, f])]
        default: preconditionFailure("no parameter \(name)")
        }
    }
}

extension FloatShape {
    /// The tensors of files that the operations read, without a prefix, each with its dimensions.
    ///
    /// **Throws:** ``ShapeError`` where the sizes pass the limits.
    package func tensors() throws -> [(name: String, dimensions: [Int])] {
        let layout = FloatLayout(shape: self)
        return try operations().flatMap(\.parameters).flatMap(layout.parts)
            .map { ($0.name, $0.dimensions) }
    }
}
