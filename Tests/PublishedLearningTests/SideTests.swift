import BigInt
import PublishedLearning
import PythonValues
import Testing

@Suite("The published side modules")
struct SideTests {
    @Test(
        "The C library's neighbours are known, and numpy's one",
        arguments: [
            (43.0, 50.0, 0xBFCB_DA09_40C3_68EC as UInt64, 0xBFCB_DA09_40C3_68EB as UInt64),
            (85, 88, 0xBFA9_9EEE_AD9C_4DEC, 0xBFA9_9EEE_AD9C_4DEC),
            (1, 128, 0xC01C_0000_0000_0000, 0xC01C_0000_0000_0000),
            (2, 128, 0xC018_0000_0000_0000, 0xC018_0000_0000_0000),
            (1, 1, 0, 0),
            (1, 3, 0xBFF9_5C01_A39F_BD69, 0xBFF9_5C01_A39F_BD69),
        ])
    func logarithms(_ count: Double, _ total: Double, _ library: UInt64, _ numpy: UInt64) {
        var (c, other) = (PublishedLogarithm(.c), PublishedLogarithm(.numpy))
        #expect(c.log2(count / total).bitPattern == library)
        #expect(other.log2(count / total).bitPattern == numpy)
    }

    @Test("No argument stops the logarithm")
    func everyArgument() {
        var logarithm = PublishedLogarithm(.c)
        #expect(logarithm.log2(0) == -.infinity && logarithm.log2(-1).isNaN)
        #expect(logarithm.log2(.infinity) == .infinity && logarithm.log2(.nan).isNaN)
        #expect(logarithm.log2(.leastNonzeroMagnitude) == -1074)
        #expect(logarithm.log2(0x1p1023) == 1023)
        // Beside 1 the logarithm is the difference by log(2): 1.4426950408889634.
        #expect(logarithm.log2(1 - 0x1p-53) == -0x1.71547652b82fep-53)
        #expect(logarithm.log2(1 + 0x1p-52) == 0x1.71547652b82fdp-52)
    }

    @Test("The complexity of texts and the scores in them")
    func complexity() throws {
        var pool = RewardPool()
        let text = PythonText("5e4a2d76a2e8c6490c9e7c74c677b70f7c4602c552f2417d9fe00047f051211e")
        #expect(pool.complexity(of: text).text == "2.8913708793769435")
        #expect(
            try pool.scores(of: text).map { try PythonValue.number($0).text().shown }
                == ["1.8993058358052324", "1.6618926063295782", "1.4244793768539241"])
        #expect(pool.complexity(of: PythonText()).text == "0.0")
        #expect(pool.complexity(of: PythonText("aaaa")).text == "0.03")
    }

    @Test("A reward above 15 % of all gives its excess up, and nothing is paid")
    func limits() throws {
        let capped = RewardPool.capped([PythonFloat(15), PythonFloat(100)])
        #expect(capped.amounts.map(\.text) == ["17.25", "17.25"])
        #expect(
            try capped.percentages.map { try PythonValue.number($0).text().shown }
                == ["0.13043478260869565", "0.15"])
        let none = RewardPool.capped([PythonFloat(0)]).percentages
        #expect(try none.map { try PythonValue.number($0).text().shown } == ["0"])
        #expect(
            RewardPool.limited([PythonFloat(1500), PythonFloat(500)]).map(\.text) == [
                "750.0", "250.0",
            ])
        var pool = RewardPool()
        let now = PythonFloat(1_700_000_000)
        let contributions = try pool.contributions(
            of: [CraftedProof.proof(at: now), CraftedProof.proof(at: now)],
            consciousness: PythonDictionary(), now: now)
        let rewards = try pool.rewards(for: contributions)
        #expect(rewards.map(\.amount.text) == ["38.625", "38.625"])
        #expect(pool.reputation.entries.map(\.value.text) == ["0.51"])
        #expect { try RewardPool.payments(for: rewards) } throws: {
            ($0 as? PythonError)?.name == "TypeError"
        }
    }

    private func members(model: String, computation: String) -> PythonDictionary {
        var members = PythonDictionary()
        members["node_id"] = .text("worker")
        members["model_state_hash"] = .text(model)
        members["gradient_hash"] = .text(
            "7b4a3883cae24d1dbc801fc77136888e9f2cc3062682080846db5280d407c2fb")
        members["dataset_chunk_hash"] = .text("")
        members["computation_proof"] = .text(computation)
        members["timestamp"] = .float(PythonFloat(1_699_998_200.5))
        members["signature"] = .text("")
        return members
    }

    @Test("The validator takes words of an algorithm once an hour, and refuses hashes")
    func validator() throws {
        var validator = TrainingValidator()
        let now = PythonFloat(1_700_000_000.5)
        let model = "25056a03d85eb7b210d0b5c34e611c571e6b889e763cf469be15d3b2de4b0e8d"
        let words = try TrainingProofView(
            members(
                model: model,
                computation: "quantum superposition expert 29081efc2ca7c3f34f697128c56127c4914"))
        let verdict = try validator.validate(words, hasPeerWeights: false, now: now)
        #expect(verdict.isValid && verdict.scores?.final.text == "0.92")
        #expect(verdict.scores?.gaming.text == "0.6")
        let again = try validator.validate(words, hasPeerWeights: false, now: now)
        #expect(again.reason == "score")
        var fresh = TrainingValidator()
        let hash = try TrainingProofView(members(model: model, computation: model))
        let refused = try fresh.validate(hash, hasPeerWeights: false, now: now)
        #expect(refused.reason == "score" && refused.scores?.final.text == "0.42")
        let low = try TrainingProofView(
            members(model: String(repeating: "ab", count: 32), computation: model))
        #expect { try fresh.validate(low, hasPeerWeights: false, now: now) } throws: {
            ($0 as? PythonError)?.name == "TypeError"
        }
        let short = try TrainingProofView(members(model: "ab", computation: model))
        let structure = try fresh.validate(short, hasPeerWeights: false, now: now)
        #expect(structure.reason == "structure" && structure.scores == nil)
    }
}
