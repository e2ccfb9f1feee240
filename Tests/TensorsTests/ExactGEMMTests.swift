import Encodings
import Tensors
import TestSupport
import Testing

@Suite("Exact matrix products")
struct ExactGEMMTests {
    /// The definition, with no other idea in it.
    private func product(_ left: BoundedMatrix, _ right: BoundedMatrix) -> IntegerMatrix {
        var sums: [Int64] = []
        for m in 0..<left.rows {
            for n in 0..<right.columns {
                sums.append(
                    (0..<left.columns).reduce(0) { sum, k in
                        sum + Int64(left.elements[m * left.columns + k])
                            * Int64(right.elements[k * right.columns + n])
                    })
            }
        }
        return IntegerMatrix(rows: left.rows, columns: right.columns, elements: sums)
    }

    private func matrix(
        _ rows: Int, _ columns: Int, bound: Int64, _ generator: inout SeededGenerator
    ) -> BoundedMatrix {
        let edges = [Int32(bound), -Int32(bound), 0, 1, -1]
        let elements = (0..<rows * columns).map { _ in
            Bool.random(using: &generator)
                ? edges[Int.random(in: 0..<5, using: &generator)]
                : Int32.random(in: -Int32(bound)...Int32(bound), using: &generator)
        }
        return BoundedMatrix(rows: rows, columns: columns, elements: elements, bound: bound)
    }

    @Test("Every backend equals the definition for every shape up to 7 × 7 × 7, at the extremes")
    func smallShapes() {
        var generator = SeededGenerator(seed: 1)
        for m in 1...7 {
            for n in 1...7 {
                for k in 1...7 {
                    let left = matrix(m, k, bound: 1 << 24, &generator)
                    let right = matrix(k, n, bound: 1 << 16, &generator)
                    for backend in Backends.usable {
                        #expect(
                            backend.packed(right).product(with: left) == product(left, right),
                            "\(backend.name) \(m) × \(n) × \(k), seed 1")
                    }
                }
            }
        }
    }

    @Test("Every backend is exact where the sums pass 2^53", arguments: [8191, 8192, 8193, 20_000])
    func deepSums(depth: Int) {
        let left = BoundedMatrix(
            rows: 1, columns: depth, elements: .init(repeating: 1 << 24, count: depth),
            bound: 1 << 24)
        var odd = [Int32](repeating: 1 << 16, count: depth)
        odd[depth - 1] = (1 << 16) - 1
        let right = BoundedMatrix(rows: depth, columns: 1, elements: odd, bound: 1 << 16)
        let expected = Int64(depth) << 40 - 1 << 24
        for backend in Backends.usable {
            #expect(
                backend.packed(right).product(with: left).elements == [expected],
                "\(backend.name)")
        }
    }

    @Test("Linear layers equal every vector on every backend")
    func linearVectors() throws {
        let vectors = try Vectors.load("ops").at("matmul_exact").elements()
        #expect(vectors.count == 3)
        for vector in vectors {
            let left = try matrix(vector.at("a"), bound: 1 << 24)
            let right = try matrix(vector.at("w"), bound: 1 << 16)
            let bias = try vector.at("bias").integers().map { Int32($0) }
            let expected = try vector.at("y").elements().flatMap { try $0.integers() }
            for backend in Backends.usable {
                let y = backend.packed(right).product(with: left)
                    .roundShifted(by: Int64(try vector.at("out_shift").integer()))
                    .adding(
                        IntegerTensor(
                            name: "bias", rows: 1, columns: bias.count, format: .activation,
                            elements: bias))
                #expect(y.elements == expected.map(Int64.init), "\(backend.name)")
            }
        }
    }

    private func matrix(_ rows: JSONValue, bound: Int64) throws -> BoundedMatrix {
        let rows = try rows.elements().map { try $0.integers().map { Int32($0) } }
        return BoundedMatrix(
            rows: rows.count, columns: rows[0].count, elements: rows.flatMap { $0 }, bound: bound)
    }
}
