import Disputes
import Receipts
import Testing
import Traces

@Suite("The matrix of machines") struct MachineMatrixTests {
    private func matrix(_ samples: SampleReceipt...) throws -> MachineMatrix {
        MachineMatrix(
            try samples.enumerated().map {
                RunEvidence(try $1.receipt(), named: "\($0)")
            })
    }

    @Test("Machines that computed the same agree on everything, whoever signed")
    func match() throws {
        let matrix = try matrix(
            SampleReceipt(), SampleReceipt(machine: "second", seed: 8),
            SampleReceipt(model: "other name"))
        #expect(matrix.pairs.count == 3)
        #expect(matrix.pairs.allSatisfy { $0.verdict == .match })
        #expect(matrix.groups == [[0, 1, 2]])
        #expect(matrix.pair(2, 0).agreement(on: .proofs) == .equal(count: 4))
        #expect(matrix.worst?.verdict == .match)
    }

    @Test("One machine that differs stands alone, and the first prompt is named")
    func different() throws {
        let matrix = try matrix(
            SampleReceipt(), SampleReceipt(otherProofs: [2, 3], otherRecords: [1, 2, 3]),
            SampleReceipt())
        #expect(matrix.groups == [[0, 2], [1]])
        #expect(matrix.groups(on: .weights) == [[0, 1, 2]])
        #expect(matrix.pair(0, 2).verdict == .match)
        let pair = matrix.pair(1, 0)
        #expect(pair.verdict == .propagated && pair.prompt == 1)
        #expect(pair.agreement(on: .proofs) == .different(first: 2, count: 2, of: 4))
        #expect(pair.agreement(on: .trace) == .different(first: 1, count: 3, of: 4))
        #expect(matrix.worst?.verdict == .propagated)
    }

    @Test("What was asked comes before what came out: weights, then tokens, then outputs")
    func order() throws {
        let matrix = try matrix(
            SampleReceipt(), SampleReceipt(weights: "others"),
            SampleReceipt(otherProofs: [1], otherInputs: [1]))
        #expect(matrix.pair(0, 1).verdict == .weights && matrix.pair(0, 1).prompt == nil)
        #expect(matrix.pair(0, 2).verdict == .input && matrix.pair(0, 2).prompt == 1)
        #expect(
            matrix.pair(0, 2).agreement(on: .trace) == .equal(count: 3),
            "records of other tokens are not held against each other")
        #expect(matrix.groups == [[0], [1], [2]])
    }

    @Test("A part agrees where both are, and is no match with the whole")
    func parts() throws {
        let matrix = try matrix(
            SampleReceipt(), SampleReceipt(promptCount: 2, first: 1, totalCount: 4),
            SampleReceipt(promptCount: 1, first: 3, totalCount: 4))
        let pair = matrix.pair(0, 1)
        #expect(pair.verdict == .inconclusive && pair.commonPromptCount == 2)
        #expect(pair.agreement(on: .trace) == .equal(count: 2))
        let apart = matrix.pair(1, 2)
        #expect(apart.verdict == .inconclusive && apart.commonPromptCount == 0)
        #expect(!apart.agreement(on: .proofs).isCompared)
        #expect(matrix.groups == [[0, 1], [2]], "groups agree each with each")
    }

    @Test("Records of two levels are not compared, and proofs are: that is no match")
    func levels() throws {
        let matrix = try matrix(SampleReceipt(), SampleReceipt(level: .layers))
        #expect(matrix.pair(0, 1).verdict == .inconclusive)
        #expect(!matrix.pair(0, 1).agreement(on: .trace).isCompared)
        #expect(matrix.pair(0, 1).agreement(on: .proofs) == .equal(count: 4))
    }

    @Test("Prompts of one's own are paired by salt and text, whatever their order; bytes decide")
    func own() throws {
        let texts = ["a", "b", "caf\u{e9}", "cafe\u{301}"].map {
            PromptList.Text(salt: "s", prompt: $0)
        }
        var turned = SampleReceipt(own: texts)
        turned.own = texts.reversed()
        let matrix = try matrix(SampleReceipt(own: texts), turned)
        #expect(matrix.pair(0, 1).commonPromptCount == 4)
        // The sample's digests hang on the place, so that turned lists differ in all prompts.
        #expect(
            matrix.pair(0, 1).agreement(on: .prompts) == .different(first: 0, count: 4, of: 4))
        let doubled = SampleReceipt(promptCount: 2, totalCount: 2, own: [texts[0], texts[0]])
        let twice = try self.matrix(doubled, doubled)
        #expect(twice.pair(0, 1).verdict == .match && twice.pair(0, 1).commonPromptCount == 2)
    }
}
