/// The tasks of a plan that have no usable result; schedulers are not asked.
package struct SweepStatus: Sendable, Equatable {
    package struct OpenTask: Sendable, Equatable {
        package let task: SweepTask
        /// The reason for which the file is not the task's result; nil where there is no file.
        package let reason: String?
    }

    /// The open tasks in the plan's order.
    package let openTasks: [OpenTask]

    /// - Parameter finding: gives the finding for a task.
    package init<Failure>(
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

    /// The ids of an array's open tasks, ascending.
    package func openTaskIDs(in array: SweepArray) -> [Int] {
        openTasks.map(\.task.id).filter(array.tasks.contains)
    }

    package func isComplete(_ run: SweepRun, of plan: SweepPlan) -> Bool {
        !openTasks.contains { $0.task.run.name == run.name }
    }
}

/// The finding for a task: its result, another file in its place, or no file.
package enum SweepFinding: Sendable, Equatable {
    case result
    case none
    case unusable(String)
}
