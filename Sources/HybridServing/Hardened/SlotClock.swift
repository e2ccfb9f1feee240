internal import HybridChain

/// The slots and ticks of a served node: they follow the head, so that nodes of one head agree
/// within the time that a block takes to them, and a network that slept goes on where it was.
///
/// A slot is given up after its length. The next of a head begins a quarter of a slot after the
/// head came, so that votes come in; ticks go on from there, 40 a slot. All of it is policy: no
/// rule knows a clock.
struct SlotClock {
    private static let slotTickCount = 40
    private static let pauseTickCount = 10

    private let tickMilliseconds: Int
    private var head: [UInt8] = []
    private var headSlot: UInt64 = 0
    private var headAt = 0
    private var slotAt = 0
    private var toldTickCount = 0
    private(set) var slot: UInt64 = 0

    /// - Parameter slotMilliseconds: 40 at least.
    init(slotMilliseconds: Int) {
        tickMilliseconds = max(1, slotMilliseconds / Self.slotTickCount)
    }

    /// The milliseconds of a tick.
    var pauseMilliseconds: Int { tickMilliseconds }

    /// - Parameter now: milliseconds of a clock that does not go back.
    /// **Result:** the slot, if a new one begins now, and the ticks since the last call.
    mutating func step(
        head: [UInt8], headSlot: UInt64, now: Int
    ) -> (newSlot: UInt64?, tickCount: Int) {
        if head != self.head {
            self.head = head
            self.headSlot = headSlot
            headAt = now
        }
        let slotMilliseconds = tickMilliseconds * Self.slotTickCount
        let late = now - headAt - tickMilliseconds * Self.pauseTickCount
        guard late >= 0 else { return (nil, 0) }
        let passed = min(UInt64(late / slotMilliseconds), HybridLimits.slotJumpMax - 1)
        let (next, isOver) = self.headSlot.addingReportingOverflow(1 + passed)
        guard !isOver else { return (nil, 0) }
        if next > slot {
            slot = next
            slotAt = now
            toldTickCount = 0
            return (next, 0)
        }
        let tickCount = (now - slotAt) / tickMilliseconds
        defer { toldTickCount = tickCount }
        return (nil, max(0, tickCount - toldTickCount))
    }
}
