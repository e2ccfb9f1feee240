/// Time as a trial tells it: it moves when the trial moves it.
package struct LogicalClock: Sendable, Equatable {
    /// Time since 1970.
    package private(set) var milliseconds: Int

    /// **Precondition:** from 0 on.
    package init(milliseconds: Int) {
        precondition(milliseconds >= 0, "a clock at \(milliseconds) ms")
        self.milliseconds = milliseconds
    }

    package var seconds: Int { milliseconds / 1000 }

    /// **Precondition:** not into the past.
    package mutating func advance(to milliseconds: Int) {
        precondition(
            milliseconds >= self.milliseconds,
            "from \(self.milliseconds) ms back to \(milliseconds) ms")
        self.milliseconds = milliseconds
    }
}

/// Planned events: the earliest first, those of one millisecond in the order of planning.
package struct Timeline<Event: Sendable>: Sendable {
    private struct Entry {
        let milliseconds: Int
        let event: Event
    }

    /// The latest first, so that taking the earliest moves no other.
    private var entries: [Entry] = []

    package init() {}

    package var isEmpty: Bool { entries.isEmpty }

    package mutating func plan(_ event: Event, atMilliseconds milliseconds: Int) {
        var (low, high) = (0, entries.count)
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].milliseconds > milliseconds {
                low = middle + 1
            } else {
                high = middle
            }
        }
        entries.insert(Entry(milliseconds: milliseconds, event: event), at: low)
    }

    /// The time of the earliest event; nil for an empty timeline.
    package var nextMilliseconds: Int? { entries.last?.milliseconds }

    /// The time of the latest event; nil for an empty timeline.
    package var lastMilliseconds: Int? { entries.first?.milliseconds }

    /// Takes the earliest event.
    package mutating func next() -> (milliseconds: Int, event: Event)? {
        entries.popLast().map { ($0.milliseconds, $0.event) }
    }
}
