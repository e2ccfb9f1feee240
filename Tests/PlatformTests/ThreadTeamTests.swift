import Platform
import Synchronization
import Testing

@Suite("Threads at hand")
struct ThreadTeamTests {
    @Test("Every part of every work is done once, with pauses that helpers sleep through")
    func parts() {
        for count in 1...5 {
            let team = ThreadTeam(count: count, processorCount: 8)
            let doneCounts = Mutex([Int](repeating: 0, count: count))
            let workCount = 2_000
            for work in 0..<workCount {
                team.each { part in doneCounts.withLock { $0[part] += 1 } }
                if work % 500 == 0 { Pause.wait(milliseconds: 20) }
            }
            #expect(doneCounts.withLock { $0 } == [Int](repeating: workCount, count: count))
        }
    }

    /// A place that only one thread at a time may use, without a lock to see to it.
    private final class Place: @unchecked Sendable {
        var numbers = [Int](repeating: 0, count: 64)
    }

    @Test("All that a part writes is seen by the caller, and by the parts of the next work")
    func writes() {
        for count in 2...4 {
            let team = ThreadTeam(count: count, processorCount: count)
            let places = (0..<count).map { _ in Place() }
            for work in 1...5_000 {
                team.each { part in
                    // Each part takes a place that another one wrote before.
                    let place = places[(part + work) % count]
                    for index in place.numbers.indices { place.numbers[index] += 1 }
                }
                let isSeen = places.allSatisfy { $0.numbers.allSatisfy { $0 == work } }
                #expect(isSeen)
                // At times long enough for helpers to fall asleep, or to be about to.
                if work % 250 == 0 { Pause.wait(milliseconds: work / 250 % 3) }
            }
        }
    }

    @Test("A helper that comes late for a work does no part twice")
    func lateHelpers() {
        // More threads than processors: some are late at every work.
        for _ in 0..<20 {
            let team = ThreadTeam(count: 9, processorCount: 9)
            for _ in 0..<200 {
                let doneCounts = Mutex([Int](repeating: 0, count: 9))
                team.each { part in doneCounts.withLock { $0[part] += 1 } }
                #expect(doneCounts.withLock { $0 } == [Int](repeating: 1, count: 9))
            }
        }
    }

    @Test("A work within a work, and works of several threads at once, come to their end")
    func nested() {
        let team = ThreadTeam(count: 2, processorCount: 2)
        let doneCount = Atomic<Int>(0)
        Threads.each(count: 4) { _ in
            for _ in 0..<200 {
                team.each { _ in
                    team.each { _ in doneCount.add(1, ordering: .relaxed) }
                }
            }
        }
        #expect(doneCount.load(ordering: .relaxed) == 4 * 200 * 4)
    }
}
