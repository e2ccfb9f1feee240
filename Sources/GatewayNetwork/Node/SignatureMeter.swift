internal import Cryptography
internal import Trials

/// The origin of bytes: a sender at a time, or the store.
struct Origin {
    /// Nil for bytes that are read back from a store: nobody sent them now, and no clock judges
    /// them.
    let sender: (source: Source, milliseconds: Int)?

    var isStored: Bool { sender == nil }
}

/// Counts signature verifications, and those that a source wasted.
struct SignatureMeter: Sendable {
    private(set) var count = 0
    private var counts: [Source: Int] = [:]  // looked up, never iterated
    private var wasted: [Source: Wasted] = [:]  // looked up, never iterated

    /// Messages that were refused after a verification, since a time.
    private struct Wasted {
        let milliseconds: Int
        var count: Int
    }

    func count(from source: Source) -> Int { counts[source] ?? 0 }

    /// Whether a signature is good. Every call counts, for only a wrong number of bytes fails
    /// without the curve's arithmetic.
    mutating func verifies(
        _ signature: [UInt8], _ message: [UInt8], key: [UInt8], _ origin: Origin
    ) -> Bool {
        count += 1
        if let sender = origin.sender { counts[sender.source, default: 0] += 1 }
        return Ed25519.verifies(signature, message: message, publicKey: key)
    }

    /// Whether so much was wasted that nothing of this source is verified at present.
    func isSpent(_ origin: Origin) -> Bool {
        guard let sender = origin.sender, let wasted = wasted[sender.source] else { return false }
        return sender.milliseconds - wasted.milliseconds < GatewayLimits.wastedMilliseconds
            && wasted.count >= GatewayLimits.wastedCountMax
    }

    mutating func noteWaste(_ origin: Origin) {
        guard let sender = origin.sender else { return }
        var record = wasted[sender.source] ?? Wasted(milliseconds: sender.milliseconds, count: 0)
        if sender.milliseconds - record.milliseconds >= GatewayLimits.wastedMilliseconds {
            record = Wasted(milliseconds: sender.milliseconds, count: 0)
        }
        record.count += 1
        wasted[sender.source] = record
    }
}
