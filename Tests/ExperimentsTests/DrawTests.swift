import Encodings
import Experiments
import Fingerprints
import FloatEngine
import TestSupport
import Testing

@Suite("The published scripts' draws")
struct DrawTests {
    @Test("Prompts of known seeds")
    func prompts() {
        var random = PythonRandom(number: 1337)
        #expect(
            PromptDraws.long.next(&random)
                == "above glass through against made east over frost could seldom without pattern "
                + "over how east puzzle")
        random = PythonRandom(number: 2)
        #expect(
            PromptDraws.short.prompts(2, &random)
                == ["and can at fish blue this", "over back as up my said frost golden came"])
    }

    @Test("Uniform draws are CPython's, to the bit")
    func uniform() {
        var random = PythonRandom(number: 9)
        let draws = Noise(exponent: -4, floor: 0).draws(3, &random)
        #expect(
            draws.map(\.bitPattern)
                == [0xbedf_081c_02df_c690, 0xbefa_9183_8e80_50b8, 0xbf12_f371_1f23_7375])
    }

    @Test(
        "All prompts and draws of the vectors",
        .enabled(if: ExperimentVectors.folder != nil, ExperimentVectors.missing))
    func vectors() throws {
        let words = try ExperimentVectors.document("words")
        let seeds = [
            ("first_prompts_1337", 1337, PromptDraws.long), ("prompts_seed_2", 2, .short),
            ("prompts_seed_3", 3, .short), ("prompts_seed_42", 42, .short),
        ]
        for (name, seed, draws) in seeds {
            let expected = try words.at(name).elements().map { try $0.string() }
            var random = PythonRandom(number: seed)
            #expect(draws.prompts(expected.count, &random) == expected, "\(name)")
        }
        let uniform = try words.at("uniform_seed_9_1e-4").elements().map { try $0.string() }
        var random = PythonRandom(number: 9)
        let draws = Noise(exponent: -4, floor: 0).draws(uniform.count, &random)
        #expect(draws.map(\.bitPattern) == uniform.map { UInt64($0, radix: 16) })
    }

    @Test("Noise is bounded below and normalised")
    func noise() {
        let noise = Noise(exponent: -1, floor: 0)
        #expect(noise.applied(to: [0.25, 0.75], [-0.5, 0.25]) == [0, 1])
        #expect(noise.applied(to: [0.25, 0.25], [-1, -1]) == [0, 0])
        #expect(SmallNumber.text(8.94e-7) == "8.9e-7")
        #expect(SmallNumber.text(9.96e-5) == "1.0e-4")
        #expect(SmallNumber.text(0) == "0" && SmallNumber.text(.infinity) == "none")
    }
}
