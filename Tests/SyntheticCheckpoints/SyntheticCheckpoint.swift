public import Checkpoints
public import Encodings
import Tensors
import TestSupport

/// A synthetic model written to a folder that lasts as long as the load, and read back.
public enum SyntheticCheckpoint {
    /// The synthetic model that the vectors describe.
    public static func model(_ vectors: JSONValue) throws -> SyntheticModel {
        let shape = try TransformerShape(
            layerCount: vectors.at("layers").integer(), width: vectors.at("width").integer(),
            headCount: vectors.at("heads").integer(),
            vocabularyCount: vectors.at("vocab").integer(),
            contextTokenCount: vectors.at("context").integer())
        var exponents = SyntheticModel.Exponents()
        if let own = vectors.member("exponents") {
            exponents.tokenEmbedding = try own.at("wte").integer()
            exponents.positionEmbedding = try own.at("wpe").integer()
            exponents.queryKeyValueWeight = try own.at("c_attn.weight").integer()
            exponents.attentionOutputWeight = try own.at("attn.c_proj.weight").integer()
            exponents.feedForwardHiddenWeight = try own.at("c_fc.weight").integer()
            exponents.feedForwardOutputWeight = try own.at("mlp.c_proj.weight").integer()
            exponents.linearBias = try own.at("bias").integer()
            exponents.normGain = try own.at("ln.weight").integer()
            exponents.normBias = try own.at("ln.bias").integer()
        }
        return SyntheticModel(
            seed: try vectors.at("seed").string(), shape: shape,
            isWide: vectors.member("wide") != nil, exponents: exponents)
    }

    public static func load(_ name: String, _ vectors: JSONValue) throws -> Checkpoint {
        let folder = try TemporaryFolder()
        try model(vectors).write(toFolder: folder.path)
        return try Checkpoint.load(folder: folder.path)
    }
}
