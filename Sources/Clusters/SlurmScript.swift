internal import Cryptography
internal import Encodings

/// The array job for a stretch of a plan, as `sbatch` takes it.
///
/// It knows neither models nor prompts: each job passes its number to `glyphlab sweep task`, which
/// looks it up in the plan. Names of files stand in words of the shell only, never in `#SBATCH`
/// lines, which have quoting rules of their own.
package struct SlurmScript: Sendable {
    /// The resources of each job.
    package struct Resources: Sendable, Equatable {
        package static let minuteCountMax = 60 * 24 * 365

        package var threadCount: Int
        /// The limit of a job's time, in minutes; Slurm checks it every half minute.
        package var minutes: Int
        /// The memory of a job; nil to leave it to the cluster's own rule.
        package var mebibytes: Int?
        package var partition: String?

        package init(
            threadCount: Int, minutes: Int, mebibytes: Int? = nil, partition: String? = nil
        ) {
            self.threadCount = threadCount
            self.minutes = minutes
            self.mebibytes = mebibytes
            self.partition = partition
        }
    }

    package let plan: SweepPlan
    /// The sweep's folder as an absolute path, since Slurm runs a copy of the script from
    /// elsewhere.
    package let folder: SweepFolder
    package let program: String
    package let key: String
    package let resources: Resources

    package init(
        plan: SweepPlan, folder: SweepFolder, program: String, key: String, resources: Resources
    ) {
        self.plan = plan
        self.folder = folder
        self.program = program
        self.key = key
        self.resources = resources
    }

    /// **Throws:** ``SweepError`` for a name that a script cannot hold.
    package func text(_ array: SweepArray) throws(SweepError) -> String {
        let names =
            plan.tasks[array.tasks.lowerBound].name + " to "
            + plan.tasks[array.tasks.upperBound - 1].name
        return """
            #!/bin/sh
            # \(names) of the sweep \(plan.digest.text).
            \(try directives(array).map { "#SBATCH \($0)" }.joined(separator: "\n"))
            set -eu
            folder=\(try SweepFolder.word(folder.path, "the sweep's folder"))
            exec >>"$folder/logs/array-\(array.number).$SLURM_ARRAY_TASK_ID.log" 2>&1
            # The processors that this job was given: the machine's count is not its own.
            threads=$SLURM_CPUS_ON_NODE
            [ "$threads" -le 256 ] || threads=256
            # The number alone is taken, and looked up in the plan: MIN, MAX and STEP of an array do
            # not describe a list. The result appears under its name when it is complete.
            exec \(try SweepFolder.word(program, "the program's file")) sweep task "$folder" \\
                --array \(array.number) --scheduler slurm --threads "$threads" \\
                --plan \(plan.digest.text) \\
                --key \(try SweepFolder.word(key, "the key's file"))

            """
    }

    private func directives(_ array: SweepArray) throws(SweepError) -> [String] {
        var lines = [
            "--job-name=glyphlab-\(plan.shortDigest)", "--array=0-\(array.tasks.count - 1)",
            "--nodes=1", "--ntasks=1", "--cpus-per-task=\(resources.threadCount)",
            "--time=\(resources.minutes)",
        ]
        if let mebibytes = resources.mebibytes { lines.append("--mem=\(mebibytes)M") }
        if let partition = resources.partition {
            // Such a line has no quotes that every version of Slurm reads alike.
            let isPlain = partition.utf8.allSatisfy { byte in
                (0x21...0x7E).contains(byte) && !Array("\"'\\#".utf8).contains(byte)
            }
            guard isPlain, !partition.isEmpty else {
                throw .unquotable(what: "the partition", got: partition)
            }
            lines.append("--partition=\(partition)")
        }
        // A task's messages are appended to a log of its own, which a second try does not empty.
        return lines + ["--output=/dev/null", "--requeue"]
    }
}
