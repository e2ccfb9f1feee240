/// Which tasks of a plan have no result that can be used; schedulers are not asked.
public struct SweepStatus: Sendable, Equatable {
    public struct OpenTask: Sendable, Equatable {
        public let task: SweepTask
        /// Why the file that is there is not the task's result; nil where there is none.
        public let reason: String?
    }

    /// In the plan's order.
    public let openTasks: [OpenTask]

    /// - Parameter finding: of each task.
    public init<Failure>(
        _ plan: SweepPlan, finding: (SweepTask) throws(Failure) -> SweepFinding
    ) throws(Failure) {
        var open: [OpenTask] = []
        for task in plan.tasks {
            switch try finding(task) {
            case .result: break
            case .none: open.append(OpenTask(task: task, reason: nil))
            case .unusable(let reason): open.append(OpenTask(task: task, reason: reason))
            }
        }
        openTasks = open
    }

    /// In order, as the plan numbers them.
    public func openTaskIDs(in array: SweepArray) -> [Int] {
        openTasks.map(\.task.id).filter(array.tasks.contains)
    }

    public func isComplete(_ run: SweepRun, of plan: SweepPlan) -> Bool {
        !openTasks.contains { $0.task.run.name == run.name }
    }
}

/// What lies where a task's result should.
public enum SweepFinding: Sendable, Equatable {
    case result
    case none
    case unusable(String)
}
