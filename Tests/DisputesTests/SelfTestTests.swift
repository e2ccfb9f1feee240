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

    @Test("Every planted fault is named exactly, and no honest pair is accused.")
    func faults() throws {
        let model = try SmallSubject.model.get()
        let settings = SelfTest.Settings(
            faultCount: Thoroughness.count(360, else: FaultKind.allCases.count),
            pairCount: Thoroughness.count(140, else: HarmlessDifference.allCases.count),
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
        #expect(test.holds)
    }

    @Test("Every fault planted in a model of Qwen2's shape is named, and no honest pair accused.")
    func rotaryFaults() throws {
        let settings = SelfTest.Settings(
            faultCount: Thoroughness.count(120, else: 2 * FaultKind.allCases.count),
            pairCount: Thoroughness.count(70, else: HarmlessDifference.allCases.count),
            seed: Self.seed)
        let test = try SelfTest(RotarySubject.model.get(), settings)
        #expect(test.faults.count == settings.faultCount && test.undrawn.isEmpty)
        for outcome in test.faults {
            #expect(
                outcome.miss == nil,
                "\(outcome.seed), \(outcome.form), \(outcome.backendName): \(outcome.fault.place)")
        }
        for outcome in test.pairs { #expect(outcome.miss == nil, "\(outcome.seed)") }
        #expect(test.holds)
    }

    @Test("A search that says anything but the truth is a miss.", arguments: FaultKind.allCases)
    func misses(kind: FaultKind) throws {
        let model = try SmallSubject.model.get()
        let honestLayers = try model.honestLayers()
        var faults: [PlantedFault] = []
        for number in 0..<2 {
            var draw = FaultDraw(subject: model.subject, seed: "miss \(kind) \(number)")
            let fault = draw.fault(kind)
            faults.append(try #require(fault))
        }
        #expect(faults[0].truth != faults[1].truth)
        // Found is what is wrong, and held against the truth of another fault.
        let mistaken = PlantedFault(
            kind: kind, place: faults[0].place, change: faults[0].change, truth: faults[1].truth)
        let outcome = try FaultTrial(
            model: model, fault: mistaken, seed: "", form: .batch, backend: 0,
            honestLayers: honestLayers
        ).outcome()
        #expect(outcome.miss != nil)
    }

    @Test("The hash of a changed model's weights is the model's own where nothing is changed.")
    func weightsHash() throws {
        let hash = SelfTestModel.integerWeightsHash(try SmallSubject.weights.get())
        let model = try SmallSubject.model.get()
        #expect(hash == model.traced.integerWeightsHash)
    }
}
