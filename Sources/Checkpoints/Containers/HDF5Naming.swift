/// The names of an HDF5 file's datasets as safetensors would call them.
///
/// Two layouts are known. **Flat:** datasets in the root, already so called. **Keras:** the groups
/// of the hub's `tf_model.h5` for GPT-2, `…/h_._0/attn/c_attn/weight:0`: blocks are `h_._N`, gains
/// and biases of norms `gamma` and `beta`, the embeddings `weight` or `embeddings`, and biases have
/// the shape [1, n]. Names that fit neither stay as they are, to be refused as unknown.
/// **Source:** the TensorFlow models of huggingface/transformers.
enum HDF5Naming {
    struct Name {
        let text: String
        let dimensions: [Int]
    }

    static func names(_ datasets: [HDF5Dataset]) -> [Name] {
        datasets.map { dataset in
            kerasName(dataset) ?? Name(text: dataset.path, dimensions: dataset.dimensions)
        }
    }

    private static func kerasName(_ dataset: HDF5Dataset) -> Name? {
        let parts = dataset.path.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count > 1, let leaf = parts.last, leaf.hasSuffix(":0") else { return nil }
        let kind = leaf.dropLast(2)
        if let block = parts.lastIndex(where: { $0.hasPrefix("h_._") }) {
            let layer = parts[block].dropFirst(4)
            let inner = parts[(block + 1)...].dropLast().joined(separator: ".")
            return name(dataset, "h.\(layer).\(inner)", kind)
        }
        return name(dataset, String(parts[parts.count - 2]), kind)
    }

    private static func name(
        _ dataset: HDF5Dataset, _ module: String, _ kind: Substring
    ) -> Name? {
        let dimensions = dataset.dimensions
        switch (module, kind) {
        case (_, "gamma"): return Name(text: module + ".weight", dimensions: dimensions)
        case (_, "beta"): return Name(text: module + ".bias", dimensions: dimensions)
        case ("wte", "embeddings"), ("wpe", "embeddings"), (_, "weight"):
            return Name(text: module + ".weight", dimensions: dimensions)
        case (_, "bias"):
            let isRow = dimensions.count == 2 && dimensions[0] == 1
            return Name(
                text: module + ".bias", dimensions: isRow ? [dimensions[1]] : dimensions)
        default: return nil
        }
    }
}
