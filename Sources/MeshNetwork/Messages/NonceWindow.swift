/// The nonces of one key that were taken: the highest, and which of the 64 up to it.
///
/// A nonce counts once; one that is 64 or more below the highest counts no more.
struct NonceWindow: Sendable {
    private var highest: UInt64 = 0
    /// Bit b: the nonce that is b below the highest.
    private var seen: UInt64 = 0

    /// Takes a nonce from 1 on. **Result:** false if it is spent.
    mutating func take(_ nonce: UInt64) -> Bool {
        if nonce > highest {
            let step = nonce - highest
            seen = step >= 64 ? 1 : seen << step | 1
            highest = nonce
            return true
        }
        let below = highest - nonce
        guard nonce > 0, below < 64, seen & 1 << below == 0 else { return false }
        seen |= 1 << below
        return true
    }
}
