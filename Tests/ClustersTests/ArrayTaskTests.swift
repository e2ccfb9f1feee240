import Clusters
import Fingerprints
import Testing

@Suite("The place of a process in an array of jobs")
struct ArrayTaskTests {
    private typealias Variables = [String: String]

    private static func slurm(
        _ id: String, count: String? = nil, min: String? = nil, max: String? = nil
    ) -> Variables {
        let all = [
            ("SLURM_ARRAY_TASK_ID", id), ("SLURM_ARRAY_TASK_COUNT", count),
            ("SLURM_ARRAY_TASK_MIN", min), ("SLURM_ARRAY_TASK_MAX", max),
        ]
        return Variables(
            uniqueKeysWithValues: all.compactMap { name, value in value.map { (name, $0) } })
    }

    private func task(
        _ variables: Variables, _ scheduler: ArrayScheduler? = nil
    ) throws(ArrayTaskError) -> ArrayTask {
        try ArrayTask(scheduler) { variables[$0] }
    }

    @Test("every task of a whole Slurm array from 0 is the shard behind its number")
    func wholeArray() throws {
        for id in 0..<8 {
            let task = try task(Self.slurm("\(id)", count: "8", min: "0", max: "7"))
            #expect(try task.shard(of: nil) == PromptShard(number: id + 1, count: 8))
        }
    }

    @Test(
        "of a list of tasks the number of shards is not guessed",
        arguments: [
            slurm("3", count: "2", min: "3", max: "7"), slurm("1", count: "3", min: "1", max: "7"),
            slurm("3", count: "8", min: "1", max: "8"), slurm("0", count: "3", min: "0", max: "7"),
            slurm("0", count: "8", min: "0"), slurm("0"),
            slurm("0", count: "08", min: "0", max: "7"),
        ])
    fileprivate func list(_ variables: [String: String]) throws {
        let task = try task(variables)
        #expect(throws: ArrayTaskError.countUnknown(.slurm)) { try task.shard(of: nil) }
        #expect(try task.shard(of: 9).number == task.index + 1)
    }

    @Test(
        "Kubernetes and AWS Batch give the number from 0, and not how many there are",
        arguments: [
            (ArrayScheduler.kubernetes, "JOB_COMPLETION_INDEX"),
            (.batch, "AWS_BATCH_JOB_ARRAY_INDEX"),
        ])
    func others(_ scheduler: ArrayScheduler, _ name: String) throws {
        let task = try task([name: "7"])
        #expect(task.scheduler == scheduler)
        #expect(try task.shard(of: 8) == PromptShard(number: 8, count: 8))
        #expect(throws: ArrayTaskError.countUnknown(scheduler)) { try task.shard(of: nil) }
        #expect(throws: ArrayTaskError.beyond(variable: name, count: 7, got: 7)) {
            try task.shard(of: 7)
        }
    }

    @Test("without a variable, and with those of two schedulers, nothing is chosen")
    func noneAndTwo() {
        #expect(throws: ArrayTaskError.noVariable(ArrayScheduler.allCases.map(\.indexVariable))) {
            try task([:])
        }
        let both = ["SLURM_ARRAY_TASK_ID": "1", "JOB_COMPLETION_INDEX": "2"]
        #expect(
            throws: ArrayTaskError.severalSchedulers(
                ["SLURM_ARRAY_TASK_ID", "JOB_COMPLETION_INDEX"])
        ) { try task(both) }
        #expect((try? task(both, .kubernetes))?.index == 2)
        #expect(throws: ArrayTaskError.noVariable(["AWS_BATCH_JOB_ARRAY_INDEX"])) {
            try task(both, .batch)
        }
    }

    @Test(
        "only plain decimals are numbers",
        arguments: ["", " 1", "+1", "-1", "01", "1.0", "0x1", "9999999999", "99999999999999999999"])
    func notNumbers(_ text: String) {
        #expect(
            throws: ArrayTaskError.notANumber(variable: "JOB_COMPLETION_INDEX", got: text)
        ) { try task(["JOB_COMPLETION_INDEX": text]) }
    }
}
