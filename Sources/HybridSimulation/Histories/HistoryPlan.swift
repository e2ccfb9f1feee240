internal import HybridChain
internal import Trials

/// All that happens to a history from outside, drawn from its seed before it starts.
struct HistoryPlan {
    static let slotTicks = 40
    static let epochSlotCount: UInt64 = 4
    /// Slots in which the network fails: two checkpoints can be finalised in them.
    static let troubleSlotCount: UInt64 = 16
    /// Slots after that.
    static let restSlotCount: UInt64 = 16
    static let skewTicksMax = 3
    static let trainTicks = 2
    static let lieTicks = 12

    static var slotCount: UInt64 { troubleSlotCount + restSlotCount }

    /// By validator; nil for the honest ones.
    let lies: [HybridLie?]
    /// By validator, of the two sides of the network.
    let sides: [Int]
    /// The slot at which the network is divided; nil where it is whole all the time.
    let divisionSlot: UInt64?
    /// Whether messages across the division arrive after it, or never.
    let holdsMessages: Bool
    let faults: NetworkFaults
    /// The slot at which silent liars fall silent.
    let silenceSlot: UInt64
    /// Ticks by which each validator's slots begin late.
    let skews: [Int]
    /// By slot.
    let edges: [TimeoutEdge?]
    let faultCount: Int

    init(_ settings: HistorySettings) {
        var random = ActorRandom(seed: settings.seed, actor: "plan")
        let count = settings.validatorCount
        let isBearable = settings.isBearable
        var lies = [HybridLie?](repeating: nil, count: count)
        var order = Array(0..<count)
        for place in 0..<settings.liarCount {
            order.swapAt(place, random.integer(in: place...count - 1))
            let drawn = HybridLie.allCases[random.integer(in: 0...HybridLie.allCases.count - 1)]
            lies[order[place]] = settings.lie ?? (isBearable ? drawn : .twoFaced)
        }
        self.lies = lies
        var sides = (0..<count).map { _ in random.integer(in: 0...1) }
        let honest = order[settings.liarCount...]
        if !isBearable {
            // Liars who are too many divide the honest ones into halves.
            for (place, validator) in honest.enumerated() { sides[validator] = place % 2 }
        } else if honest.allSatisfy({ sides[$0] == sides[honest[honest.startIndex]] }) {
            // Somebody is on each side.
            sides[honest[honest.startIndex]] ^= 1
        }
        self.sides = sides
        let isDivided = !isBearable || random.integer(in: 0...3) > 0
        divisionSlot =
            isDivided && !settings.isCalm
            ? UInt64(isBearable ? random.integer(in: 1...6) : 1) : nil
        holdsMessages = random.integer(in: 0...1) == 1
        faults = settings.isCalm ? .none : Self.faults(isBearable: isBearable, &random)
        silenceSlot = UInt64(random.integer(in: 1...Int(Self.troubleSlotCount)))
        skews = (0..<count).map { _ in random.integer(in: 0...Self.skewTicksMax) }
        edges = (0...Int(Self.slotCount)).map { _ in
            guard settings.isCalm || random.happens(permille: 250) else { return nil }
            let all = TimeoutEdge.allCases
            return all[random.integer(in: 0...all.count - 1)]
        }
        faultCount = count < 7 ? 0 : 1
    }

    private static func faults(isBearable: Bool, _ random: inout ActorRandom) -> NetworkFaults {
        var faults = NetworkFaults()
        faults.dropPermille = random.integer(in: 0...(isBearable ? 250 : 20))
        faults.duplicatePermille = random.integer(in: 0...200)
        faults.delayMilliseconds = 1...random.integer(in: 1...(isBearable ? 12 : 3))
        faults.latePermille = random.integer(in: 0...(isBearable ? 60 : 5))
        faults.lateMilliseconds = 25...90
        return faults
    }

    func edge(_ slot: UInt64) -> TimeoutEdge? {
        slot < UInt64(edges.count) ? edges[Int(slot)] : nil
    }
}
