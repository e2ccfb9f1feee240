import Platform
import Synchronization
import Testing

@Suite("Threads at hand")
struct ThreadTeamTests {
    @Test("Every part of every work is done once, with pauses that helpers sleep through")
    func parts() {
        for count in 1...5 {
            let team = ThreadTeam(count: count)
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
        let team = ThreadTeam(count: 2)
        let places = [Place(), Place()]
        for work in 1...5_000 {
            team.each { part in
                // Each part takes the place that the other one wrote before.
                let place = places[(part + work) % 2]
                for index in place.numbers.indices { place.numbers[index] += 1 }
            }
            let isSeen = places.allSatisfy { $0.numbers.allSatisfy { $0 == work } }
            #expect(isSeen)
        }
    }

    @Test("A work within a work, and works of several threads at once, come to their end")
    func nested() {
        let team = ThreadTeam(count: 2)
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
