package import MeshNetwork

/// All that a ledger's calls and slots lead to.
package struct LedgerState: Sendable {
    /// Validators that the owner named after an epoch without a quorum.
    package struct Emergency: Sendable, Equatable {
        package let lastEpoch: UInt64
        /// By rising key.
        package let members: [MeshKey]
    }

    package var slot: UInt64 = 0
    /// The beacon of the slot.
    package var beacon: [UInt8]
    /// Units that there ever were.
    package var issued = 0
    /// Units that nobody has any more.
    package var burnt = 0
    /// Units of the delegates.
    package var pool = 0
    /// Whether the epoch before this one had no quorum.
    package var hasFailed = false
    package var emergency: Emergency?
    package var accounts = KeyedList<LedgerAccount>()
    package var epoch: LedgerEpoch
    /// The peers as the slot began.
    package var registry: MeshRegistry

    /// Calls that were taken in the slot, and those of each sender: no part of the digest.
    var slotCallCount = 0
    var senderCallCounts = KeyedList<Int>()

    package init(_ genesis: MeshGenesis) {
        beacon = genesis.beacon
        epoch = LedgerEpoch(number: 0)
        registry = MeshRegistry(genesis.parameters, slot: 0, peers: [])
        for entry in genesis.allocations {
            self[entry.key].balance = entry.units
            issued = issued.saturating(entry.units)
        }
        for founder in genesis.founders {
            self[founder.key].seat = LedgerAccount.Seat(
                stake: founder.units, rank: .validator, startEpoch: 0, beacon: genesis.beacon)
            issued = issued.saturating(founder.units)
        }
        refreshRegistry(genesis.parameters)
    }

    /// The account of a key; a new one where there is none. Writing makes it.
    package subscript(key: MeshKey) -> LedgerAccount {
        get { accounts[key] ?? LedgerAccount() }
        set { accounts[key] = newValue }
    }

    /// Keys with a seat.
    package var seatCount: Int {
        accounts.values.reduce(0) { $0 + ($1.seat == nil ? 0 : 1) }
    }

    /// Units of all accounts, of the pool, and burnt: as many as were issued.
    package var units: Int {
        accounts.values.reduce(pool.saturating(burnt)) {
            $0.saturating($1.balance).saturating($1.held)
        }
    }

    /// Whether a key has a seat of a rank at the least, which holds in this epoch.
    func holds(_ key: MeshKey, _ rank: MeshClass) -> Bool {
        guard let seat = accounts[key]?.seat else { return false }
        return seat.rank >= rank && seat.startEpoch <= epoch.number && !seat.beacon.isEmpty
    }

    /// Takes the peers as they are.
    mutating func refreshRegistry(_ parameters: MeshParameters) {
        var peers: [MeshPeer] = []
        for (key, account) in zip(accounts.keys, accounts.values) {
            guard let seat = account.seat, seat.beacon.count == 32 else { continue }
            peers.append(
                MeshPeer(
                    key: key, rank: seat.rank, stake: UInt64(clamping: seat.stake),
                    startEpoch: seat.startEpoch, beacon: seat.beacon))
        }
        registry = MeshRegistry(parameters, slot: slot, peers: peers)
    }
}
