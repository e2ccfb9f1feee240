internal import BigInt
internal import Encodings

/// Payouts as they are stored: `[["key","address","amount"],…]`.
enum PayoutText {
    static func text(_ payouts: [Payout]) -> String {
        JSONValue.array(
            payouts.map {
                .array([.string($0.node), .string($0.address), .string(String($0.amount))])
            }
        ).compactText
    }

    /// Nil for anything else than ``text(_:)`` writes.
    static func payouts(_ text: String) -> [Payout]? {
        guard
            let document = try? JSONParser.parse(
                text.bytes, byteCountMax: GatewayLimits.storeByteCountMax),
            let rows = document.arrayValue
        else { return nil }
        var payouts: [Payout] = []
        for row in rows {
            guard let parts = row.arrayValue?.compactMap(\.stringValue), parts.count == 3,
                let amount = BigInt(parts[2]), String(amount).isSame(parts[2])
            else { return nil }
            payouts.append(Payout(node: parts[0], address: parts[1], amount: amount))
        }
        return payouts
    }
}
