import Tensors

/// A parameter of the model and the tensor of a container that holds it.
struct TensorBinding {
    let parameter: GPT2Layout.Parameter
    let entry: TensorEntry
    /// The entry's place in the container.
    let index: Int
    let type: ElementType

    /// A binding for every parameter, in the order in which they are hashed; parameters that are
    /// not hashed come last.
    ///
    /// **Throws:** ``CheckpointError`` for the first tensor that is missing, unknown, there twice,
    /// of another shape or type. The shapes are compared before anything is converted.
    static func bindings(
        _ container: some TensorContainer, shape: TransformerShape
    ) throws(CheckpointError) -> [TensorBinding] {
        var indices: [String: Int] = [:]  // looked up, never iterated
        for (index, entry) in container.entries.enumerated() {
            let name = GPT2Layout.unprefixed(entry.name)
            guard indices.updateValue(index, forKey: name) == nil else {
                throw .duplicateTensor(file: container.file, tensor: name)
            }
        }
        let parameters = GPT2Layout.parameters(of: shape)
        let known = Set(parameters.map(\.name))
        for entry in container.entries {
            let name = GPT2Layout.unprefixed(entry.name)
            guard known.contains(name) || GPT2Layout.isIgnored(name, layerCount: shape.layerCount)
            else { throw .unknownTensor(file: container.file, tensor: entry.name) }
        }
        var bindings: [TensorBinding] = []
        for parameter in parameters {
            guard let index = indices[parameter.name] else {
                throw .missingTensor(file: container.file, tensor: parameter.name)
            }
            let entry = container.entries[index]
            bindings.append(
                TensorBinding(
                    parameter: parameter, entry: entry, index: index,
                    type: try checkedType(entry, parameter, container)))
        }
        return bindings.sorted { left, right in
            guard let first = left.parameter.shortName else { return false }
            guard let second = right.parameter.shortName else { return true }
            return first.utf8.lexicographicallyPrecedes(second.utf8)
        }
    }

    private static func checkedType(
        _ entry: TensorEntry, _ parameter: GPT2Layout.Parameter,
        _ container: some TensorContainer
    ) throws(CheckpointError) -> ElementType {
        guard entry.dimensions == parameter.dimensions else {
            throw .tensorShape(
                file: container.file, tensor: entry.name, expected: parameter.dimensions,
                got: entry.dimensions)
        }
        guard let type = ElementType(rawValue: entry.elementTypeName) else {
            throw .elementType(
                file: container.file, tensor: entry.name,
                expected: ElementType.allCases.map(\.rawValue).joined(separator: ", "),
                got: entry.elementTypeName)
        }
        return type
    }
}
