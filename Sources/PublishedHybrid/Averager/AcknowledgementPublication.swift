package import PythonValues

/// How the published code's calls of the record network come back.
package enum RecordCalls: String, Sendable {
    /// They can be awaited, as the code expects.
    case awaitable
    /// The same, but a read gives bytes, which the reading of tensors does not take.
    case awaitableBytes = "awaitable_bytes"
    /// They give plain values, and awaiting one raises TypeError, after the record was written.
    case asShipped = "as_shipped"

    /// Awaits what a store gave. **Throws:** ``PythonError/type(_:)`` as shipped.
    func await() throws(PythonError) {
        guard self == .asShipped else { return }
        throw .type("object bool can't be used in 'await' expression")
    }

    /// Whether a read comes to tensors.
    var canRead: Bool { self == .awaitable }
}

/// The published way of acknowledging an update.
package enum AcknowledgementPublication {
    /// Writes the record, and says whether the code takes it for written.
    ///
    /// The id is any text of hexadecimal digits, the empty one too.
    package static func publish(
        updateIdentifier text: PythonText, peer: PeerIdentifier, calls: RecordCalls,
        in store: inout RecordStore, now: Int
    ) -> Bool {
        do throws(PythonError) {
            let identifier = try text.bytesFromHexadecimal()
            let key = AcknowledgementKey(updateIdentifier: identifier, peer: peer)
            let refusal = store.store(
                AcknowledgementKey.value, for: key.recordKey,
                expires: RecordStore.expiry(now: now), now: now)
            try calls.await()
            return refusal == nil
        } catch {
            return false
        }
    }
}
