/// The scheduler that starts an array of jobs and numbers them from 0.
package enum ArrayScheduler: String, Sendable, CaseIterable {
    case slurm, kubernetes
    case batch = "aws-batch"

    /// The environment variable with the task's number.
    package var indexVariable: String {
        switch self {
        case .slurm: "SLURM_ARRAY_TASK_ID"
        case .kubernetes: "JOB_COMPLETION_INDEX"
        case .batch: "AWS_BATCH_JOB_ARRAY_INDEX"
        }
    }

    /// The scheduler's name for people.
    package var name: String {
        switch self {
        case .slurm: "Slurm"
        case .kubernetes: "Kubernetes"
        case .batch: "AWS Batch"
        }
    }
}
