internal import Cryptography

/// The events at one node, as a running SHA-256.
///
/// Golden-bearing: the same seed gives the same bytes. An event is its kind, its time, its source
/// and its number (each 8 bytes, big-endian, but the kind); then, for each message sent, `S`,
/// target, byte count and bytes; for each outcome `O`, task, whether it is done, value and path.
struct NodeLog: Sendable {
    private static let flushByteCount = 4_096

    private var hasher = SHA256Hasher()
    private var pending: [UInt8] = []

    init() {}

    var digest: Digest {
        var hasher = hasher
        hasher.update(pending)
        return hasher.finalized()
    }

    mutating func note(_ event: SimulatedEvent) {
        pending.append(event.kind.rank)
        append(event.milliseconds)
        append(event.source)
        append(event.sequence)
    }

    mutating func note(_ effects: NodeEffects) {
        for send in effects.sends {
            pending.append(UInt8(ascii: "S"))
            append(send.target)
            append(send.bytes)
        }
        for outcome in effects.outcomes {
            pending.append(UInt8(ascii: "O"))
            append(outcome.taskNumber)
            pending.append(outcome.isDone ? 1 : 0)
            pending.append(outcome.value == nil ? 0 : 1)
            append(outcome.value ?? [])
            append(outcome.path.count)
            for node in outcome.path { append(node) }
            append(outcome.messageCount)
        }
        if pending.count >= Self.flushByteCount { flush() }
    }

    private mutating func flush() {
        hasher.update(pending)
        pending.removeAll(keepingCapacity: true)
    }

    private mutating func append(_ bytes: [UInt8]) {
        append(bytes.count)
        pending.append(contentsOf: bytes)
    }

    private mutating func append(_ value: Int) {
        let word = UInt64(truncatingIfNeeded: value)
        for shift in stride(from: UInt64(56), through: 0, by: -8) {
            pending.append(UInt8(truncatingIfNeeded: word >> shift))
        }
    }
}
