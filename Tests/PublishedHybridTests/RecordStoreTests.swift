import PublishedHybrid
import Testing

@Suite("Records of the published hybrid chain")
struct RecordStoreTests {
    private let key = RecordKey("k")

    @Test("A record lives to its last second")
    func lastSecond() {
        var store = RecordStore()
        #expect(store.store([1], for: key, expires: 10, now: 10) == nil)
        #expect(store.record(for: key, now: 10)?.value == [1])
        #expect(store.record(for: key, now: 11) == nil)
        #expect(store.store([1], for: key, expires: 10, now: 11) == .expired)
    }

    @Test("The later expiry wins, whoever writes")
    func later() {
        var store = RecordStore()
        #expect(store.store([1], for: key, expires: 10, now: 0) == nil)
        #expect(store.store([2], for: key, expires: 10, now: 0) == .older)
        #expect(store.store([3], for: key, expires: 11, now: 0) == nil)
        #expect(store.record(for: key, now: 0)?.value == [3])
        #expect(store.record(for: key, now: 11)?.expires == 11)
    }

    @Test("A refused store shortens the life of the record that stays")
    func shortened() {
        var store = RecordStore()
        #expect(store.store([1], for: key, expires: 100, now: 0) == nil)
        #expect(store.store([2], for: key, expires: 5, now: 0) == .older)
        #expect(store.record(for: key, now: 5)?.value == [1])
        #expect(store.record(for: key, now: 6) == nil)
        #expect(store.store([3], for: key, expires: 50, now: 6) == nil)
        // The first entry of the key is no longer the key's own, and takes nothing along.
        #expect(store.record(for: key, now: 50)?.value == [3])
    }

    @Test("A record that has run out holds its place until a sweep")
    func unswept() {
        var store = RecordStore()
        #expect(store.store([1], for: key, expires: 100, now: 0) == nil)
        #expect(store.store([2], for: key, expires: 5, now: 0) == .older)
        var swept = store
        #expect(store.store([3], for: key, expires: 50, now: 6) == .older)
        #expect(swept.store([4], for: RecordKey("other"), expires: 9, now: 6) == nil)
        #expect(swept.store([3], for: key, expires: 50, now: 6) == nil)
    }

    @Test("Above its capacity a store drops the earliest, at ties the smaller key")
    func capacity() {
        var store = RecordStore(capacity: 2)
        for (name, expires) in [("b", 10), ("a", 10), ("c", 20)] {
            #expect(store.store([1], for: RecordKey(name), expires: expires, now: 0) == nil)
        }
        #expect(store.sortedRecords(now: 0).map(\.key.text) == ["b", "c"])
        // The new key itself may be the earliest: stored, it says, and gone.
        #expect(store.store([1], for: RecordKey("d"), expires: 5, now: 0) == nil)
        #expect(store.sortedRecords(now: 0).map(\.key.text) == ["b", "c"])
    }

    @Test("A store of no capacity keeps nothing, nor does one of a negative capacity")
    func noCapacity() {
        for capacity in [0, -1, Int.min] {
            var store = RecordStore(capacity: capacity)
            #expect(store.store([1], for: key, expires: 5, now: 0) == nil)
            #expect(store.count == 0)
            #expect(store.record(for: key, now: 0) == nil)
        }
    }

    @Test("The ends of the integers are times like others")
    func extremes() {
        var store = RecordStore()
        #expect(store.store([1], for: key, expires: .min, now: .min) == nil)
        #expect(store.store([2], for: key, expires: .max, now: .min) == nil)
        #expect(store.record(for: key, now: .max)?.value == [2])
        #expect(store.store([3], for: key, expires: .max, now: .max) == .older)
        #expect(RecordStore.expiry(now: .max) == .max)
        #expect(RecordStore.expiry(now: 5) == 3605)
    }

    @Test("Keys are bytes: canonically equal texts are two keys")
    func keys() {
        var store = RecordStore()
        #expect(store.store([1], for: RecordKey("\u{E9}"), expires: 5, now: 0) == nil)
        #expect(store.record(for: RecordKey("e\u{301}"), now: 0) == nil)
        #expect(store.store([2], for: RecordKey(utf8: [0xFF]), expires: 5, now: 0) == nil)
        #expect(store.record(for: RecordKey(utf8: [0xFF]), now: 0)?.value == [2])
    }

    @Test("Only the half of an update's id is in a key, and less of a shorter one")
    func acknowledgementKeys() {
        let peer = PeerIdentifier(publicKey: [1])
        func key(_ identifier: [UInt8]) -> String {
            AcknowledgementKey(updateIdentifier: identifier, peer: peer).recordKey.text
        }
        let half = [UInt8](repeating: 0xAB, count: 16)
        #expect(key(half + [1]) == key(half + [2]))
        #expect(key([]).hasPrefix("ack::"))
        #expect(key([0x0F]).hasPrefix("ack:0f:"))
        #expect(key(half).utf8.count == 4 + 32 + 1 + 16)
    }

    @Test("A store and a list of the same rules agree over many operations")
    func agreesWithList() {
        var state: UInt64 = 12345
        func next(_ bound: UInt64) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % bound)
        }
        for capacity in [nil, 1, 3] as [Int?] {
            var store = RecordStore(capacity: capacity)
            var list = ListedStore(capacity: capacity)
            var now = 0
            for step in 0..<3000 {
                now += next(4) == 0 ? next(6) : 0
                let key = RecordKey("k\(next(6))")
                if next(2) == 0 {
                    let value = [UInt8(next(256))]
                    let expires = now + next(12) - 2
                    let refusal = store.store(value, for: key, expires: expires, now: now)
                    let isStored = list.store(value, key, expires: expires, now: now)
                    #expect((refusal == nil) == isStored, "step \(step)")
                } else {
                    let record = store.record(for: key, now: now)
                    #expect(record?.value == list.value(key, now: now), "step \(step)")
                }
            }
        }
    }
}

/// The page's rules over plain lists.
private struct ListedStore {
    let capacity: Int?
    private var records: [(key: RecordKey, value: [UInt8], expires: Int)] = []
    private var entries: [(expires: Int, key: RecordKey, isLatest: Bool)] = []

    init(capacity: Int?) { self.capacity = capacity }

    mutating func store(_ value: [UInt8], _ key: RecordKey, expires: Int, now: Int) -> Bool {
        if expires < now { return false }
        for place in entries.indices where entries[place].key == key {
            // Two entries of one expiry are one to the store.
            entries[place].isLatest = entries[place].expires == expires
        }
        entries.append((expires, key, true))
        if let place = records.firstIndex(where: { $0.key == key }) {
            guard records[place].expires < expires else { return false }
            records[place] = (key, value, expires)
            return true
        }
        records.append((key, value, expires))
        sweep(now: now)
        return true
    }

    mutating func value(_ key: RecordKey, now: Int) -> [UInt8]? {
        sweep(now: now)
        return records.first { $0.key == key }?.value
    }

    private mutating func sweep(now: Int) {
        while true {
            let order = entries.indices.sorted {
                (entries[$0].expires, entries[$0].key) < (entries[$1].expires, entries[$1].key)
            }
            guard let first = order.first else { return }
            let isFull = capacity.map { records.count > $0 } ?? false
            guard entries[first].expires < now || isFull else { return }
            let entry = entries.remove(at: first)
            if entry.isLatest {
                records.removeAll { $0.key == entry.key }
                for place in entries.indices where entries[place].key == entry.key {
                    entries[place].isLatest = false
                }
            }
        }
    }
}
