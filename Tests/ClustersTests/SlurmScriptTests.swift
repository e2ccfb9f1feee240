import Clusters
import Cryptography
import Foundation
import TestSupport
import Testing

@Suite("The script of a Slurm array")
struct SlurmScriptTests {
    private static func script(
        folder: String = "/sweeps/one", program: String = "/usr/bin/glyphlab",
        partition: String? = nil
    ) throws -> (SlurmScript, SweepArray) {
        let plan = try SweepPlanTests.plan(SweepPlanTests.run())
        let script = SlurmScript(
            plan: plan, folder: SweepFolder(folder), program: program, key: folder + "/sweep.key",
            resources: SlurmScript.Resources(
                threadCount: 2, minutes: 5, mebibytes: 900, partition: partition))
        return (script, plan.arrays[0])
    }

    @Test("asks for the array, the processors and the time that were said")
    func directives() throws {
        let (script, array) = try Self.script(partition: "night")
        let lines = try script.text(array).split(separator: "\n")
        for line in [
            "--array=0-7", "--cpus-per-task=2", "--time=5", "--mem=900M", "--partition=night",
            "--output=/dev/null", "--requeue",
        ] {
            #expect(lines.contains("#SBATCH \(line)"))
        }
        #expect(lines.first == "#!/bin/sh")
    }

    @Test("reads no variable of Slurm's but the task's number and the processors")
    func variables() throws {
        let (script, array) = try Self.script()
        let names = try script.text(array).matches(of: /SLURM_\w+/).map { String($0.output) }
        #expect(Set(names) == ["SLURM_ARRAY_TASK_ID", "SLURM_CPUS_ON_NODE"])
    }

    @Test(
        "runs the program with folders of any name, and what it says is kept",
        arguments: ["plain", "two words", "it's", "a$(b)`c`\\d", "ü \"q\"", "%A %a", "-x"])
    func names(_ name: String) throws {
        let temporary = try TemporaryFolder()
        let folder = temporary.path + "/" + name
        try FileManager.default.createDirectory(
            atPath: folder + "/logs", withIntermediateDirectories: true)
        let program = folder + "/program"
        // By another process: a child that is forked while this one writes the file would hold it
        // open for a moment, and the kernel starts no file that somebody may still write.
        let writer = Process()
        writer.executableURL = URL(filePath: "/bin/sh")
        writer.arguments = [
            "-c",
            #"printf '%s\n' '#!/bin/sh' 'for word; do printf "%s\n" "$word"; done' >"$0" "#
                + #"&& chmod 755 "$0""#, program,
        ]
        try writer.run()
        writer.waitUntilExit()
        try #require(writer.terminationStatus == 0)
        let (script, array) = try Self.script(folder: folder, program: program)
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", try script.text(array)]
        process.environment = ["SLURM_ARRAY_TASK_ID": "3", "SLURM_CPUS_ON_NODE": "700"]
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        let log = try String(contentsOfFile: folder + "/logs/array-1.3.log", encoding: .utf8)
        #expect(
            log.split(separator: "\n").map(String.init) == [
                "sweep", "task", folder, "--array", "1", "--scheduler", "slurm", "--threads",
                "256", "--plan", script.plan.digest.text, "--key", folder + "/sweep.key",
            ])
    }

    @Test("fails where Slurm says nothing, and before the program starts")
    func noVariables() throws {
        let (script, array) = try Self.script(program: "/bin/echo")
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", try script.text(array)]
        process.environment = [:]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus != 0)
        #expect(output.fileHandleForReading.readDataToEndOfFile().isEmpty)
    }

    @Test("refuses names that a script cannot hold")
    func refusals() throws {
        for partition in ["", "a b", "a\"", "a'", "#a", "é", "a\nb"] {
            let (script, array) = try Self.script(partition: partition)
            #expect(throws: SweepError.unquotable(what: "the partition", got: partition)) {
                try script.text(array)
            }
        }
        let (script, array) = try Self.script(folder: "/a\u{0}b")
        #expect(throws: SweepError.unquotable(what: "the sweep's folder", got: "/a\u{0}b")) {
            try script.text(array)
        }
    }
}

@Suite("The commands that follow a sweep")
struct SweepFolderTests {
    private static func folder(_ path: String = "my sweep") -> SweepFolder { SweepFolder(path) }

    @Test("a second try names the missing tasks as their array numbers them")
    func again() throws {
        let plan = try SweepPlanTests.plan(
            SweepPlanTests.run("a", prompts: 2_000, shards: 2_000))
        let arrays = plan.arrays
        #expect(
            try Self.folder().submission(of: arrays[1], tasks: [1_001, 1_003, 1_004, 1_005, 1_007])
                == "sbatch --array=0,2-4,6 'my sweep/array-2.sh'")
        #expect(
            try Self.folder("s").submission(of: arrays[0]) == "sbatch s/array-1.sh")
    }

    @Test("the merge names the run's results, the golden, the keys and its own file")
    func merge() throws {
        let plan = try SweepPlanTests.plan(SweepPlanTests.run())
        #expect(
            try Self.folder().merge(plan.runs[0], of: plan, key: "k")
                == "glyphlab receipt merge 'my sweep/results/nano-100' --golden glyph-nano "
                + "--trusted-key \(String(repeating: "07", count: 32)) --key k "
                + "--out 'my sweep/nano-100.receipt'")
    }

    @Test("refuses a folder that would be an option or that no shell can name")
    func refusals() throws {
        let plan = try SweepPlanTests.plan(SweepPlanTests.run())
        for path in ["-x", "a\u{0}"] {
            #expect(throws: SweepError.self) {
                try Self.folder(path).submission(of: plan.arrays[0])
            }
        }
    }
}
