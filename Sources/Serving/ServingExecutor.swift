internal import Foundation
internal import Synchronization

/// Threads of the listeners' tasks.
///
/// Swift's own threads, as few as the processors, belong to the whole process: work on them that
/// does not give them up would keep every listener from accepting, reading and answering.
final class ServingExecutor: TaskExecutor {
    /// Shared by all listeners, and there until the process ends.
    static let shared = ServingExecutor(threadCount: 2)

    private let jobs = Mutex<[UnownedJob]>([])
    private let semaphore = DispatchSemaphore(value: 0)

    private init(threadCount: Int) {
        for _ in 0..<threadCount { Thread.detachNewThread { [self] in run() } }
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        jobs.withLock { $0.append(job) }
        semaphore.signal()
    }

    private func run() {
        while true {
            semaphore.wait()
            let job = jobs.withLock { $0.isEmpty ? nil : $0.removeFirst() }
            unsafe job?.runSynchronously(on: asUnownedTaskExecutor())
        }
    }
}
