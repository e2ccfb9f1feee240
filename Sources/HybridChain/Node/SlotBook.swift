internal import Trials

/// The goods of the present slot, on the node's head.
struct SlotBook {
    typealias Update = (body: [UInt8], aggregate: Aggregate)
    typealias WrongUpdate = (body: [UInt8], deltas: [[UInt8]])

    /// The ground that the slot's goods are judged on.
    let ground: UpdateGround
    /// The state in which a block of the slot is judged.
    let state: HybridState
    private(set) var deltaBook = DeltaBook()
    /// In the order in which they came.
    private(set) var deltas: [ExpandedDelta] = []
    /// Updates that were re-executed and hold, by id, and what they make.
    private(set) var right: [[UInt8]: Update] = [:]  // looked up, never iterated
    /// The ids of `right`, in the order in which they came.
    private(set) var rightIDs: [[UInt8]] = []
    /// Updates that were re-executed and break a rule, by id, with their deltas.
    private(set) var wrong: [[UInt8]: WrongUpdate] = [:]  // looked up, never iterated
    /// Updates that were re-executed, by who sent them; nobody of the node's own.
    private var updateCounts: [Source?: Int] = [:]  // looked up, never iterated
    private var updateCount = 0
    /// Bodies that wait for deltas, and who sent them.
    private(set) var parked: [(body: [UInt8], source: Source?)] = []
    private(set) var acknowledgementBook = AcknowledgementBook()
    private(set) var acknowledgements: [HybridAcknowledgement] = []
    /// Acknowledgements whose signatures hold, of updates that are not here yet.
    private(set) var early: [HybridAcknowledgement] = []

    init(ground: UpdateGround, state: HybridState) {
        self.ground = ground
        self.state = state
    }

    var slot: UInt64 { ground.slot }

    mutating func take(_ delta: ExpandedDelta) {
        deltaBook.take(delta.delta)
        deltas.append(delta)
    }

    /// The deltas that a right update lists.
    func deltaCount(of id: [UInt8]) -> Int {
        right[id].map { HybridUpdate(bytes: $0.body).deltaIDs.count } ?? 0
    }

    /// Whether no more updates of the slot are re-executed for a source: each has a few, so that
    /// none uses up what others need.
    func isFull(_ source: Source?) -> Bool {
        updateCounts[source] ?? 0 >= HybridNodeLimits.sourceUpdateCountMax
            || updateCount >= HybridNodeLimits.updateCountMax
    }

    mutating func take(
        right body: [UInt8], _ id: [UInt8], _ aggregate: Aggregate, from source: Source?
    ) {
        count(source)
        if right[id] == nil { rightIDs.append(id) }
        right[id] = (body, aggregate)
    }

    mutating func take(
        wrong body: [UInt8], _ id: [UInt8], _ deltas: [[UInt8]], from source: Source?
    ) {
        count(source)
        wrong[id] = (body, deltas)
    }

    private mutating func count(_ source: Source?) {
        updateCounts[source, default: 0] += 1
        updateCount += 1
    }

    mutating func park(_ body: [UInt8], from source: Source?) {
        guard parked.count < HybridNodeLimits.updateCountMax,
            parked.count(where: { $0.source == source }) < HybridNodeLimits.sourceUpdateCountMax,
            !parked.contains(where: { $0.body == body })
        else { return }
        parked.append((body, source))
    }

    mutating func takeParked() -> [(body: [UInt8], source: Source?)] {
        defer { parked = [] }
        return parked
    }

    mutating func take(_ one: HybridAcknowledgement) {
        acknowledgementBook.take(one)
        acknowledgements.append(one)
    }

    mutating func takeEarly(_ one: HybridAcknowledgement) {
        guard !early.contains(one), early.count(where: { $0.index == one.index }) < 2 else {
            return
        }
        early.append(one)
    }

    /// The early acknowledgements of an update, which are no longer early.
    mutating func popEarly(of id: [UInt8]) -> [HybridAcknowledgement] {
        let popped = early.filter { $0.updateID == id }
        early.removeAll { $0.updateID == id }
        return popped
    }

    /// The acknowledgements of an update by those who may act.
    func acknowledgements(of id: [UInt8]) -> [HybridAcknowledgement] {
        let active = state.active
        return acknowledgements.filter { $0.updateID == id && active.contains($0.index) }
    }

    /// The same slot on another head: signatures stay, deltas are judged again by the caller.
    func moved(to ground: UpdateGround, state: HybridState) -> SlotBook {
        var next = SlotBook(ground: ground, state: state)
        next.acknowledgementBook = acknowledgementBook
        next.acknowledgements = acknowledgements
        next.early = early
        return next
    }
}
