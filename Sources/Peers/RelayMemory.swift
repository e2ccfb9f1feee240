internal import Cryptography

/// Digests of the last messages that were passed on: none is passed on twice, or nodes would tell
/// each other one thing for ever.
package struct RelayMemory {
    private static let countMax = 8_192

    private var known: Set<[UInt8]> = []  // looked up, never iterated
    /// In the order of their coming, from `next` on, around the end.
    private var order: [[UInt8]] = []
    private var next = 0

    package init() {}

    /// Takes note of a message. **Result:** whether it is new.
    package mutating func note(_ message: [UInt8]) -> Bool {
        let digest = Digests.sha256(message).bytes
        guard known.insert(digest).inserted else { return false }
        if order.count < Self.countMax {
            order.append(digest)
        } else {
            known.remove(order[next])
            order[next] = digest
            next = (next + 1) % Self.countMax
        }
        return true
    }
}
