internal import Conformance
internal import FloatEngine
internal import PythonValues

/// The operations of a pass, each bit for bit in float32 and within 1e-12 in float64, and rotary
/// tables.
struct FloatOperationVectors: VectorJudge {
    let name = "ops"
    let maker: String? = "reference, PyTorch"

    private static let countMax = 1 << 20
    /// The most numbers of a result.
    private static let resultCountMax = 1 << 22

    func recognises(_ document: PythonDictionary) -> Bool {
        document["ops"] != nil && document["rotary"] != nil
    }

    func outcomes(of document: PythonDictionary) throws -> [VectorOutcome] {
        let file = document.vectorDocument
        let tables = try file.member("rotary").elements().enumerated().flatMap {
            try table($1, index: "table \($0)")
        }
        let operations = try file.member("ops").elements().enumerated().flatMap {
            place, vector in
            let index = "\(place) \(try vector.member("op").string())"
            guard let (single, double) = try results(vector) else {
                return [
                    VectorOutcome(index: index, expected: "a known operation", got: "another")
                ]
            }
            return [
                FloatComparison.bits(
                    index, expected: try vector.member("seq").floats(), got: single),
                FloatComparison.near(
                    index + " double", expected: try vector.member("double").doubles(),
                    got: double),
            ]
        }
        return tables + operations
    }

    private func table(_ vector: VectorValue, index: String) throws -> [VectorOutcome] {
        let positions = try vector.member("positions").elements().map { try $0.size(0...1 << 20) }
        let width = try vector.member("head_width").size(2...1024)
        guard width.isMultiple(of: 2) else {
            throw VectorFormError(place: vector.place, expected: "an even width", got: "\(width)")
        }
        let base = try vector.member("theta").number()
        let table = RotaryTable(base: base, headWidth: width, positions: positions)
        return [
            FloatComparison.near(
                index + " inv_freq double",
                expected: try vector.member("inv_freq_double").doubles(),
                got: RotaryTable.doubleFrequencies(base: base, headWidth: width)),
            FloatComparison.bits(
                index + " inv_freq", expected: try vector.member("inv_freq").floats(),
                got: table.frequencies),
            FloatComparison.bits(
                index + " cos", expected: try vector.member("cos").floats(), got: table.cosines),
            FloatComparison.bits(
                index + " sin", expected: try vector.member("sin").floats(), got: table.sines),
        ]
    }

    /// The tensor of an input, of two dimensions or one.
    private struct Input {
        let values: [Float]
        let columns: Int
        var doubles: [Double] { values.map(Double.init) }
    }

    private func input(_ vector: VectorValue, _ name: String) throws -> Input {
        let parts = try vector.member("in").member(name).elements(count: 2)
        let sizes = try parts[0].elements().map { try $0.size(1...Self.countMax) }
        let values = try parts[1].floats()
        guard (1...2).contains(sizes.count), values.count <= Self.countMax,
            values.count / sizes[sizes.count - 1] == (sizes.count == 2 ? sizes[0] : 1),
            values.count.isMultiple(of: sizes[sizes.count - 1])
        else {
            throw VectorFormError(
                place: parts[1].place, expected: "numbers of the shape \(sizes)",
                got: "\(values.count)")
        }
        return Input(values: values, columns: sizes[sizes.count - 1])
    }

    /// Nil where the operation is unknown.
    private func results(_ vector: VectorValue) throws -> ([Float], [Double])? {
        let name = try vector.member("op").string()
        let (seq, double) = (single(.seq), DoubleArithmetic())
        switch name {
        case "rmsnorm", "layernorm":
            let (x, weight) = (try input(vector, "x"), try input(vector, "weight"))
            let epsilon = try vector.member("eps").number()
            guard x.columns == weight.columns else { return nil }
            if name == "rmsnorm" {
                return (
                    seq.rootNormalized(x.values, gain: weight.values, epsilon: epsilon),
                    double.rootNormalized(x.doubles, gain: weight.values, epsilon: epsilon)
                )
            }
            let bias = try input(vector, "bias")
            guard x.columns == bias.columns else { return nil }
            return (
                seq.normalized(
                    x.values, gain: weight.values, bias: bias.values, epsilon: epsilon),
                double.normalized(
                    x.doubles, gain: weight.values, bias: bias.values, epsilon: epsilon)
            )
        case "gelu_new":
            let x = try input(vector, "x")
            return (seq.activated(x.values), double.activated(x.doubles))
        case "silu", "swiglu":
            let gate = try input(vector, name == "silu" ? "x" : "gate")
            let up =
                name == "silu"
                ? [Float](repeating: 1, count: gate.values.count)
                : try input(vector, "up").values
            guard up.count == gate.values.count else { return nil }
            return (
                seq.gated(gate.values, up), double.gated(gate.doubles, up.map(Double.init))
            )
        case "softmax":
            let x = try input(vector, "x")
            guard x.values.count == x.columns, x.columns <= 1024 else { return nil }
            return (softmax(seq, x.values), softmax(double, x.doubles))
        case "rotary": return try rotary(vector)
        case "grouped_attention": return try attention(vector)
        default: return try linear(vector, name)
        }
    }

