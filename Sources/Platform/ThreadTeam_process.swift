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
    private let state: TeamState

    private static let processorCount = Int(glyphlab_processor_count())

    /// **Precondition:** count ≥ 1.
    public init(count: Int) {
        precondition(count >= 1, "\(count) threads")
        self.count = count
        state = TeamState(helperCount: count - 1)
    }

    deinit { state.stop() }

    /// Calls `body` with every part from 0 to count − 1, each on a thread of its own, the caller's
    /// among them, and waits for all. Where the team is at work already, for another thread or for
    /// this one, or larger than the processors are many, other threads do it.
    public func each(_ body: @Sendable (_ part: Int) -> Void) {
        guard count > 1 && count <= Self.processorCount && Threads.canDispatch && state.begin()
        else {
            return Threads.each(count: count, body)
        }
        withoutActuallyEscaping(body) { state.run($0) }
    }
}

/// The team as its threads share it.
///
/// **Why @unchecked:** `body` is written before `generation` is raised, which helpers read before
/// it, and not again before all of them are done.
@safe private final class TeamState: @unchecked Sendable {
    private let helperCount: Int
    private let isBusy = Atomic<Bool>(false)
    private let hasHelpers = Atomic<Bool>(false)
    private let isStopped = Atomic<Bool>(false)
    /// Counts the works.
    private let generation = Atomic<Int>(0)
    private let unfinishedCount = Atomic<Int>(0)
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

    init(helperCount: Int) {
        self.helperCount = helperCount
        beds = (0..<helperCount).map { _ in Bed() }
    }

    /// Whether the team is free; then it belongs to the caller until ``run(_:)`` is done.
    func begin() -> Bool {
        isBusy.compareExchange(expected: false, desired: true, ordering: .acquiring).exchanged
    }

    func run(_ body: @escaping @Sendable (_ part: Int) -> Void) {
        if !hasHelpers.exchange(true, ordering: .relaxed) {
            for index in 0..<helperCount {
                Thread.detachNewThread { [self] in help(index) }
            }
        }
        self.body = body
        unfinishedCount.store(helperCount, ordering: .relaxed)
        generation.add(1, ordering: .sequentiallyConsistent)
        wakeAll()
        body(0)
        var lookCount = 0
        while unfinishedCount.load(ordering: .acquiring) > 0 {
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

    private func help(_ index: Int) {
        var seen = 0
        while true {
            awaitWork(after: seen, beds[index])
            seen += 1
            guard !isStopped.load(ordering: .relaxed) else { return }
            body?(index + 1)
            unfinishedCount.subtract(1, ordering: .releasing)
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
