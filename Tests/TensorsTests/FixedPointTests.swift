import Encodings
import Tensors
import TestSupport
import Testing

@Suite("Primitive operations of the protocol")
struct FixedPointTests {
    private func check(
        _ vectors: JSONValue, _ operation: (Int64) -> Int64
    ) throws -> Int {
        let inputs = try vectors.at("x").integers()
        let outputs = try vectors.at("y").integers()
        #expect(inputs.count == outputs.count)
        for (x, y) in zip(inputs, outputs) {
            #expect(operation(Int64(x)) == Int64(y), "x = \(x)")
        }
        return inputs.count
    }

    @Test("Rounding shifts, floor division, isqrt, exp, tanh and GELU equal every vector")
    func scalarVectors() throws {
        let ops = try Vectors.load("ops")
        var count = 0
        for vectors in try ops.at("rshift_round").elements() {
            let shift = Int64(try vectors.at("shift").integer())
            count += try check(vectors) { FixedPoint.roundShift($0, shift) }
        }
        for vectors in try ops.at("floor_div").elements() {
            let divisor = Int64(try vectors.at("d").integer())
            count += try check(vectors) { FixedPoint.floorDivide($0, divisor) }
        }
        count += try check(ops.at("isqrt"), FixedPoint.integerSquareRoot)
        count += try check(ops.at("exp_q16"), FixedPoint.exponential)
        count += try check(ops.at("tanh_q16"), FixedPoint.hyperbolicTangent)
        count += try check(ops.at("gelu_q16"), FixedPoint.gelu)
        #expect(count == 14 * 292 + 407 + 457 + 322 + 450)
    }

    @Test("LayerNorm equals every vector")
    func layerNormVectors() throws {
        let vectors = try Vectors.load("ops").at("layernorm").elements()
        #expect(vectors.count == 26)
        for vector in vectors {
            var y = try row(vector, "x").layerNormalized(
                gain: tensor(vector, "gamma_q12", .weight),
                bias: tensor(vector, "beta_q16", .activation))
            _ = y.clamp(to: FixedPoint.activationClamp)
            #expect(y == (try row(vector, "y")))
        }
    }

    @Test("Softmax equals every vector")
    func softmaxVectors() throws {
        let vectors = try Vectors.load("ops").at("softmax_q16").elements()
        #expect(vectors.count == 24)
        for vector in vectors {
            #expect(try row(vector, "x").softmaxed() == (try row(vector, "y")))
        }
    }

    private func row(_ vector: JSONValue, _ key: String) throws -> IntegerMatrix {
        let values = try vector.at(key).integers().map(Int64.init)
        return IntegerMatrix(rows: 1, columns: values.count, elements: values)
    }

    private func tensor(
        _ vector: JSONValue, _ key: String, _ format: IntegerFormat
    ) throws -> IntegerTensor {
        let values = try vector.at(key).integers().map { Int32($0) }
        return IntegerTensor(
            name: key, rows: 1, columns: values.count, format: format, elements: values)
    }
}
