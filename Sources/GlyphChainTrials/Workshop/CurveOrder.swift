internal import BigInt
internal import Scenarios

/// secp256k1's order, for the other s of a signature. **Source:** SEC 2, 2.4.1.
enum CurveOrder {
    static let number = BigUInt(
        "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", radix: 16)!

    /// order − s, 32 bytes. **Throws:** ``StepFault`` for an s beyond the order.
    static func minus(_ bytes: [UInt8]) throws -> [UInt8] {
        let s = bytes.reduce(BigUInt(0)) { $0 << 8 | BigUInt($1) }
        guard s <= number else { throw StepFault("an s beyond the curve's order has no other") }
        let number = number - s
        let digits = [UInt8](number.serialize())
        return [UInt8](repeating: 0, count: 32 - digits.count) + digits
    }
}
