internal import Cryptography

/// A stretch of a plan's tasks that one array job runs, numbered from 0 within it.
package struct SweepArray: Sendable, Equatable {
    /// The most tasks of an array: Slurm's largest index is 1,000 where `MaxArraySize` was left
    /// alone.
    package static let taskCountMax = 1_001

    /// The array's number, from 1.
    package let number: Int
    /// The ids of the array's tasks.
    package let tasks: Range<Int>

    package var scriptName: String { "array-\(number).sh" }
}

extension SweepPlan {
    /// All tasks, in as few arrays as possible.
    package var arrays: [SweepArray] {
        stride(from: 0, to: tasks.count, by: SweepArray.taskCountMax).enumerated().map {
            let end = min($1 + SweepArray.taskCountMax, tasks.count)
            return SweepArray(number: $0 + 1, tasks: $1..<end)
        }
    }

    /// The task that a job computes.
    ///
    /// - Parameters:
    ///   - number: the array's number, from 1; nil where one array runs the whole plan.
    ///   - index: the job's number in the array, from 0.
    ///   - expectedDigest: the digest of the plan for which the job was written; nil where the job
    ///     was written for any plan.
    ///
    /// **Throws:** ``SweepError`` where this is another plan, or has no such task.
    package func task(
        array number: Int?, index: Int, expectedDigest: String?
    ) throws(SweepError) -> SweepTask {
        if let expectedDigest, digest.text != expectedDigest {
            throw .otherPlan(expected: expectedDigest, got: digest.text)
        }
        guard let number else {
            guard tasks.indices.contains(index) else {
                throw .noTask(array: nil, max: tasks.count - 1, got: index)
            }
            return tasks[index]
        }
        let arrays = arrays
        guard (1...arrays.count).contains(number) else {
            throw .noArray(max: arrays.count, got: number)
        }
        let array = arrays[number - 1]
        guard (0..<array.tasks.count).contains(index) else {
            throw .noTask(array: number, max: array.tasks.count - 1, got: index)
        }
        return tasks[array.tasks.lowerBound + index]
    }
}
