import MeshLedger
import MeshNetwork
import Trials

/// Seeded hostile calls: those of the golden's history, changed, at ledgers of any state.
struct HostileLedger {
    private var random: ActorRandom
    private let slots: [LedgerBench.Slot]
    private let genesis: MeshGenesis
    private(set) var takenCount = 0
    /// Calls that were read, and written again with other bytes: none.
    private(set) var unequalCount = 0
    /// Refused calls after which the state was another: none.
    private(set) var changedCount = 0

    init(seed: String, _ bench: LedgerBench) {
        random = ActorRandom(seed: seed, actor: "hostile")
        slots = bench.slots
        genesis = bench.ledger.genesis
    }

    /// Plays the history and sends changed calls in each slot.
    ///
    /// - Parameter guards: those that stand; without one, calls go farther.
    mutating func play(callCount: Int, _ guards: Guards) throws {
        var ledger = MeshLedger(genesis, guards: guards)
        let goods = slots.flatMap(\.calls).map(\.bytes)
        let perSlot = callCount / slots.count + 1
        for slot in slots {
            if slot.number > 0 { try ledger.advance(to: slot.number, beacon: slot.beacon) }
            for _ in 0..<perSlot { send(goods, slot, &ledger) }
            for call in slot.calls { try? ledger.take(call.bytes) }
        }
        _ = ledger.stateDigest
    }

    private mutating func send(
        _ goods: [[UInt8]], _ slot: LedgerBench.Slot, _ ledger: inout MeshLedger
    ) {
        let near = slot.calls.map(\.bytes)
        let from = !near.isEmpty && random.happens(permille: 500) ? near : goods
        let bytes = mutated(from[random.integer(in: 0...from.count - 1)])
        // A change may be none, or undo itself.
        if goods.contains(bytes) { return }
        if let call = MeshCall(bytes: bytes), call.bytes != bytes { unequalCount += 1 }
        let isChecked = random.happens(permille: 50)
        let before = isChecked ? ledger.stateDigest : []
        do {
            try ledger.take(bytes)
            takenCount += 1
        } catch {
            if isChecked, ledger.stateDigest != before { changedCount += 1 }
        }
    }

    private mutating func mutated(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<random.integer(in: 1...3) where !bytes.isEmpty {
            let place = random.integer(in: 0...bytes.count - 1)
            switch random.integer(in: 0...6) {
            case 0: bytes[place] = UInt8(random.integer(in: 0...255))
            case 1: bytes[place] ^= 1 << UInt8(random.integer(in: 0...7))
            case 2: bytes.remove(at: place)
            case 3: bytes.insert(UInt8(random.integer(in: 0...255)), at: place)
            case 4: bytes.removeLast(bytes.count - place)
            case 5:
                // Edges of numbers, where a number may stand.
                let edge: UInt8 = random.happens(permille: 500) ? 0xFF : 0
                for index in place..<min(place + 8, bytes.count) { bytes[index] = edge }
            default: bytes += bytes[place...].prefix(200)
            }
        }
        return bytes
    }

    /// Some of the guards, each with one chance in two.
    mutating func someGuards() -> Guards {
        MeshLedgerGuards.all.reduce(Guards.all) { guards, one in
            random.happens(permille: 500) ? guards.without(one) : guards
        }
    }
}
