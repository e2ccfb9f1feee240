import ArgumentParser
import Clusters
import Cryptography
import Encodings
import Fingerprints
import Platform
import Receipts
import Reports
import Traces

/// The plan and the scripts of a sweep, written into a folder.
struct SweepPlanCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Write the plan and the array jobs of a sweep (the default).",
        discussion: """
            Every model is run with every number of prompts, and every run is cut into shards, one \
            job of a Slurm array each. Models, the folder and this program must be where the plan \
            says on every machine of the cluster. Each job writes its result whole, under a name \
            with the plan's digest. The result is signed with the key of --key, or with a new one \
            in the folder; the plan has its public key, and results by another are not taken.
            Example: glyphlab sweep --model Models/glyph-nano --prompts 100 --shards 8 --out sweep
            """)

    @Option(help: "A model's folder or a pinned model's name (repeatable).")
    var model: [String] = []

    @Option(
        help: "A golden's name or file, whose model and number of prompts are run (repeatable).")
    var golden: [String] = []

    @Option(help: "How many of the golden run's prompts to run (repeatable).")
    var prompts: [Int] = []

    @Option(help: "How many shards each run is split into.")
    var shards = 8

    @Option(help: "How many processors each job asks for.")
    var threads = 1

    @Option(help: "How many minutes a job may run.")
    var timeMinutes = 60

    @Option(
        help: "How much memory each job asks for; by default the cluster decides.")
    var memoryMebibytes: Int?

    @Option(help: "The partition; by default the cluster decides.")
    var partition: String?

    @Option(help: "How much each shard records: layers or operations.")
    var level = LevelOption.layers

    @Option(help: "The key that signs the results, as 'glyphlab receipt key' writes it.")
    var key: String?

    @Option(help: "The program on the cluster's machines; by default this one.")
    var program: String?

    @Option(help: "The folder to write, which must not exist yet or must be empty.")
    var out: String

    @OptionGroup var format: FormatOption

    func validate() throws {
        guard !model.isEmpty || !golden.isEmpty else {
            throw ValidationError("expected --model or --golden, got neither")
        }
        let ranges = [
            ("prompts", prompts, 1...Golden.promptCountMax),
            ("shards", [shards], 1...PromptShard.countMax), ("threads", [threads], 1...256),
            ("time-minutes", [timeMinutes], 1...SlurmScript.Resources.minuteCountMax),
            ("memory-mebibytes", memoryMebibytes.map { [$0] } ?? [], 1...1 << 24),
        ]
        for (name, values, range) in ranges {
            for value in values where !range.contains(value) {
                throw ValidationError(
                    "\(name): expected \(range.lowerBound) to \(range.upperBound), got \(value)")
            }
        }
        guard [.layers, .operations].contains(level.level) else {
            throw ValidationError("level: expected layers or operations, got \(level)")
        }
    }

    func run() throws {
        try Outcome.ending {
            try checkFolder()
            let signer = try key.map(SigningKey.read) ?? Ed25519PrivateKey.generated()
            let plan = try SweepPlan(
                runs: sweepRuns(), level: level.level.text, signer: signer.publicKey)
            let folder = SweepFolder(Self.absolute(out))
            let script = SlurmScript(
                plan: plan, folder: folder,
                program: program.map(Self.absolute) ?? Machine.executablePath,
                key: key.map(Self.absolute) ?? folder.keyFile,
                resources: SlurmScript.Resources(
                    threadCount: threads, minutes: timeMinutes, mebibytes: memoryMebibytes,
                    partition: partition))
            let named = SweepFolder(out)
            let report = try SweepReport(
                plan: plan, folder: named, key: key ?? named.keyFile,
                provenance: ThisRun.provenance(threadCount: threads))
            try write(
                plan, plan.arrays.map { ($0, try script.text($0)) }, signer: signer, to: folder)
            format.write(text: report.text, json: report.json)
            return .holds
        }
    }

    private static func absolute(_ path: String) -> String {
        "/" + ModelPath.absolute(path).joined(separator: "/")
    }

    private func checkFolder() throws {
        try Folder.checkOutput(out)
        guard Folder.names(in: out).isEmpty else {
            throw Failure(
                outcome: .badInput,
                message: "\(out): expected no folder there yet, or an empty one, got one with files"
            )
        }
    }

    // MARK: Runs

    private func sweepRuns() throws -> [SweepRun] {
        let house = try House.find()
        var runs: [SweepRun] = []
        func add(_ folder: String, _ counts: [Int], golden: NamedGolden?) throws {
            let traced = try TracedModelLoad.traced(folder)
            if let golden { try ExpectedWeights(golden.golden).check(traced, folder) }
            let known =
                golden?.golden
                ?? house.golden(integerWeightsHash: traced.integerWeightsHash)
            guard let bytes = Hexadecimal.bytes(of: traced.integerWeightsHash), bytes.count == 32
            else { preconditionFailure("weights of the hash \(traced.integerWeightsHash)") }
            for count in counts.isEmpty ? [known?.promptCount ?? GoldenPrompts.promptCount] : counts
            {
                runs.append(
                    SweepRun(
                        name: Self.freeName(
                            SweepRun.name(model: traced.name, promptCount: count), among: runs),
                        modelFolder: Self.absolute(folder),
                        integerWeightsHash: Digest(bytes: bytes), promptCount: count,
                        shardCount: shards,
                        golden: golden?.file.map(Self.absolute) ?? known?.name))
            }
        }
        for model in model { try add(try ModelPath.folder(model), prompts, golden: nil) }
        for name in golden {
            let named = try house.golden(name)
            try add(
                try named.modelFolder(house), [named.golden.promptCount], golden: named)
        }
        return runs
    }

    /// The name, or the name and a number where that is taken.
    private static func freeName(_ name: String, among runs: [SweepRun]) -> String {
        var free = name
        var number = 2
        while runs.contains(where: { $0.name == free }) {
            free = "\(name)-\(number)"
            number += 1
        }
        return free
    }

    // MARK: Files

    /// The plan comes last: a folder without one is no sweep.
    private func write(
        _ plan: SweepPlan, _ scripts: [(SweepArray, String)], signer: Ed25519PrivateKey,
        to folder: SweepFolder
    ) throws {
        for run in plan.runs { try Folder.create(folder.results(of: run)) }
        try Folder.create(folder.logs)
        if key == nil {
            try PrivateFile.create(SigningKeyFile.encoded(signer), at: folder.keyFile)
        }
        for (array, text) in scripts {
            try WholeFile.write(Array(text.utf8), to: folder.script(array))
        }
        try WholeFile.write(Array(plan.json.fileText.utf8), to: folder.planFile)
    }
}
