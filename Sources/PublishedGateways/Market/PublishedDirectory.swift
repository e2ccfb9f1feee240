package import PythonValues

/// The DHT, over which gateways publish receipts, epochs and asks to each other for 300 seconds.
///
/// Only asks can be fetched: the others are read as one text where there is a table.
/// **Source:** the published code, dht_sync.
package final class PublishedDirectory {
    package static let expirySeconds = 300
    package static let receiptsKey = "glyph.receipts"
    package static let epochsKey = "glyph.epochs"
    package static let pricesKey = "glyph.prices"
    /// The one subkey of receipts.
    package static let headSubkey = "head"

    private let table = ExpiringTable(seconds: PublishedDirectory.expirySeconds)

    package init() {}

    /// Publishes the receipts in place of those before; nothing where there are none.
    ///
    /// - Parameter now: seconds since 1970.
    /// **Throws:** ``PythonError/value(_:)`` for an integer of more digits than CPython prints.
    package func publish(
        receipts: [PythonDictionary], at now: PythonFloat
    ) throws(PythonError) {
        guard !receipts.isEmpty else { return }
        let value = PythonValue.list(receipts.map(PythonValue.dictionary))
        store(
            Self.receiptsKey, PythonText(Self.headSubkey),
            try PythonJSONWriter.text(value, sortsKeys: false, style: .spaced), at: now)
    }

    /// **Throws:** as ``publish(receipts:at:)`` does.
    package func publish(
        epoch id: PythonText, snapshot: PythonDictionary, at now: PythonFloat
    ) throws(PythonError) {
        store(Self.epochsKey, id, try PythonJSONWriter.text(.dictionary(snapshot)), at: now)
    }

    /// **Throws:** as ``publish(receipts:at:)`` does.
    package func publish(
        ask: PythonDictionary, of key: PythonText, at now: PythonFloat
    ) throws(PythonError) {
        let text = try PythonJSONWriter.text(.dictionary(ask), sortsKeys: false, style: .spaced)
        publish(askText: text, of: key, at: now)
    }

    /// Publishes any text as an ask: nothing is signed, and anybody may write under any key.
    package func publish(askText text: String, of key: PythonText, at now: PythonFloat) {
        store(Self.pricesKey, key, text, at: now)
    }

    private func store(
        _ key: String, _ subkey: PythonText, _ value: String, at now: PythonFloat
    ) {
        table.store(key: key, subkey: subkey, value: value, at: now)
    }

    /// The latest receipts, as a list: never any, since the table of subkeys is no text of JSON.
    package func latestReceipts(at now: PythonFloat) -> PythonValue? {
        whole(Self.receiptsKey, at: now)
    }

    /// The snapshot of an epoch: never any, for the same reason.
    package func snapshot(epoch id: PythonText, at now: PythonFloat) -> PythonDictionary? {
        guard case .dictionary(let snapshot)? = whole(Self.epochsKey, at: now),
            snapshot["epoch_id"]?.equals(.string(id)) == true
        else { return nil }
        return snapshot
    }

    /// The value under a key, read as one text. The value of a key with subkeys is their table:
    /// reading raises a TypeError, which is caught.
    private func whole(_ key: String, at now: PythonFloat) -> PythonValue? {
        guard let values = table.values(key: key, at: now), !values.isEmpty else { return nil }
        return try? Self.read(.dictionary(Self.dictionary(values)))
    }

    private static func dictionary(
        _ values: [(subkey: PythonText, value: String)]
    ) -> PythonDictionary {
        var dictionary = PythonDictionary()
        for (subkey, value) in values { dictionary[subkey] = .text(value) }
        return dictionary
    }

    /// `json.loads(value)`.
    private static func read(_ value: PythonValue) throws -> PythonValue {
        guard case .string(let text) = value else {
            throw PythonError.type(
                "the JSON object must be str, bytes or bytearray, not \(value.typeName)")
        }
        return try PythonJSONParser.parse(Array(text.shown.utf8), byteCountMax: .max)
    }

    /// The asks of all keys, each any value of JSON; what is no JSON is left out.
    package func priceAsks(at now: PythonFloat) -> PythonDictionary {
        var asks = PythonDictionary()
        for (key, text) in table.values(key: Self.pricesKey, at: now) ?? [] {
            if let ask = try? Self.read(.text(text)) { asks[key] = ask }
        }
        return asks
    }

    /// The subkeys that have not expired; nil where nothing ever was under the key.
    package func heldSubkeys(of key: String, at now: PythonFloat) -> [PythonText]? {
        table.values(key: key, at: now)?.map(\.subkey)
    }
}
