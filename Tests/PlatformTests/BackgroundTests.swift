import Dispatch
import Platform
import Synchronization
import Testing

@Suite("Work in the background")
struct BackgroundTests {
    @Test("Jobs are done in the order in which they are given, all of them")
    func order() {
        let background = Background<[Int]>([], waitingMax: 3)
        for index in 0..<1000 { background.add { $0.append(index) } }
        #expect(background.finished() == Array(0..<1000))
    }

    @Test("No more jobs wait than may")
    func bound() {
        let waiting = Atomic(0)
        let waitingMost = Atomic(0)
        let background = Background(0, waitingMax: 2)
        for _ in 0..<500 {
            background.add { count in
                waiting.subtract(1, ordering: .sequentiallyConsistent)
                count += 1
            }
            // Counted when it was let in: by then a job may be done, but none is counted twice.
            let now = waiting.add(1, ordering: .sequentiallyConsistent).newValue
            waitingMost.max(now, ordering: .sequentiallyConsistent)
        }
        #expect(background.finished() == 500)
        #expect(waitingMost.load(ordering: .sequentiallyConsistent) <= 2)
    }

    @Test("An offered job that has no room is refused at once")
    func offers() {
        let (begun, end) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        let background = Background(0, waitingMax: 2)
        background.add { _ in
            begun.signal()
            end.wait()
        }
        begun.wait()
        #expect(background.offer { $0 += 1 })
        #expect(!background.offer { $0 += 10 })
        end.signal()
        #expect(background.finished() == 1)
        #expect(background.offer { $0 += 100 })
        #expect(background.finished() == 101)
    }
}
