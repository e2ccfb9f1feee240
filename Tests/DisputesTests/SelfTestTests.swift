import Disputes
import Foundation
import Inference
import Proving
import Tensors
import TestSupport
import Testing
import Traces

@Suite("The search for planted faults") struct SelfTestTests {
    private static let seed = "self-test"

    private static let model: Result<SelfTestModel, any Error> = Result {
        let folder = ModelFolder(path: Vectors.house.appending(path: "Models/glyph-nano").path)
        let traced = try folder.traced(name: "glyph-nano")
        let weights = try SmallSubject.weights.get()
        let tokenizer = try folder.tokenizer()
        let backends = Backends.usable + (Thoroughness.isThorough ? [Backends.emulatedTiles] : [])
        return SelfTestModel(
            subject: try SmallSubject.subject.get(), traced: traced,
            provers: backends.map {
                Prover(
                    tokenizer: tokenizer, transformer: Transformer(weights: weights, backend: $0))
            }, threadCount: 2)
    }

    @Test("Every planted fault is named exactly, and no honest pair is accused.")
    func faults() throws {
        let model = try Self.model.get()
        let settings = SelfTest.Settings(
            faultCount: Thoroughness.count(1_200, else: FaultKind.allCases.count),
            pairCount: Thoroughness.count(280, else: HarmlessDifference.allCases.count),
            seed: Self.seed)
        let test = try SelfTest(model, settings)
        #expect(test.faults.count == settings.faultCount && test.undrawn.isEmpty)
        #expect(test.pairs.count == settings.pairCount)
        for outcome in test.faults {
            #expect(
                outcome.miss == nil,
                "\(outcome.seed), \(outcome.form), \(outcome.backendName): \(outcome.fault.place)")
        }
        for outcome in test.pairs { #expect(outcome.miss == nil, "\(outcome.seed)") }
        #expect(test.holds == test.faults.allSatisfy { $0.miss == nil })
    }

    @Test("The hash of a changed model's weights is the model's own where nothing is changed.")
    func weightsHash() throws {
        let hash = SelfTestModel.integerWeightsHash(try SmallSubject.weights.get())
        let model = try Self.model.get()
        #expect(hash == model.traced.integerWeightsHash)
    }
}
