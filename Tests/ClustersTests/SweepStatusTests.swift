import Clusters
import Testing

@Suite("Which results of a sweep are there")
struct SweepStatusTests {
    @Test("open tasks are named in the plan's order, each with why")
    func open() throws {
        let plan = try SweepPlanTests.plan(
            SweepPlanTests.run("a", shards: 3), SweepPlanTests.run("b", shards: 2))
        let findings: [SweepFinding] = [.result, .none, .result, .result, .unusable("torn")]
        let status = SweepStatus(plan) { findings[$0.id] }
        #expect(status.openTasks.map(\.task.name) == ["a.2-of-3", "b.2-of-2"])
        #expect(status.openTasks.map(\.reason) == [nil, "torn"])
        #expect(status.openTaskIDs(in: plan.arrays[0]) == [1, 4])
        #expect(plan.runs.map { status.isComplete($0, of: plan) } == [false, false])
    }

    @Test("a run is complete when all of its own are there, whatever others lack")
    func complete() throws {
        let plan = try SweepPlanTests.plan(
            SweepPlanTests.run("a", shards: 3), SweepPlanTests.run("b", shards: 2))
        let status = SweepStatus(plan) { $0.run.name == "a" ? .result : .none }
        #expect(plan.runs.map { status.isComplete($0, of: plan) } == [true, false])
        #expect(SweepStatus(plan) { _ in .result }.openTasks.isEmpty)
    }

    @Test("each array is told its own open tasks alone")
    func arrays() throws {
        let plan = try SweepPlanTests.plan(
            SweepPlanTests.run("a", prompts: 2_000, shards: 2_000))
        let status = SweepStatus(plan) {
            [3, 1_000, 1_001, 1_999].contains($0.id) ? .none : .result
        }
        #expect(plan.arrays.map(status.openTaskIDs) == [[3, 1_000], [1_001, 1_999]])
    }
}
