import Encodings
import Reports

/// A published epoch as text.
enum EpochText {
    /// The answer of `/epoch/status`, payouts in their order.
    static func text(_ status: JSONValue) -> String {
        let snapshot = status.member("snapshot") ?? .null
        func member(_ name: String) -> String { shown(snapshot.member(name)) }
        var table = TextTable()
        table.add("epoch", member("epoch_id"))
        table.add("root", member("root"))
        table.add("total", member("total_amount"))
        for payout in snapshot.member("payouts")?.arrayValue ?? [] {
            table.add(
                "pays", shown(payout.member("eth_address")) + "  " + shown(payout.member("amount")))
        }
        let signatures = status.member("signatures")?.arrayValue ?? []
        table.add(
            "signed", "by \(signatures.count), threshold \(shown(status.member("quorum")))")
        for signature in signatures { table.add("", shown(signature.member("pubkey"))) }
        return table.text
    }

    /// A stranger's value on one line.
    static func shown(_ value: JSONValue?) -> String {
        switch value {
        case .string(let text): MessageText.escaped(text)
        case .number(let number): number.text
        case nil, .null: "none"
        case .some(let other): other.compactText
        }
    }
}
