internal import Encodings
internal import Platform

/// The folder of a sweep: the plan, the scripts, the results and the tasks' logs.
package struct SweepFolder: Sendable, Equatable {
    /// The folder's path, as commands for people name it.
    package let path: String

    package init(_ path: String) {
        self.path = path
    }

    package var planFile: String { Folder.path(path, SweepPlan.fileName) }
    /// The folder of a run's results: a file for each task, which appears when it is complete.
    package func results(of run: SweepRun) -> String {
        Folder.path(Folder.path(path, "results"), run.name)
    }

    package var logs: String { Folder.path(path, "logs") }
    /// The file of the key that signs the shards, where no other key was named.
    package var keyFile: String { Folder.path(path, "sweep.key") }

    package func script(_ array: SweepArray) -> String { Folder.path(path, array.scriptName) }

    package func result(_ task: SweepTask, of plan: SweepPlan) -> String {
        Folder.path(results(of: task.run), plan.resultName(task))
    }

    /// The merged receipt of a run.
    package func merged(_ run: SweepRun) -> String { Folder.path(path, "\(run.name).receipt") }

    // MARK: Commands

    /// The command that starts one array, or of its tasks only those with the given ids.
    ///
    /// **Throws:** ``SweepError`` for a folder that no shell can name.
    package func submission(
        of array: SweepArray, tasks: [Int]? = nil
    ) throws(SweepError) -> String {
        let list = tasks.map { tasks in
            "--array=" + Self.ranges(tasks.map { $0 - array.tasks.lowerBound }) + " "
        }
        return "sbatch \(list ?? "")" + (try Self.word(script(array), "the sweep's folder"))
    }

    /// Ascending numbers as `sbatch --array` takes them: `0,3-5` for 0, 3, 4 and 5.
    static func ranges(_ numbers: [Int]) -> String {
        var ranges: [ClosedRange<Int>] = []
        for number in numbers {
            if let last = ranges.last, last.upperBound == number - 1 {
                ranges[ranges.count - 1] = last.lowerBound...number
            } else {
                ranges.append(number...number)
            }
        }
        return ranges.map {
            $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)"
        }
        .joined(separator: ",")
    }

    /// The command that merges a run's shards and tells the verdict. It names their folder, since a
    /// long list of files is more than some systems take as arguments. Shards that another key than
    /// the plan's signed are refused.
    ///
    /// - Parameter key: the file of the key that signs the merged receipt.
    ///
    /// **Throws:** ``SweepError`` for a name that no shell can hold.
    package func merge(
        _ run: SweepRun, of plan: SweepPlan, key: String
    ) throws(SweepError) -> String {
        var words = [
            "glyphlab receipt merge", try Self.word(results(of: run), "the sweep's folder"),
        ]
        if let golden = run.golden {
            guard let option = ShellWord.option("--golden", golden) else {
                throw .unquotable(what: "the golden's name", got: golden)
            }
            words.append(option)
        }
        words.append("--trusted-key " + plan.signerText)
        words.append("--key " + (try Self.word(key, "the key's file")))
        words.append("--out " + (try Self.word(merged(run), "the sweep's folder")))
        return words.joined(separator: " ")
    }

    /// The command that tells which results are there.
    ///
    /// **Throws:** ``SweepError`` for a folder that no shell can name.
    package func statusCommand() throws(SweepError) -> String {
        "glyphlab sweep status " + (try Self.word(path, "the sweep's folder"))
    }

    static func word(_ text: String, _ what: String) throws(SweepError) -> String {
        guard let word = ShellWord.quoted(text), text.utf8.first != UInt8(ascii: "-") else {
            throw .unquotable(what: what, got: text)
        }
        return word
    }
}
