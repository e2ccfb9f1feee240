internal import Tensors

/// The reading of one parameter: its tensors converted, turned and put side by side, and hashed
/// under its name. No more than this parameter is held.
struct TensorReading<Container: TensorContainer> {
    private let binding: TensorBinding
    private let container: Container
    private let hasher: WeightsHasher?

    /// - Parameter hasher: gets the name and all elements; nil for a parameter that is not hashed.
    init(_ binding: TensorBinding, of container: Container, hasher: WeightsHasher? = nil) {
        self.binding = binding
        self.container = container
        self.hasher = hasher
    }

    /// **Throws:** ``CheckpointError`` where an element is not finite, and what the container
    /// throws.
    func converted(
        onPart: PartListener
    ) throws -> (tensor: IntegerTensor, beyondClampCount: Int) {
        let part = binding.parts[0]
        return binding.parts.count == 1 && !part.source.isTransposed
            ? try unsafe streamed(part, onPart) : try unsafe assembled(onPart)
    }

    /// A tensor that is the parameter as it stands.
    private func streamed(
        _ part: TensorBinding.Part, _ onPart: PartListener
    ) throws -> (tensor: IntegerTensor, beyondClampCount: Int) {
        let parameter = binding.parameter
        var tensor = IntegerTensorBuilder(
            name: parameter.name, rows: parameter.rows, columns: parameter.columns,
            format: parameter.format, onPart: { hasher?.add($0) })
        hasher?.begin(parameter.name)
        let beyond = try unsafe convert(part, onPart) { unsafe tensor.append($0) }
        return (tensor.finished(), beyond)
    }

    /// Tensors that are turned or joined.
    private func assembled(
        _ onPart: PartListener
    ) throws -> (tensor: IntegerTensor, beyondClampCount: Int) {
        let parameter = binding.parameter
        let count = parameter.rows * parameter.columns
        var beyond = 0
        let elements = try unsafe [Int32](unsafeUninitializedCapacity: count) { room, filled in
            let whole = unsafe UnsafeMutableBufferPointer(rebasing: room[..<count])
            var assembly = unsafe ParameterAssembly(parameter, in: whole)
            for part in binding.parts {
                beyond += try unsafe convert(part, onPart) {
                    unsafe assembly.append($0, of: part.source)
                }
                assembly.end()
            }
            filled = count
        }
        hasher?.begin(parameter.name)
        hasher?.add(.elements(elements))
        return (
            IntegerTensor(
                name: parameter.name, rows: parameter.rows, columns: parameter.columns,
                format: parameter.format, elements: elements), beyond
        )
    }

    /// Converts a tensor, part by part; returns how many values lay beyond the clamp.
    private func convert(
        _ part: TensorBinding.Part, _ onPart: PartListener,
        _ body: (UnsafeBufferPointer<Int32>) -> Void
    ) throws -> Int {
        var conversion = FloatConversion(
            type: part.type, format: binding.parameter.format,
            elementCount: part.entry.elementCount)
        do {
            try unsafe container.readElements(ofEntry: part.index) { bytes in
                try unsafe conversion.convert(bytes) { unsafe body($0) }
                unsafe onPart(binding.parameter, part.source, part.type, bytes)
            }
        } catch let error as FloatConversion.NotFinite {
            throw CheckpointError.notFinite(
                file: container.file, tensor: part.entry.name, index: error.index,
                got: error.isNaN ? "NaN" : "an infinity")
        }
        precondition(conversion.isComplete, "\(part.entry.name): elements are missing")
        return conversion.beyondClampCount
    }
}
