internal import CProcess
internal import Dispatch
internal import Foundation
internal import Synchronization

/// Threads that stay at hand for work of microseconds, many times over: to wake a thread takes
/// longer than such work.
///
/// A helper that has nothing to do looks for the next work for a while, then sleeps. The helpers
/// start with the first work and end with the team.
public final class ThreadTeam: Sendable {
    private let count: Int
    private let isSmall: Bool
    private let state: TeamState

    /// **Precondition:** count ≥ 1.
    public convenience init(count: Int) {
        self.init(count: count, processorCount: Machine.coreCount)
    }

    /// The same as if there were so many processors.
    package init(count: Int, processorCount: Int) {
        precondition(count >= 1, "\(count) threads")
        self.count = count
        isSmall = count <= processorCount
        state = TeamState(partCount: count)
    }

    deinit { state.stop() }

    /// Calls `body` with every part from 0 to count − 1 and waits for all. The caller takes parts
    /// that no helper has taken yet, so that it waits for no helper that is late.
    ///
    /// Where the team is at work already, for another thread or for this one, or is larger than the
    /// processors are many, other threads do it.
    public func each(_ body: @Sendable (_ part: Int) -> Void) {
        guard count > 1 && isSmall && Threads.canDispatch && state.begin() else {
            return Threads.each(count: count, body)
        }
        withoutActuallyEscaping(body) { state.run($0) }
    }
}

/// The team as its threads share it.
///
/// **Why @unchecked:** `body` is written before `nextPart` is set back and read only by those who
/// took a part then, and not written again before all parts are finished.
@safe private final class TeamState: @unchecked Sendable {
    private let partCount: Int
    private let isBusy = Atomic<Bool>(false)
    private let hasHelpers = Atomic<Bool>(false)
    private let isStopped = Atomic<Bool>(false)
    /// Counts the works, for those who wait for one.
    private let generation = Atomic<Int>(0)
    private let nextPart: Atomic<Int>
    private let finishedCount = Atomic<Int>(0)
    private var body: (@Sendable (_ part: Int) -> Void)?
    private let beds: [Bed]

    /// A helper's place to sleep.
    private final class Bed: Sendable {
        let isTaken = Atomic<Bool>(false)
        let semaphore = DispatchSemaphore(value: 0)
    }

    /// How often a helper looks before it sleeps, and a caller before it lets others run: some
    /// hundred microseconds.
    private static let lookCountMax = 5_000

    init(partCount: Int) {
        self.partCount = partCount
        nextPart = Atomic(partCount)
        beds = (1..<partCount).map { _ in Bed() }
    }

    /// Whether the team is free; then it belongs to the caller until ``run(_:)`` is done.
    func begin() -> Bool {
        isBusy.compareExchange(expected: false, desired: true, ordering: .acquiring).exchanged
    }

    func run(_ body: @escaping @Sendable (_ part: Int) -> Void) {
        if !hasHelpers.exchange(true, ordering: .relaxed) {
            for bed in beds { Thread.detachNewThread { [self] in help(bed) } }
        }
        self.body = body
        finishedCount.store(0, ordering: .relaxed)
        nextPart.store(0, ordering: .releasing)
        generation.add(1, ordering: .sequentiallyConsistent)
        wakeAll()
        takeParts()
        var lookCount = 0
        while finishedCount.load(ordering: .acquiring) < partCount {
            glyphlab_spin_hint()
            lookCount += 1
            if lookCount > Self.lookCountMax { sched_yield() }
        }
        self.body = nil
        isBusy.store(false, ordering: .releasing)
    }

    func stop() {
        isStopped.store(true, ordering: .relaxed)
        generation.add(1, ordering: .sequentiallyConsistent)
        wakeAll()
    }

    private func wakeAll() {
        for bed in beds where bed.isTaken.exchange(false, ordering: .sequentiallyConsistent) {
            bed.semaphore.signal()
        }
    }

    /// Does parts until none is left. A helper that comes late, when the next work has begun, takes
    /// parts of that one.
    private func takeParts() {
        while true {
            let part = nextPart.add(1, ordering: .acquiringAndReleasing).oldValue
            guard part < partCount else { return }
            perform(part)
            finishedCount.add(1, ordering: .releasing)
        }
    }

    /// Nothing of the body is held any more when this is done.
    @inline(never)
    private func perform(_ part: Int) { body?(part) }

    private func help(_ bed: Bed) {
        var seen = 0
        while true {
            // Woken or not: only another generation is work.
            while generation.load(ordering: .acquiring) == seen { awaitWork(after: seen, bed) }
            seen = generation.load(ordering: .acquiring)
            guard !isStopped.load(ordering: .relaxed) else { return }
            takeParts()
        }
    }

    private func awaitWork(after seen: Int, _ bed: Bed) {
        for _ in 0..<Self.lookCountMax {
            if generation.load(ordering: .acquiring) != seen { return }
            glyphlab_spin_hint()
        }
        bed.isTaken.store(true, ordering: .sequentiallyConsistent)
        if generation.load(ordering: .sequentiallyConsistent) != seen {
            // Work came meanwhile: the bed is left, unless a signal is under way that ends it.
            if bed.isTaken.exchange(false, ordering: .sequentiallyConsistent) { return }
        }
        bed.semaphore.wait()
    }
}
