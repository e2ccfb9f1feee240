import PublishedHybrid
import PythonValues
import Testing

/// Deltas of the tests.
enum TestDeltas {
    static func tensor(
        _ shape: [Int], _ elements: [Int128], _ format: TensorFormat = .single
    ) throws -> DeltaTensor {
        try #require(
            DeltaTensor(
                format: format, shape: shape, elements: elements.map { .integer($0) }))
    }

    static func delta(
        _ elements: Int128..., name: String = "a", format: TensorFormat = .single
    ) throws -> RetrievedDelta {
        .tensors(
            TensorDelta([(PythonText(name), try tensor([elements.count], elements, format))]))
    }

    static let empty = RetrievedDelta.tensors(TensorDelta())
}

@Suite("The published Krum")
struct AveragerKrumTests {
    private func chosen(
        _ deltas: [RetrievedDelta], _ count: Int = 3,
        _ arithmetic: KrumSelection.Arithmetic = .exact
    ) throws -> [Int] {
        try KrumSelection.chosen(of: deltas, count: count, arithmetic: arithmetic)
    }

    @Test("Nothing is computed for as few deltas as are chosen, not even an error")
    func fewDeltas() throws {
        let deltas = [
            try TestDeltas.delta(1, 2), try TestDeltas.delta(1, 2, 3), .noDictionary,
        ]
        #expect(try chosen(deltas) == [0, 1, 2])
        #expect(try chosen([]) == [])
        #expect(try chosen([TestDeltas.empty], 0) == [])
        #expect(try chosen([TestDeltas.empty], -1) == [])
    }

    @Test("Empty and foreign deltas come first, before all honest ones")
    func emptyFirst() throws {
        let deltas = [
            try TestDeltas.delta(1), try TestDeltas.delta(1), try TestDeltas.delta(2),
            TestDeltas.empty, try TestDeltas.delta(9, name: "zz"),
        ]
        #expect(try chosen(deltas) == [3, 4, 0])
        #expect(try FederatedAverage(of: [deltas[3], deltas[0]]).tensors.isEmpty)
    }