    private func single(_ order: FloatOrder) -> SingleArithmetic {
        guard let arithmetic = SingleArithmetic(order) else {
            preconditionFailure("\(order) is no order of float32")
        }
        return arithmetic
    }

    /// The last row of a head whose rows are all `x`.
    private func softmax<Arithmetic: FloatArithmetic>(
        _ arithmetic: Arithmetic, _ x: [Arithmetic.Number]
    ) -> [Arithmetic.Number] {
        let rows = Array([[Arithmetic.Number]](repeating: x, count: x.count).joined())
        return Array(arithmetic.softmax(rows, tokenCount: x.count).suffix(x.count))
    }

    private func linear(_ vector: VectorValue, _ name: String) throws -> ([Float], [Double])? {
        let orders = [
            "linear": FloatOrder.seq, "linear_lanes8": .lanes8, "linear_reverse": .reverse,
            "linear_wide": .wide,
        ]
        guard let order = orders[name] else { return nil }
        let (a, w) = (try input(vector, "a"), try input(vector, "w"))
        let bias = try input(vector, "b").values
        guard w.values.count == a.columns * w.columns, bias.count == w.columns,
            a.values.count / a.columns <= Self.resultCountMax / w.columns
        else { return nil }
        let matrix = FloatMatrix(
            w.values, depth: a.columns, columns: w.columns, isTransposed: false)
        return (
            single(order).linear(a.values, matrix, bias: bias, columns: w.columns),
            DoubleArithmetic().linear(a.doubles, matrix, bias: bias, columns: w.columns)
        )
    }

    private func rotary(_ vector: VectorValue) throws -> ([Float], [Double])? {
        let x = try input(vector, "x")
        guard x.columns.isMultiple(of: 2) else { return nil }
        let table = RotaryTable(
            base: try vector.member("theta").number(), headWidth: x.columns,
            positions: 0..<x.values.count / x.columns)
        var (single, double) = (x.values, x.doubles)
        table.turn(&single, heads: 1, columns: x.columns)
        table.turn(&double, heads: 1, columns: x.columns)
        return (single, double)
    }

    private func attention(_ vector: VectorValue) throws -> ([Float], [Double])? {
        let width = try vector.member("head_width").size(2...1024)
        let heads = try vector.member("heads").size(1...256)
        let keyHeads = try vector.member("kv").size(1...256)
        let (q, k) = (try input(vector, "q"), try input(vector, "k"))
        let v = try input(vector, "v")
        let count = q.values.count / q.columns
        guard q.columns == heads * width, k.columns == keyHeads * width, v.columns == k.columns,
            k.values.count == count * k.columns, v.values.count == k.values.count,
            heads.isMultiple(of: keyHeads), width.isMultiple(of: 2),
            heads * count <= Self.resultCountMax / max(count, 1)
        else { return nil }
        var x: [Float] = []
        for row in 0..<count {
            for part in [q, k, v] {
                x += part.values[row * part.columns..<(row + 1) * part.columns]
            }
        }
        let table = RotaryTable(
            base: try vector.member("theta").number(), headWidth: width, positions: 0..<count)
        func run<Arithmetic: FloatArithmetic>(
            _ arithmetic: Arithmetic, _ x: [Arithmetic.Number]
        ) -> [Arithmetic.Number] {
            let attention = FloatAttention(
                arithmetic: arithmetic, headCount: heads, keyValueHeadCount: keyHeads,
                headWidth: width, tokenCount: count)
            var x = x
            table.turn(&x, heads: heads + keyHeads, columns: x.count / count)
            let p = arithmetic.softmax(attention.scores(x), tokenCount: count)
            return p + attention.mixed(p, x)
        }
        return (run(single(.seq), x), run(DoubleArithmetic(), x.map(Double.init)))
    }
}
