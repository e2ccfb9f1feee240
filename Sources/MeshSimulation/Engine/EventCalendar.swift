/// Events by the millisecond at which they happen: those of the next seconds in a ring of buckets,
/// later ones in a heap of no order, which is looked through once a page.
struct EventCalendar: Sendable {
    private static let pageMilliseconds = 4_096
    private static let ringMilliseconds = 2 * pageMilliseconds
    private static let wordBits = 64

    /// [ringMilliseconds]; the bucket of a time is its rest by their number.
    private var buckets: [[SimulatedEvent]]
    /// A bit a bucket: whether it holds something.
    private var holds: [UInt64]
    private var far: [SimulatedEvent] = []
    private var farEarliest = Int.max
    /// The ring's first millisecond, a multiple of a page.
    private var pageStart = 0
    private var ringCount = 0

    init() {
        buckets = [[SimulatedEvent]](repeating: [], count: Self.ringMilliseconds)
        holds = [UInt64](repeating: 0, count: Self.ringMilliseconds / Self.wordBits)
    }

    /// **Precondition:** the event's time was not taken yet.
    mutating func add(_ event: SimulatedEvent) {
        precondition(event.milliseconds >= pageStart, "an event at \(event.milliseconds) ms")
        guard event.milliseconds < pageStart + Self.ringMilliseconds else {
            farEarliest = min(farEarliest, event.milliseconds)
            far.append(event)
            return
        }
        let place = event.milliseconds % Self.ringMilliseconds
        buckets[place].append(event)
        holds[place / Self.wordBits] |= 1 << UInt64(place % Self.wordBits)
        ringCount += 1
    }

    /// The earliest event's time, from `start` on, before which none is left; `Int.max` for none.
    func earliest(from start: Int) -> Int {
        guard ringCount > 0 else { return farEarliest }
        var time = max(start, pageStart)
        let end = pageStart + Self.ringMilliseconds
        while time < end {
            let place = time % Self.ringMilliseconds
            let word = holds[place / Self.wordBits] >> UInt64(place % Self.wordBits)
            if word != 0 { return time + word.trailingZeroBitCount }
            time += Self.wordBits - place % Self.wordBits
        }
        return farEarliest
    }

    /// Takes the events of a time, in no order, and leaves the emptied `room` in their place.
    ///
    /// **Precondition:** no earlier event is left.
    mutating func take(at milliseconds: Int, into room: inout [SimulatedEvent]) {
        turn(to: milliseconds)
        room.removeAll(keepingCapacity: true)
        let place = milliseconds % Self.ringMilliseconds
        guard !buckets[place].isEmpty else { return }
        swap(&buckets[place], &room)
        holds[place / Self.wordBits] &= ~(1 << UInt64(place % Self.wordBits))
        ringCount -= room.count
    }

    private mutating func turn(to milliseconds: Int) {
        let page = milliseconds / Self.pageMilliseconds * Self.pageMilliseconds
        guard page > pageStart else { return }
        pageStart = page
        guard farEarliest < page + Self.ringMilliseconds else { return }
        let events = far
        far = []
        farEarliest = Int.max
        for event in events { add(event) }
    }
}
