import Clusters
import Cryptography
import Encodings
import Fingerprints
import TestSupport
import Testing

@Suite("The plan of a sweep")
struct SweepPlanTests {
    static func run(
        _ name: String = "nano-100", model: String = "/models/nano", prompts: Int = 100,
        shards: Int = 8, golden: String? = "glyph-nano"
    ) -> SweepRun {
        SweepRun(
            name: name, modelFolder: model, integerWeightsHash: Digests.sha256(model.utf8),
            promptCount: prompts, shardCount: shards, golden: golden)
    }

    static let signer = [UInt8](repeating: 7, count: 32)

    static func plan(_ runs: SweepRun...) throws -> SweepPlan {
        try SweepPlan(runs: runs, level: "layers", signer: signer)
    }

    private func bytes(_ plan: SweepPlan) -> [UInt8] { Array(plan.json.prettyText.utf8) }

    @Test("numbers all shards of all runs through, each by a name of its own")
    func tasks() throws {
        let plan = try Self.plan(
            Self.run(), Self.run("b-7", prompts: 7, shards: 3))
        #expect(plan.tasks.map(\.id) == Array(0..<11))
        #expect(plan.tasks[2].name == "nano-100.3-of-8")
        #expect(plan.tasks[2].range == 25..<37)
        #expect(plan.tasks[8].name == "b-7.1-of-3")
        #expect(plan.tasks[10].range == 4..<7)
        #expect(Set(plan.tasks.map(plan.resultName)).count == 11)
        #expect(plan.resultName(plan.tasks[0]).contains(plan.digest.text.prefix(16)))
    }

    @Test("comes out of its file as it was, and the digest names it")
    func roundTrip() throws {
        let plan = try Self.plan(Self.run(), Self.run("other", model: "/ä b'c", golden: nil))
        #expect(try SweepPlan(json: bytes(plan)) == plan)
        #expect(plan.json.member("sha256")?.stringValue == plan.digest.text)
        #expect(try Self.plan(Self.run()).digest != Self.plan(Self.run(shards: 7)).digest)
        #expect(
            try SweepPlan(runs: plan.runs, level: "operations", signer: Self.signer).digest
                != plan.digest)
        let other = [UInt8](repeating: 8, count: 32)
        #expect(
            try SweepPlan(runs: plan.runs, level: "layers", signer: other).digest != plan.digest)
    }

    @Test("with any byte of its file changed it is refused, or the same plan")
    func everyByte() throws {
        let plan = try Self.plan(Self.run())
        let whole = bytes(plan)
        var generator = SeededGenerator(seed: 15)
        for place in whole.indices {
            var changed = whole
            changed[place] ^= UInt8.random(in: 1...255, using: &generator)
            let read = try? SweepPlan(json: changed)
            // Only the space between values means nothing.
            #expect(read == nil || read == plan, "seed 15, byte \(place)")
        }
        for count in 0..<whole.count {
            #expect(throws: SweepError.self) { try SweepPlan(json: Array(whole.prefix(count))) }
        }
    }

    @Test("a digest of another plan is told")
    func otherDigest() throws {
        let (one, other) = (try Self.plan(Self.run()), try Self.plan(Self.run(shards: 7)))
        let text = one.json.compactText.replacing(one.digest.text, with: other.digest.text)
        #expect(throws: SweepError.digest(expected: one.digest.text, got: other.digest.text)) {
            try SweepPlan(json: Array(text.utf8))
        }
    }

    @Test("refuses what cannot be run, each with its reason")
    func refusals() throws {
        #expect(throws: SweepError.count(of: "runs", max: 1_000, got: 0)) { try Self.plan() }
        #expect(throws: SweepError.twice(run: "a")) {
            try Self.plan(Self.run("a"), Self.run("a"))
        }
        for name in ["", "a.b", "a b", "a/b", "é", String(repeating: "a", count: 81)] {
            #expect(throws: SweepError.name(name)) { try Self.plan(Self.run(name)) }
        }
        #expect(throws: SweepError.modelFolder(run: "a", got: "models")) {
            try Self.plan(Self.run("a", model: "models"))
        }
        #expect(throws: SweepError.shards(run: "a", promptCount: 7, got: 8)) {
            try Self.plan(Self.run("a", prompts: 7, shards: 8))
        }
        #expect(throws: SweepError.count(of: "prompts of a", max: 10_000, got: 10_001)) {
            try Self.plan(Self.run("a", prompts: 10_001))
        }
        let many = (0..<11).map { Self.run("a\($0)", prompts: 10_000, shards: 10_000) }
        #expect(throws: SweepError.count(of: "tasks", max: 100_000, got: 110_000)) {
            try SweepPlan(runs: many, level: "layers", signer: Self.signer)
        }
    }

    @Test("makes names of models into names of files")
    func names() throws {
        for (model, name) in [
            ("glyph-nano", "glyph-nano-9"), ("a b/c", "a-b-c-9"), ("v1.5", "v1-5-9"),
            ("", "model-9"),
            ("é", "---9"),
            (String(repeating: "x", count: 99), String(repeating: "x", count: 60) + "-9"),
        ] {
            #expect(SweepRun.name(model: model, promptCount: 9) == name)
            _ = try Self.plan(Self.run(SweepRun.name(model: model, promptCount: 9)))
        }
    }

    @Test("splits behind 1,001 tasks, and each job finds its own")
    func arrays() throws {
        let plan = try Self.plan(Self.run("a", prompts: 10_000, shards: 2_003))
        #expect(plan.arrays.map(\.tasks) == [0..<1_001, 1_001..<2_002, 2_002..<2_003])
        let digest = plan.digest.text
        for (array, index, id) in [(1, 0, 0), (1, 1_000, 1_000), (2, 5, 1_006), (3, 0, 2_002)] {
            #expect(
                try plan.task(array: array, index: index, expectedDigest: digest).id == id)
        }
        #expect(throws: SweepError.noTask(array: 3, max: 0, got: 1)) {
            try plan.task(array: 3, index: 1, expectedDigest: digest)
        }
        for array in [0, 4] {
            #expect(throws: SweepError.noArray(max: 3, got: array)) {
                try plan.task(array: array, index: 0, expectedDigest: digest)
            }
        }
        #expect(try plan.task(array: nil, index: 2_002, expectedDigest: nil).id == 2_002)
        #expect(throws: SweepError.noTask(array: nil, max: 2_002, got: 2_003)) {
            try plan.task(array: nil, index: 2_003, expectedDigest: digest)
        }
        #expect(throws: SweepError.otherPlan(expected: "x", got: digest)) {
            try plan.task(array: 1, index: 0, expectedDigest: "x")
        }
    }
}
