import Tensors

/// A parameter of the model and the tensors of a container that it is made of.
struct TensorBinding {
    let parameter: LayoutParameter
    /// In the order of the parameter's sources.
    let parts: [Part]

    struct Part {
        let source: SourceTensor
        let entry: TensorEntry
        /// The entry's place in the container.
        let index: Int
        let type: ElementType
    }

    /// A binding for every parameter, in the order in which they are hashed; parameters that are
    /// not hashed come last.
    ///
    /// **Throws:** ``CheckpointError`` for the first tensor that is missing, unknown, there twice,
    /// of another shape or type. The shapes are compared before anything is converted.
    static func bindings(
        _ container: some TensorContainer, layout: ModelLayout
    ) throws(CheckpointError) -> [TensorBinding] {
        let indices = try layout.indices(in: container)  // looked up, never iterated
        var bindings: [TensorBinding] = []
        for parameter in layout.parameters {
            var parts: [Part] = []
            for source in parameter.sources {
                guard let index = indices[source.name] else {
                    throw .missingTensor(file: container.file, tensor: source.name)
                }
                let entry = container.entries[index]
                parts.append(
                    Part(
                        source: source, entry: entry, index: index,
                        type: try checkedType(entry, source, container)))
            }
            bindings.append(TensorBinding(parameter: parameter, parts: parts))
        }
        return bindings.sorted { left, right in
            let (first, second) = (left.parameter, right.parameter)
            guard first.isHashed == second.isHashed else { return first.isHashed }
            return first.isHashed && first.name.utf8.lexicographicallyPrecedes(second.name.utf8)
        }
    }

    private static func checkedType(
        _ entry: TensorEntry, _ source: SourceTensor, _ container: some TensorContainer
    ) throws(CheckpointError) -> ElementType {
        guard entry.dimensions == source.dimensions else {
            throw .tensorShape(
                file: container.file, tensor: entry.name, expected: source.dimensions,
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
