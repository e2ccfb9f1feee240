internal import BigInt
internal import Classifiers
internal import Conformance
internal import HybridChain
internal import PythonValues
internal import Trials

/// The hardened chain's arithmetic: quorums, selections, expansions, divisions, the gate,
/// logarithms and losses.
struct HardenedMathVectors: VectorJudge {
    let name = "hardened_math"

    func recognises(_ document: PythonDictionary) -> Bool {
        ["quorum", "log2", "divide", "krum", "expand", "gate", "losses"].allSatisfy {
            document[$0] != nil
        }
    }

    func outcomes(of document: PythonDictionary) throws -> [VectorOutcome] {
        let document = document.vectorDocument
        return try Self.pairs(document, "quorum") { HybridLimits.quorum($0) }
            + Self.pairs(document, "log2") { value in
                (1..<1 << 31).contains(value) ? Int(ClassifierLoss.log2(Int64(value))) : nil
            }
            + Self.divisions(document)
            + Self.outcomes(document, "expand", Self.expansion)
            + Self.outcomes(document, "krum", Self.selection)
            + Self.outcomes(document, "gate", Self.gate)
            + Self.outcomes(document, "losses", Self.losses)
    }

    // MARK: Lists of numbers

    /// Cases of [number, result].
    private static func pairs(
        _ document: VectorValue, _ list: String, _ result: (Int) -> Int?
    ) throws -> [VectorOutcome] {
        try document.member(list).elements().enumerated().map { index, vector in
            let numbers = try vector.elements().map { try $0.int() }
            guard numbers.count == 2, (0..<1 << 31).contains(numbers[0]),
                let got = result(numbers[0])
            else { throw vector.unexpected("a number and a result") }
            return VectorOutcome(
                index: "\(list) \(index)", expected: String(numbers[1]), got: String(got))
        }
    }

    /// Cases of [sum, count, mean].
    private static func divisions(_ document: VectorValue) throws -> [VectorOutcome] {
        try document.member("divide").elements().enumerated().map { index, vector in
            let numbers = try vector.elements().map { try $0.int() }
            guard numbers.count == 3, numbers[0].magnitude < 1 << 61,
                (1..<1 << 31).contains(numbers[1])
            else { throw vector.unexpected("a sum, a count and a mean") }
            let mean = KrumSelection.mean(sum: Int64(numbers[0]), count: Int64(numbers[1]))
            return VectorOutcome(
                index: "divide \(index)", expected: String(numbers[2]), got: String(mean))
        }
    }

    // MARK: Cases with members

    private static func outcomes(
        _ document: VectorValue, _ list: String,
        _ got: (VectorValue) throws -> [(String, PythonValue)]
    ) throws -> [VectorOutcome] {
        try document.member(list).elements().enumerated().map { index, vector in
            try HardenedForm.outcome("\(list) \(index)", vector, got(vector))
        }
    }

    private static func expansion(_ vector: VectorValue) throws -> [(String, PythonValue)] {
        let counts = try vector.member("shape").elements().map { try $0.int() }
        let factors = try vector.member("factors").int32s()
        guard counts.count == 4,
            let shape = HybridShape(
                inputCount: counts[0], hiddenCount: counts[1], classCount: counts[2],
                rank: counts[3]),
            factors.count == shape.factorCount
        else { throw vector.unexpected("a shape and its factors") }
        let dense = DeltaExpansion.dense(factors, shape)
        return [("delta", HardenedForm.numbers(dense))]
            + HardenedForm.verdict(
                DeltaExpansion.isInRange(dense) ? nil : HybridGuards.deltaRange.name)
    }

    private static func selection(_ vector: VectorValue) throws -> [(String, PythonValue)] {
        let vectors = try vector.member("vectors").elements().map { try $0.int64s() }
        let ids = try vector.member("ids").elements().map { try $0.hexadecimal() }
        let faultCount = try vector.member("f").int()
        guard vectors.count == ids.count, (0..<1 << 8).contains(faultCount),
            vectors.allSatisfy({ numbers in
                numbers.count == vectors[0].count && numbers.count <= HybridLimits.weightCountMax
                    && DeltaExpansion.isInRange(numbers)
            })
        else { throw vector.unexpected("vectors of one length, and their ids") }
        guard vectors.count >= KrumSelection.countMin(faultCount: faultCount) else {
            return HardenedForm.verdict(HybridGuards.krumCount.name)
        }
        let selection = KrumSelection(vectors, ids: ids, faultCount: faultCount)
        let average = KrumSelection.average(of: vectors, at: selection.chosen)
        return [
            ("scores", .list(selection.scores.map { .text(String($0)) })),
            ("krum", .integer(BigInt(selection.first))),
            ("multi", HardenedForm.numbers(selection.chosen.map { Int64($0) })),
            ("average", HardenedForm.numbers(average)),
        ] + HardenedForm.verdict(nil)
    }

    private static func gate(_ vector: VectorValue) throws -> [(String, PythonValue)] {
        let (before, after) = try (vector.member("before").int(), vector.member("after").int())
        guard (0..<1 << 53).contains(before), (0..<1 << 53).contains(after) else {
            throw vector.unexpected("two losses")
        }
        let passes = LossGate.passes(before: Int64(before), after: Int64(after))
        return HardenedForm.verdict(passes ? nil : HybridGuards.lossGate.name)
    }

    private static func losses(_ vector: VectorValue) throws -> [(String, PythonValue)] {
        let counts = try vector.member("shape").elements().map { try $0.int() }
        guard counts.count == 3,
            let shape = HybridShape(
                inputCount: counts[0], hiddenCount: counts[1], classCount: counts[2], rank: 1)
        else { throw vector.unexpected("a shape") }
        let weights = HybridWeights(
            shape: shape, name: Array(try vector.member("name").string().utf8))
        let samples = try vector.member("dev").elements().map { sample in
            let parts = try sample.elements()
            guard parts.count == 2,
                let label = UInt8(exactly: try parts[1].int()), Int(label) < shape.classCount
            else { throw sample.unexpected("a sample of the shape") }
            let input = try parts[0].elements().map { element in
                guard let byte = UInt8(exactly: try element.int()) else {
                    throw element.unexpected("a byte")
                }
                return byte
            }
            guard input.count == shape.inputCount else {
                throw sample.unexpected("\(shape.inputCount) bytes")
            }
            return HybridGenesis.Sample(input: input, label: label)
        }
        let losses = weights.losses(on: samples)
        return [
            ("W1", HardenedForm.numbers(weights.hidden.map { Int64($0) })),
            ("W2", HardenedForm.numbers(weights.output.map { Int64($0) })),
            ("weights_hash", HybridCases.hexadecimal(weights.hash)),
            ("each", HardenedForm.numbers(losses)),
            ("total", .integer(BigInt(losses.reduce(0, +)))),
        ]
    }
}