    @Test("One infinite element makes the order decide")
    func infinite() throws {
        let infinite = try #require(
            DeltaTensor(format: .single, shape: [1], elements: [.infinity]))
        let liar = RetrievedDelta.tensors(TensorDelta([(PythonText("a"), infinite)]))
        let honest = try (0..<4).map { try TestDeltas.delta($0) }
        #expect(try chosen([liar] + honest) == [0, 1, 2])
        #expect(try chosen(honest + [liar]) == [0, 1, 2])
    }

    @Test("Half precision makes a large finite delta as good as an infinite one")
    func half() throws {
        let honest = try [5, 0, 1, 2].map { try TestDeltas.delta($0, $0, format: .half) }
        let liar = try TestDeltas.delta(60000, 60000, format: .half)
        #expect(try chosen([liar] + honest, 3, .rounded) == [0, 1, 2])
        // Else those win that are nearest to it: the others hardly count.
        #expect(try chosen([liar] + honest, 3, .exact) == [1, 4, 3])
        let scores = try KrumSelection.scores(of: [liar] + honest, arithmetic: .rounded)
        #expect(scores == Array(repeating: .infinity, count: 5))
        // The same in single precision is not infinite.
        let single = try [60000, 5, 0, 1, 2].map { try TestDeltas.delta($0, $0) }
        #expect(try chosen(single, 3, .rounded) == [1, 4, 3])
    }

    @Test("The norm of half precision is rounded to 11 bits, half to even")
    func halfNorm() throws {
        let pairs: [(Int128, Int128)] = [
            // Differences: exact, ties to even, and the first that is infinite.
            (2047, 2047), (2049, 2048), (2051, 2052), (65519, 65504), (0, 0),
        ]
        for (element, rounded) in pairs {
            let deltas = try [element, 0].map { try TestDeltas.delta($0, format: .half) }
            let score = try KrumSelection.scores(of: deltas, arithmetic: .rounded)[0]
            #expect(score == .integer(rounded * rounded * HalfNorm.unitsOfOne), "\(element)")
        }
        let over = try [65520, 0].map { try TestDeltas.delta($0, format: .half) }
        #expect(try KrumSelection.scores(of: over, arithmetic: .rounded)[0] == .infinity)
        // The root of 2 in 11 bits is 1448 / 1024.
        let roots = try [
            TestDeltas.delta(1, 1, format: .half), TestDeltas.delta(0, 0, format: .half),
        ]
        let root = try KrumSelection.scores(of: roots, arithmetic: .rounded)[0]
        #expect(root == .integer(1448 * 1448))
    }

    @Test("Shapes broadcast aligned from the right, or the round dies")
    func broadcasting() throws {
        func pair(_ first: [Int], _ second: [Int]) throws -> [RetrievedDelta] {
            try [first, second].map { shape in
                let count = shape.reduce(1, *)
                let tensor = try TestDeltas.tensor(
                    shape, (0..<count).map { Int128($0) })
                return .tensors(TensorDelta([(PythonText("a"), tensor)]))
            }
        }
        func score(_ first: [Int], _ second: [Int]) throws -> MarkedInteger {
            try KrumSelection.scores(of: pair(first, second))[0]
        }
        // By rows: 0 1 2 less 0, then 0 1 2 less 1.
        #expect(try score([3], [2, 1]) == .integer(0 + 1 + 4 + 1 + 0 + 1))
        #expect(try score([1, 4], [4]) == .integer(0))
        #expect(try score([], [2]) == .integer(1))
        #expect(try score([0], [1]) == .integer(0))
        #expect(try score([2, 3], [1]) == .integer(0 + 1 + 4 + 9 + 16 + 25))
        for (first, second) in [([2, 3], [2]), ([0], [2]), ([6], [2, 3])] {
            #expect(throws: PythonError.self) { try score(first, second) }
        }
    }

    @Test("What is no dictionary raises when its own score is computed, and shares no names")
    func noDictionary() throws {
        let deltas = try [.noDictionary] + (0..<3).map { try TestDeltas.delta($0) }
        let error = #expect(throws: PythonError.self) { try chosen(deltas) }
        #expect(error?.name == "AttributeError")
        let misshaped = try [
            TestDeltas.delta(1, 2), TestDeltas.delta(1, 2, 3), .noDictionary, TestDeltas.empty,
        ]
        let other = #expect(throws: PythonError.self) { try chosen(misshaped) }
        #expect(other?.name == "RuntimeError")
    }

    @Test("Integers have no norm, but one tensor of floats is enough")
    func integers() throws {
        let whole = try (0..<4).map { try TestDeltas.delta($0, format: .integer) }
        #expect(throws: PythonError.self) { try chosen(whole) }
        let mixed = [whole[0], try TestDeltas.delta(5)]
        #expect(try chosen(mixed, 1) == [0])
        // Nothing shared, nothing asked.
        #expect(try chosen([whole[0], TestDeltas.empty, TestDeltas.empty], 1) == [0])
    }

    @Test("Keys without an order: the first run, then insertion")
    func sorting() {
        func order(_ keys: [MarkedInteger]) -> [Int] {
            PublishedSorting.order(of: keys.count) { keys[$0].isLess(than: keys[$1]) }
        }
        #expect(order([]) == [])
        #expect(order([.notANumber]) == [0])
        #expect(order([.integer(2), .integer(1), .notANumber, .integer(0)]) == [3, 1, 0, 2])
        #expect(order([.integer(1), .integer(1), .integer(1)]) == [0, 1, 2])
        // Equal keys end a falling run: nothing equal is turned round.
        #expect(order([.integer(2), .integer(1), .integer(1)]) == [1, 2, 0])
        #expect(PublishedSorting.order(of: -1) { _, _ in false } == [])
        let many = (0..<200).map { MarkedInteger.integer(Int128($0 * 37 % 50)) }
        let sorted = order(many)
        #expect(
            sorted
                == many.indices.sorted { left, right in
                    many[left].isLess(than: many[right])
                        || many[left] == many[right] && left < right
                })
    }
}
