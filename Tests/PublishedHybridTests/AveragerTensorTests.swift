import PublishedHybrid
import PythonValues
import Testing

@Suite("Hostile tensors")
struct AveragerTensorTests {
    @Test("A shape is refused before its elements are counted beyond the bound")
    func shapes() {
        #expect(DeltaTensor.elementCount(of: []) == 1)
        #expect(DeltaTensor.elementCount(of: [1 << 20]) == 1 << 20)
        #expect(DeltaTensor.elementCount(of: [1 << 20, 2]) == nil)
        #expect(DeltaTensor.elementCount(of: [.max, .max]) == nil)
        #expect(DeltaTensor.elementCount(of: [.max, 0]) == 0)
        #expect(DeltaTensor.elementCount(of: [-1]) == nil)
        #expect(DeltaTensor.elementCount(of: [0, -1]) == nil)
        let many = DeltaTensor.dimensionCountMax
        #expect(DeltaTensor.elementCount(of: Array(repeating: 1, count: many)) == 1)
        #expect(DeltaTensor.elementCount(of: Array(repeating: 1, count: many + 1)) == nil)
    }

    @Test("Elements that are too many, too few or too large make no tensor")
    func elements() {
        func tensor(_ shape: [Int], _ elements: [MarkedInteger]) -> DeltaTensor? {
            DeltaTensor(format: .single, shape: shape, elements: elements)
        }
        let limit = DeltaTensor.magnitudeMax
        #expect(tensor([2], [.integer(0)]) == nil)
        #expect(tensor([0], [.integer(0)]) == nil)
        #expect(tensor([1], [.integer(limit)]) != nil)
        #expect(tensor([1], [.integer(limit + 1)]) == nil)
        #expect(tensor([1], [.integer(.min)]) == nil)
        #expect(tensor([2], [.infinity, .notANumber]) != nil)
    }

    @Test("Broadcasting to more than memory holds ends the round, and allocates nothing")
    func broadcasting() throws {
        func delta(_ shape: [Int]) throws -> RetrievedDelta {
            let elements = Array(repeating: Int128(1), count: 1 << 16)
            return .tensors(
                TensorDelta([(PythonText("a"), try TestDeltas.tensor(shape, elements))]))
        }
        let deltas = [try delta([1 << 16, 1]), try delta([1 << 16])]
        let error = #expect(throws: PythonError.self) {
            try KrumSelection.chosen(of: deltas, count: 1)
        }
        #expect(error?.name == "RuntimeError")
    }

    @Test("The largest differences are summed without loss")
    func large() throws {
        let limit = DeltaTensor.magnitudeMax
        let deltas = try [limit, -limit].map { try TestDeltas.delta($0, $0, format: .double) }
        let scores = try KrumSelection.scores(of: deltas)
        #expect(scores[0] == .integer(8 * limit * limit))
        #expect(
            try KrumSelection.scores(of: deltas, arithmetic: .rounded)[0]
                == .integer(
                    8 * limit * limit * HalfNorm.unitsOfOne))
    }

    @Test("A name given twice keeps its place and its last tensor")
    func names() throws {
        let first = try TestDeltas.tensor([1], [1])
        let second = try TestDeltas.tensor([1], [2])
        let delta = TensorDelta([
            (PythonText("a"), first), (PythonText("b"), first), (PythonText("a"), second),
        ])
        #expect(delta.tensors.map(\.name) == [PythonText("a"), PythonText("b")])
        #expect(delta[PythonText("a")] == second)
        // The same letter in two ways: two names.
        var letters = TensorDelta([(PythonText("\u{E9}"), first)])
        letters[PythonText("e\u{301}")] = second
        #expect(letters.tensors.count == 2)
    }

    @Test("Marks: what infinities and no numbers leave in sums")
    func marks() {
        let (up, down) = (MarkedInteger.infinity, MarkedInteger.infinite(isNegative: true))
        #expect(up + down == .notANumber)
        #expect(up - up == .notANumber)
        #expect(down - up == down)
        #expect(down + .integer(1) == down)
        #expect(.integer(1) - down == up)
        #expect(down.squared == up)
        #expect(down.isLess(than: .integer(0)))
        #expect(!up.isLess(than: up))
        #expect(!MarkedInteger.notANumber.isLess(than: up))
        #expect(!up.isLess(than: .notANumber))
    }

    @Test("An average has the first delta's names; unequal shapes end it")
    func average() throws {
        let (first, second) = (try TestDeltas.delta(1, 2), try TestDeltas.delta(3, -7))
        let foreign = try TestDeltas.delta(9, name: "zz")
        let average = try FederatedAverage(of: [first, foreign, second, .noDictionary])
        #expect(average.tensors.count == 1)
        #expect(average.tensors.first?.sums == [.integer(4), .integer(-5)])
        #expect(average.tensors.first?.count == 2)
        #expect(try FederatedAverage(of: []).tensors.isEmpty)
        for deltas in [[first, try TestDeltas.delta(1)], [.noDictionary, first]] {
            #expect(throws: PythonError.self) { try FederatedAverage(of: deltas) }
        }
        let whole = try TestDeltas.delta(1, 2, format: .integer)
        #expect(throws: PythonError.self) { try FederatedAverage(of: [whole, whole]) }
        #expect(try FederatedAverage(of: [whole, first]).tensors.first?.count == 2)
    }
}
