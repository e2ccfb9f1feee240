internal import Synchronization

/// The count of bodies that are being read and judged: no queue, who finds it full is sent away.
package final class BodyGate: Sendable {
    private let countMax: Int
    private let count = Mutex(0)

    package init(countMax: Int = 2) {
        self.countMax = countMax
    }

    /// A place, which is given back when the last reference to it goes; nil where there is none.
    func enter() -> Place? {
        let isFree = count.withLock { count in
            guard count < countMax else { return false }
            count += 1
            return true
        }
        return isFree ? Place(self) : nil
    }

    /// The right of a body to be read.
    final class Place {
        private let gate: BodyGate

        fileprivate init(_ gate: BodyGate) {
            self.gate = gate
        }

        deinit { gate.count.withLock { $0 -= 1 } }
    }
}
