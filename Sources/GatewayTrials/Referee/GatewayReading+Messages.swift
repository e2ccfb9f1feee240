internal import Encodings
internal import Scenarios

/// A message of the hardened network as the referee reads it.
struct ExactMessage {
    let value: JSONValue
    /// Bytes that its signer signs, without a domain.
    let payload: [UInt8]
    let canonicalBytes: [UInt8]
}

extension GatewayReading {
    /// Members of a message at each surface, and of those at `note` by the member that tells them
    /// apart.
    private static func members(_ surface: String, _ value: JSONValue) -> [String] {
        let members =
            switch surface {
            case "note" where value.member("address") != nil: ["address", "node", "round"]
            case "note": ["node", "permille", "receipt", "round", "validator"]
            case "credit": ["amount", "payment", "user"]
            case "order": ["gateway", "max_price", "max_tokens", "nonce", "prompt", "user"]
            case "ask": ["gateway", "millis", "round"]
            case "proposal": ["batch", "epoch", "proposer"]
            case "partial": ["batch", "signer"]
            case "record": ["body", "gateway", "kind", "sequence"]
            case "token": ["batch", "certificate", "index", "minter", "snapshot"]
            case "pause": ["minter", "paused", "round"]
            default: ["count", "from", "head"]
            }
        return members + ["network"] + (surface == "pull" ? [] : ["signature"])
    }

    /// A message, or the order of one that has its prompt beside it.
    func message(_ bytes: [UInt8], _ surface: String) -> Result<ExactMessage, Inexact> {
        Result { () throws(Inexact) in
            let whole = try Self.parse(bytes)
            let value = surface == "order" ? whole.member("order") ?? whole : whole
            try expectKeys(value, Self.members(surface, value), "a message")
            if surface != "pull" { _ = try base64(value, "signature", 64) }
            let signed = (value.objectValue ?? []).filter { $0.key != "signature" }
            let payload =
                surface == "partial"
                ? Array(try text(value, "batch").utf8) : Self.canonical(.object(signed))
            return ExactMessage(
                value: value, payload: payload,
                canonicalBytes: Self.canonical(value))
        }
    }

    /// An integer from `low` to `high`.
    func integer(
        _ message: ExactMessage, _ key: String, in range: ClosedRange<Int>
    ) throws(Inexact) -> Int {
        let integer = try integer(message.value, key)
        guard range.contains(integer) else {
            throw Inexact(why: "\(key) is \(integer), expected \(range)")
        }
        return integer
    }
}
