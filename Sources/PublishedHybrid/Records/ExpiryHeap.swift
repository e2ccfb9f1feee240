/// A key's expiry; the earlier is less, and at a tie the smaller key.
struct Expiry: Sendable, Equatable, Comparable {
    let expires: Int
    let key: RecordKey

    static func < (left: Expiry, right: Expiry) -> Bool {
        left.expires == right.expires ? left.key < right.key : left.expires < right.expires
    }
}

/// Expiries, the least at hand: a binary heap.
struct ExpiryHeap: Sendable {
    /// In the heap's order.
    private(set) var entries: [Expiry] = []

    var first: Expiry? { entries.first }

    mutating func insert(_ expiry: Expiry) {
        entries.append(expiry)
        var place = entries.count - 1
        while place > 0, entries[place] < entries[(place - 1) / 2] {
            entries.swapAt(place, (place - 1) / 2)
            place = (place - 1) / 2
        }
    }

    /// Takes the least out, if there is one.
    mutating func removeFirst() {
        guard let last = entries.popLast(), !entries.isEmpty else { return }
        entries[0] = last
        var place = 0
        while true {
            var least = place
            for child in [2 * place + 1, 2 * place + 2]
            where child < entries.count && entries[child] < entries[least] {
                least = child
            }
            guard least != place else { return }
            entries.swapAt(place, least)
            place = least
        }
    }
}
