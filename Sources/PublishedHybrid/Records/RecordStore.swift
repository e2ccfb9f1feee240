/// The store of one record network: anybody writes any key, and the later expiry wins.
///
/// A value: copies go on by themselves. **Source:** page, section 5.
package struct RecordStore: Sendable {
    package struct Record: Sendable, Equatable {
        package let value: [UInt8]
        package let expires: Int
    }

    /// The rule by which a record is not stored.
    package enum Refusal: String, Sendable {
        /// Its time is over already.
        case expired
        /// The record that is held does not expire before it.
        case older

        package var check: HybridCheck {
            switch self {
            case .expired: .expired
            case .older: .older
            }
        }
    }

    /// So many seconds published records are kept: acknowledgements and deltas alike.
    package static let lifetime = 3600

    /// The expiry of a record that is published now, at most the last second there is.
    package static func expiry(now: Int) -> Int {
        let (expiry, isOver) = now.addingReportingOverflow(lifetime)
        return isOver ? .max : expiry
    }

    /// How many keys there may be; nil for no bound.
    package let capacity: Int?
    private let checks: HybridChecks
    private var records: [RecordKey: Record] = [:]  // looked up, never iterated
    /// The expiry that was last written for each key that is held, kept or not.
    private var latestExpiries: [RecordKey: Int] = [:]  // looked up, never iterated
    private var expiries = ExpiryHeap()

    package init(capacity: Int? = nil, checks: HybridChecks = .all) {
        self.capacity = capacity
        self.checks = checks
    }

    /// Keys that are held, whether or not they have run out since the last sweep.
    package var count: Int { records.count }

    /// Stores a record, or says why not. A new key sweeps afterwards, and may sweep itself.
    package mutating func store(
        _ value: [UInt8], for key: RecordKey, expires: Int, now: Int
    ) -> Refusal? {
        if expires < now, checks.has(.expired) { return .expired }
        latestExpiries[key] = expires
        expiries.insert(Expiry(expires: expires, key: key))
        let held = records[key]
        if let held, held.expires >= expires, checks.has(.older) { return .older }
        records[key] = Record(value: value, expires: expires)
        if held == nil { sweep(now: now) }
        return nil
    }

    /// The record under a key, after a sweep.
    package mutating func record(for key: RecordKey, now: Int) -> Record? {
        sweep(now: now)
        return records[key]
    }

    /// All that is held after a sweep, by rising key.
    package mutating func sortedRecords(now: Int) -> [(key: RecordKey, record: Record)] {
        sweep(now: now)
        return heldRecords
    }

    /// All that is held, by rising key, without a sweep.
    package var heldRecords: [(key: RecordKey, record: Record)] {
        var keys: [RecordKey] = []
        for expiry in expiries.entries where latestExpiries[expiry.key] == expiry.expires {
            keys.append(expiry.key)
        }
        keys.sort()
        var sorted: [(key: RecordKey, record: Record)] = []
        for key in keys where sorted.last?.key != key {
            if let record = records[key] { sorted.append((key, record)) }
        }
        return sorted
    }

    /// Takes out what has run out, and the earliest while there are more keys than there may be.
    private mutating func sweep(now: Int) {
        while let first = expiries.first {
            let isOver = first.expires < now
            let isFull = capacity.map { records.count > $0 } ?? false
            guard isOver || isFull else { return }
            expiries.removeFirst()
            if latestExpiries[first.key] == first.expires {
                latestExpiries[first.key] = nil
                records[first.key] = nil
            }
        }
    }
}
