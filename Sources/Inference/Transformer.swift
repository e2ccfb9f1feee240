public import Architectures
public import Tensors

/// A transformer in integers, ready to run: a pure function from token ids to the
/// attention rows of the last position.
///
/// **Determinism:** integers only, every sum whole; the result depends on the weights and the ids,
/// not on the backend, the threads, the machine or what ran before.
/// **Source:** protocol v4, sections 3 and 4; `QWEN2.md` beside this file.
public struct Transformer: Sendable {
    public let architecture: Architecture
    public let backend: any ExactGEMM
    private(set) var tokenEmbedding: IntegerTensor
    /// nil where positions turn queries and keys.
    private(set) var positionEmbedding: IntegerTensor?
    // By the name of the first parameter.
    private var norms: [String: Norm]  // looked up, never iterated
    private var linears: [String: Linear]  // looked up, never iterated
    /// The turns of positions; nil where a table of positions is added.
    let rotary: Rotary?

    public var shape: TransformerShape { architecture.shape }

    /// Packs the weights for `backend`.
    public init(weights: IntegerWeights, backend: any ExactGEMM) {
        var builder = TransformerBuilder(backend: backend)
        for tensor in weights.tensors { builder.add(tensor) }
        self = builder.finished(weights.architecture)
    }

    fileprivate init(_ parts: TransformerBuilder, _ architecture: Architecture) {
        self.architecture = architecture
        backend = parts.backend
        tokenEmbedding = parts.vector("wte")
        positionEmbedding = architecture.positions == .learned ? parts.vector("wpe") : nil
        rotary = architecture.positions.rotaryBase.map {
            Rotary(base: $0, shape: architecture.shape)
        }
        var norms: [String: Norm] = [:]  // looked up, never iterated
        var linears: [String: Linear] = [:]  // looked up, never iterated
        for operation in architecture.operations {
            let names = operation.parameters
            switch operation.kind {
            case .norm, .rootNorm:
                norms[names[0]] = Norm(
                    gain: parts.vector(names[0]),
                    bias: names.count > 1 ? parts.vector(names[1]) : nil)
            case .linear:
                linears[names[0]] = Linear(
                    weight: parts.matrix(names[0]),
                    bias: names.count > 1 ? parts.vector(names[1]) : Self.zeroBias(operation))
            case .embedding, .rotary, .scores, .softmax, .mixing, .activation, .gatedActivation,
                .residual:
                break
            }
        }
        self.norms = norms
        self.linears = linears
    }

    struct Norm: Sendable {
        let gain: IntegerTensor  // [C] Q12
        let bias: IntegerTensor?  // [C] Q16
    }

    struct Linear: Sendable {
        let weight: any PackedMatrix  // [K, N] Q12
        let bias: IntegerTensor  // [N] Q16, zero where the layer has none
    }

    private static func zeroBias(_ operation: Operation) -> IntegerTensor {
        let columns = operation.dimensions(tokenCount: 1)[1]
        return IntegerTensor(
            name: "no bias", rows: 1, columns: columns, format: .activation,
            elements: [Int32](repeating: 0, count: columns))
    }

    /// The row of a token in its embedding, [C] Q16. **Precondition:** in the vocabulary.
    func embedding(token id: Int32) -> [Int32] {
        tokenEmbedding.elements(in: Int(id) * shape.width..<(Int(id) + 1) * shape.width)
    }

    /// The row of a position in its embedding, [C] Q16; nil where there is none.
    /// **Precondition:** in the context.
    func embedding(position: Int) -> [Int32]? {
        positionEmbedding?.elements(in: position * shape.width..<(position + 1) * shape.width)
    }

    /// The parameters of a norm. **Precondition:** the operation is one of this architecture.
    func norm(_ operation: Operation) -> Norm {
        guard let norm = norms[operation.parameters[0]] else {
            preconditionFailure("no norm \(operation.parameters[0])")
        }
        return norm
    }

    /// The parameters of a linear layer. **Precondition:** as of ``norm(_:)``.
    func linear(_ operation: Operation) -> Linear {
        guard let linear = linears[operation.parameters[0]] else {
            preconditionFailure("no linear layer \(operation.parameters[0])")
        }
        return linear
    }
}

extension Transformer {
    /// The same model with another parameter of the same name and shape, as if its memory had
    /// changed: for tests of the search for faults. **Precondition:** the architecture has the
    /// parameter.
    package func replacing(_ tensor: IntegerTensor) -> Transformer {
        let reader = architecture.operations.first { $0.parameters.contains(tensor.name) }
        guard let reader else { preconditionFailure("no parameter \(tensor.name)") }
        let isFirst = reader.parameters[0] == tensor.name
        var changed = self
        switch reader.kind {
        case .embedding:
            if isFirst {
                changed.tokenEmbedding = tensor
            } else {
                changed.positionEmbedding = tensor
            }
        case .norm, .rootNorm:
            let old = norm(reader)
            changed.norms[reader.parameters[0]] = Norm(
                gain: isFirst ? tensor : old.gain, bias: isFirst ? old.bias : tensor)
        default:
            let old = linear(reader)
            changed.linears[reader.parameters[0]] = Linear(
                weight: isFirst ? backend.packed(BoundedMatrix(tensor)) : old.weight,
                bias: isFirst ? old.bias : tensor)
        }
        return changed
    }
}

/// Makes a transformer of tensors that come one by one, in any order. What products need is packed
/// at once, so that its integers need not be kept.
public struct TransformerBuilder: Sendable {
    fileprivate let backend: any ExactGEMM
    // By name.
    private var matrices: [String: any PackedMatrix] = [:]  // looked up, never iterated
    private var vectors: [String: IntegerTensor] = [:]  // looked up, never iterated

    public init(backend: any ExactGEMM) {
        self.backend = backend
    }

    public mutating func add(_ tensor: IntegerTensor) {
        if tensor.name.hasSuffix(".w") {
            matrices[tensor.name] = backend.packed(BoundedMatrix(tensor))
        } else {
            vectors[tensor.name] = tensor
        }
    }

    /// **Precondition:** every tensor of the architecture was added.
    public func finished(_ architecture: Architecture) -> Transformer {
        Transformer(self, architecture)
    }

    fileprivate func matrix(_ name: String) -> any PackedMatrix {
        guard let matrix = matrices[name] else { preconditionFailure("no tensor \(name)") }
        return matrix
    }

    fileprivate func vector(_ name: String) -> IntegerTensor {
        guard let vector = vectors[name] else { preconditionFailure("no tensor \(name)") }
        return vector
    }
}
