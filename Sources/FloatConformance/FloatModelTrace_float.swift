internal import Architectures
internal import Checkpoints
internal import Conformance
internal import Cryptography
internal import FloatEngine

/// The intermediates of a model's first case, by the names that its file has for them.
struct FloatModelTrace {
    private let model: FloatModel
    private let tokenIDs: [Int32]
    private let single: [VectorValue]
    private let double: [VectorValue]

    /// Nil where the file has no trace.
    init?(file: VectorValue, model: FloatModel, cases: [VectorValue]) throws {
        guard let single = try file.optional("trace_of_case_0"), let first = cases.first else {
            return nil
        }
        self.model = model
        self.single = try single.elements()
        double = try file.optional("trace_of_case_0_double")?.elements() ?? []
        tokenIDs = try first.member("ids").tokenIDs()
        try model.checkForm(tokenIDs, first)
    }

    func outcomes() throws -> [VectorOutcome] {
        var tensors: [String: [Float]] = [:]  // looked up, never iterated
        try model.outputs(of: tokenIDs, order: .seq) { operation, output in
            for (name, part) in parts(operation, output) { tensors[name] = part }
        }
        var doubles: [String: [Double]] = [:]  // looked up, never iterated
        try model.doubleOutputs(of: tokenIDs) { operation, output in
            for (name, part) in parts(operation, output) { doubles[name] = part }
        }
        if let table = rotary() {
            (tensors["cos"], tensors["sin"]) = table
            (doubles["cos"], doubles["sin"]) = (
                table.0.map(Double.init), table.1.map(Double.init)
            )
        }
        return try single.map { try outcome($0, tensors) }
            + double.map { try nearOutcome($0, doubles) }
    }

    private func outcome(
        _ vector: VectorValue, _ tensors: [String: [Float]]
    ) throws -> VectorOutcome {
        let parts = try vector.elements(count: 5)
        let name = try parts[0].string()
        let ends = try [3, 4].map { try parts[$0].string() }
        let shape = try parts[1].ints()
        let expected = "\(shape) \(try parts[2].string()) \(ends[0]) \(ends[1])"
        guard let tensor = tensors[name] else {
            return VectorOutcome(index: "trace \(name)", expected: expected, got: "no tensor")
        }
        var hasher = SHA256Hasher()
        hasher.update(littleEndian: tensor.map { Int32(bitPattern: $0.bitPattern) })
        let columns = tensor.count / max(Int(shape.first ?? 1), 1)
        let first = tensor.prefix(ends[0].utf8.count / 8).map(FloatText.bits).joined()
        let last = tensor.suffix(ends[1].utf8.count / 8).map(FloatText.bits).joined()
        return VectorOutcome(
            index: "trace \(name)", expected: expected,
            got: "[\(shape.first ?? 1), \(columns)] \(hasher.finalized().text) \(first) \(last)")
    }

    private func nearOutcome(
        _ vector: VectorValue, _ tensors: [String: [Double]]
    ) throws -> VectorOutcome {
        let parts = try vector.elements(count: 3)
        let name = try parts[0].string()
        let (first, last) = (try parts[1].doubles(), try parts[2].doubles())
        guard let tensor = tensors[name] else {
            return VectorOutcome(
                index: "trace \(name) double", expected: "a tensor", got: "no tensor")
        }
        return FloatComparison.near(
            "trace \(name) double", expected: first + last,
            got: Array(tensor.prefix(first.count) + tensor.suffix(last.count)),
            largest: tensor.allSatisfy(\.isFinite) ? tensor.reduce(0) { max($0, $1.magnitude) } : 0)
    }

    // MARK: Tensors by name

    /// Cosines and sines, each half twice; nil where positions do not turn.
    private func rotary() -> ([Float], [Float])? {
        let form = model.form
        guard form.family == .qwen2 else { return nil }
        let table = RotaryTable(
            base: RotaryTable.base(of: form), headWidth: form.headWidth, positions: tokenIDs.indices
        )
        func doubled(_ x: [Float]) -> [Float] {
            let half = form.headWidth / 2
            return stride(from: 0, to: x.count, by: half).flatMap { start in
                x[start..<start + half] + x[start..<start + half]
            }
        }
        return (doubled(table.cosines), doubled(table.sines))
    }

    private func parts<Number>(
        _ operation: Operation, _ output: [Number]
    ) -> [(name: String, part: [Number])] {
        guard let layer = operation.station.layer else { return [("embed", output)] }
        let form = model.form
        let isQwen = form.family == .qwen2
        let (q, k) = (form.queryWidth, form.keyWidth)
        let named: [(String, [Number])] =
            switch operation.station.operation {
            case .attentionNorm: [(isQwen ? "input_layernorm" : "ln_1", output)]
            case .queryKeyValue:
                isQwen
                    ? [
                        ("q", columns(output, 0..<q)), ("k", columns(output, q..<q + k)),
                        ("v", columns(output, q + k..<q + 2 * k)),
                    ] : [("qkv", output)]
            case .rotary:
                [
                    ("q_rotated", columns(output, 0..<q)),
                    ("k_rotated", columns(output, q..<q + k)),
                ]
            case .probabilities: [("rows", lastRows(output))]
            case .headOutputs: [("heads", output)]
            case .attentionResidual: [("residual_1", output)]
            case .feedForwardNorm: [(isQwen ? "post_attention_layernorm" : "ln_2", output)]
            case .feedForwardActivation: [("gelu", output)]
            case .gateUp:
                [
                    ("gate", columns(output, 0..<form.hiddenWidth)),
                    ("up", columns(output, form.hiddenWidth..<2 * form.hiddenWidth)),
                ]
            case .gatedActivation: [("swiglu", output)]
            case .feedForwardResidual: [("residual_2", output)]
            default: []
            }
        return named.map { ("\(layer).\($0.0)", $0.1) }
    }

    private func columns<Number>(_ x: [Number], _ range: Range<Int>) -> [Number] {
        let width = x.count / tokenIDs.count
        return tokenIDs.indices.flatMap { row in
            x[row * width + range.lowerBound..<row * width + range.upperBound]
        }
    }

    /// The last position's row of every head.
    private func lastRows<Number>(_ x: [Number]) -> [Number] {
        let count = tokenIDs.count
        return stride(from: 0, to: x.count, by: count * count).flatMap { start in
            x[start + count * (count - 1)..<start + count * count]
        }
    }
}
