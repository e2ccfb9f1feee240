package import Clusters
internal import Cryptography
package import Encodings
internal import Fingerprints

/// The report of a planned sweep: the files that were written and the commands that follow.
package struct SweepReport {
    private let plan: SweepPlan
    private let folder: SweepFolder
    private let submissions: [String]
    private let status: String
    private let merges: [String]
    private let provenance: Provenance

    /// - Parameters:
    ///   - folder: the sweep's folder, as the user named it.
    ///   - key: the file of what signs the results.
    ///
    /// **Throws:** ``SweepError`` for names that no shell can hold.
    package init(
        plan: SweepPlan, folder: SweepFolder, key: String, provenance: Provenance
    ) throws(SweepError) {
        self.plan = plan
        self.folder = folder
        self.provenance = provenance
        var submissions: [String] = []
        for array in plan.arrays { submissions.append(try folder.submission(of: array)) }
        var merges: [String] = []
        for run in plan.runs { merges.append(try folder.merge(run, of: plan, key: key)) }
        self.submissions = submissions
        self.status = try folder.statusCommand()
        self.merges = merges
    }

    package var text: String {
        var table = TextTable()
        table.add("plan", folder.planFile)
        table.add("digest", plan.digest.text)
        table.add("key", plan.signerText)
        for run in plan.runs {
            table.add(
                "run",
                "\(run.name): \(run.promptCount) prompts in \(run.shardCount) shards, "
                    + (run.golden.map { "golden \($0)" } ?? "no golden"))
        }
        table.add("tasks", "\(plan.tasks.count)")
        table.add("arrays", "\(plan.arrays.count)")
        return table.text + "\n  Start them:\n" + Self.lines(submissions)
            + "\n  See which results are there, and what to start again:\n" + Self.lines([status])
            + "\n  When all are there, put them together:\n" + Self.lines(merges)
    }

    private static func lines(_ commands: [String]) -> String {
        commands.map { "    \($0)\n" }.joined()
    }

    package var json: JSONValue {
        .object([
            JSONMember("plan", .string(folder.planFile)),
            JSONMember("sha256", .string(plan.digest.text)),
            JSONMember("key", .string(plan.signerText)),
            JSONMember("tasks", .integer(plan.tasks.count)),
            JSONMember(
                "runs",
                .array(
                    plan.runs.map { run in
                        .object([
                            JSONMember("name", .string(run.name)),
                            JSONMember("model", .string(run.modelFolder)),
                            JSONMember(
                                "integer_weights_hash", .string(run.integerWeightsHash.text)),
                            JSONMember("prompt_count", .integer(run.promptCount)),
                            JSONMember("shards", .integer(run.shardCount)),
                            JSONMember("golden", run.golden.map(JSONValue.string) ?? .null),
                        ])
                    })),
            JSONMember("submit", .array(submissions.map(JSONValue.string))),
            JSONMember("status", .string(status)),
            JSONMember("merge", .array(merges.map(JSONValue.string))),
            JSONMember("provenance", provenance.json),
        ])
    }
}
