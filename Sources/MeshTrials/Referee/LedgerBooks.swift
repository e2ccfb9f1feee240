internal import MeshLedger
internal import MeshNetwork
internal import Trials

/// The referee's own books of a hardened ledger: it carries out every call that was taken by the
/// rules as they are written, and counts all units itself.
///
/// Ranks, reputations' losses by epochs and streaks it reads off the ledger's state; who may speak,
/// what is scored, who is paid and who loses it computes.
struct LedgerBooks {
    /// Units of one key.
    struct Account: Equatable {
        var balance = 0
        /// Nil of a key without a seat.
        var stake: Int?
        /// Held units, each with the epoch at which they are free.
        var endings: [(units: Int, epoch: UInt64)] = []
        var nonce: UInt64 = 0
        var nextSequence: UInt64 = 0
        var reputation: UInt128 = 1_000_000_000_000_000_000
        var isSlashed = false

        var held: Int { endings.reduce(stake ?? 0) { $0 &+ $1.units } }

        static func == (first: Account, second: Account) -> Bool {
            first.balance == second.balance && first.stake == second.stake
                && first.endings.map(\.units) == second.endings.map(\.units)
                && first.endings.map(\.epoch) == second.endings.map(\.epoch)
        }

        mutating func hold(_ units: Int, until epoch: UInt64) {
            if let place = endings.firstIndex(where: { $0.epoch == epoch }) {
                endings[place].units &+= units
            } else {
                endings.append((units, epoch))
            }
        }
    }

    /// An epoch as its calls made it.
    struct Epoch {
        let number: UInt64
        var heartbeats = KeyedList<[UInt8]>()
        var commits = KeyedList<[UInt8]>()
        var reveals = KeyedList<[UInt64]>()
        var snapshot: Snapshot?
        var proposal: (slot: UInt64, key: MeshKey, id: [UInt8], entries: [ScoredKey])?
        var attests: [(key: MeshKey, slot: UInt64)] = []
    }

    /// The peers, scores and electors that the referee computes.
    struct Snapshot {
        var entries: [ScoredKey] = []
        var validators: [MeshKey] = []
        var members = KeyedList<MeshClass>()
        var electors: [MeshKey] = []
        var isEmergency = false
        var elected: MeshKey?
    }

    static let one: UInt128 = 1_000_000_000_000_000_000
    static let slotCount: UInt64 = 20

    let genesis: MeshGenesis
    let chain: [UInt8]
    let notes: LedgerNotes
    var accounts = KeyedList<Account>()
    var epoch = Epoch(number: 0)
    var issued = 0
    var burnt = 0
    var pool = 0
    var hasFailed = false
    var emergency: (lastEpoch: UInt64, members: [MeshKey])?
    /// The ledger's state as the present slot began.
    var state: LedgerState
    /// Keys that took a seat in the present slot.
    var newcomers: [MeshKey] = []
    /// Calls of honest parties that were not yet taken.
    var unused = KeyedCalls()
    private(set) var complaints: [(oracle: MeshOracle, text: String)] = []
    private(set) var silentGuards: [Guard] = []

    init(_ ledger: MeshLedger, _ notes: LedgerNotes) {
        genesis = ledger.genesis
        chain = ledger.chain
        self.notes = notes
        state = LedgerState(ledger.genesis)
        for entry in genesis.allocations {
            accounts[entry.key, default: Account()].balance = entry.units
            issued += entry.units
        }
        for entry in genesis.founders {
            accounts[entry.key, default: Account()].stake = entry.units
            issued += entry.units
        }
        for bytes in notes.calls { unused.add(bytes) }
    }

    subscript(key: MeshKey) -> Account {
        get { accounts[key] ?? Account() }
        set { accounts[key] = newValue }
    }

    var slot: UInt64 { state.slot }
    var place: UInt64 { slot % Self.slotCount }

    mutating func complain(_ oracle: MeshOracle, _ text: String) {
        complaints.append((oracle, "slot \(slot): \(text)"))
    }

    mutating func expect(_ holds: Bool, _ oracle: MeshOracle, _ text: String) {
        if !holds { complain(oracle, text) }
    }

    mutating func stood(_ silent: Guard) {
        if !silentGuards.contains(silent) { silentGuards.append(silent) }
    }

    /// Whether a key has a rank in this epoch.
    func holds(_ key: MeshKey, _ rank: MeshClass) -> Bool {
        guard accounts[key]?.stake != nil, let seat = state.accounts[key]?.seat else {
            return false
        }
        return seat.rank >= rank && seat.startEpoch <= epoch.number && !seat.beacon.isEmpty
    }

    /// ⌊units · fraction ÷ 10^18⌋, for units below 2^63 and fractions up to 1.
    static func share(_ units: Int, _ fraction: UInt128) -> Int {
        Int(UInt128(max(units, 0)) * fraction / one)
    }
}

/// Calls that stand for one taking each.
struct KeyedCalls {
    private var counts: [[UInt8]: Int] = [:]  // looked up, never iterated

    mutating func add(_ bytes: [UInt8]) { counts[bytes, default: 0] += 1 }

    /// Whether there was one left.
    mutating func take(_ bytes: [UInt8]) -> Bool {
        guard let count = counts[bytes], count > 0 else { return false }
        counts[bytes] = count - 1
        return true
    }
}
