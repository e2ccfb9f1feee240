package import Clusters
package import Encodings
internal import Fingerprints

/// Which results of a sweep are there, and the commands that follow: to start again what is
/// missing, or to merge.
package struct SweepStatusReport {
    private let plan: SweepPlan
    private let status: SweepStatus
    private let next: [String]
    private let provenance: Provenance

    /// - Parameters:
    ///   - folder: the sweep's folder, as the user named it.
    ///   - key: the file of what signs merged receipts.
    ///
    /// **Throws:** ``SweepError`` for names that no shell can hold.
    package init(
        plan: SweepPlan, folder: SweepFolder, status: SweepStatus, key: String,
        provenance: Provenance
    ) throws(SweepError) {
        self.plan = plan
        self.status = status
        self.provenance = provenance
        var next: [String] = []
        for array in plan.arrays {
            let ids = status.openTaskIDs(in: array)
            if !ids.isEmpty { next.append(try folder.submission(of: array, tasks: ids)) }
        }
        for run in plan.runs where status.isComplete(run, of: plan) {
            next.append(try folder.merge(run, of: plan, key: key))
        }
        self.next = next
    }

    package func text(_ style: TextStyle) -> String {
        var table = TextTable()
        table.add("tasks", "\(plan.tasks.count)")
        table.add("key", plan.signerText)
        table.add("there", "\(plan.tasks.count - status.openTasks.count)")
        for open in status.openTasks.prefix(Self.shownCountMax) {
            table.add(
                style.text(open.reason == nil ? "missing" : "unusable", .doubtful),
                "\(open.task.name), \(MergeReport.text(open.task.range))"
                    + (open.reason.map { ": \($0)" } ?? ""))
        }
        let hidden = status.openTasks.count - Self.shownCountMax
        if hidden > 0 { table.add("", "and \(hidden) more, which --format json lists") }
        return table.text + "\n  Next:\n" + next.map { "    \($0)\n" }.joined()
    }

    private static let shownCountMax = 40

    package var json: JSONValue {
        .object([
            JSONMember("tasks", .integer(plan.tasks.count)),
            JSONMember("there", .integer(plan.tasks.count - status.openTasks.count)),
            JSONMember(
                "missing",
                .array(
                    status.openTasks.map { open in
                        .object([
                            JSONMember("task", .integer(open.task.id)),
                            JSONMember("name", .string(open.task.name)),
                            JSONMember("first", .integer(open.task.range.lowerBound)),
                            JSONMember("prompt_count", .integer(open.task.range.count)),
                            JSONMember("reason", open.reason.map(JSONValue.string) ?? .null),
                        ])
                    })),
            JSONMember("key", .string(plan.signerText)),
            JSONMember("next", .array(next.map(JSONValue.string))),
            JSONMember("provenance", provenance.json),
        ])
    }
}
