internal import Encodings

/// The record by which a member of the committee acknowledges an update.
///
/// Nothing in it is signed, and everything can be computed by anybody: whoever writes the record
/// has acknowledged. Only the first half of the update's id is in it. **Source:** page, section 1.
package struct AcknowledgementKey: Sendable, Hashable {
    /// So many bytes of an update's id count.
    package static let identifierByteCount = 16
    /// The value that stands for an acknowledgement.
    package static let value: [UInt8] = [1]

    /// The first bytes of the update's id: fewer than 16 where the id is shorter.
    package let identifierPrefix: [UInt8]
    package let peer: PeerIdentifier

    package init(updateIdentifier: some Sequence<UInt8>, peer: PeerIdentifier) {
        identifierPrefix = Array(updateIdentifier.prefix(Self.identifierByteCount))
        self.peer = peer
    }

    /// Such as `ack:` with 32 digits, `:` and 16 digits.
    package var recordKey: RecordKey {
        RecordKey(
            "ack:" + Hexadecimal.text(of: identifierPrefix) + ":"
                + Hexadecimal.text(of: peer.bytes))
    }
}
