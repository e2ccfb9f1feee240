package import Cryptography
package import Trials

/// A part of the directory that gateways share, in memory: of each registered gateway the newest
/// record of each kind. It stands for a distributed hash table.
///
/// **Bounds:** 16 records of 65,536 bytes of body for each registered gateway.
package final class RecordDirectory: SystemUnderTest {
    /// A record, from anybody who has it.
    package static let surface = Surface("record")

    package let profile = Profile.hardened
    private let rules: RecordRules
    private var meter = SignatureMeter()
    /// The directories that are told of every record taken, but for the one that sent it.
    private let peers: [Source]
    /// In the order in which gateways and kinds first came.
    package private(set) var records: [DirectoryRecord] = []

    package init(
        parameters: GatewayParameters, guards: Guards = .all, peers: [Source] = []
    ) {
        rules = RecordRules(parameters: parameters, guards: guards)
        self.peers = peers
    }

    package var surfaces: [Surface] { [Self.surface] }
    package var guards: [Guard] { GatewayGuards.records }
    /// The number of records.
    package var head: String { String(records.count) }

    package var stateDigest: Digest {
        var hasher = SHA256Hasher()
        hasher.update(Array("glyphlab/receipts/directory/1".utf8))
        // In an order that does not depend on which came first.
        let ordered = records.sorted {
            ($0.gateway + " " + $0.kind).bytes
                .lexicographicallyPrecedes(($1.gateway + " " + $1.kind).bytes)
        }
        for record in ordered { hasher.update(Digests.sha256(record.bytes).bytes) }
        return hasher.finalized()
    }

    package func record(gateway: String, kind: String) -> DirectoryRecord? {
        records.first { $0.gateway.isSame(gateway) && $0.kind.isSame(kind) }
    }

    /// **Throws:** ``UnknownSurface``.
    package func submit(
        _ bytes: [UInt8], to surface: Surface, from source: Source, at clock: LogicalClock
    ) throws -> Reply {
        guard surface == Self.surface else { throw UnknownSurface(surface: surface) }
        do throws(Refusal) {
            let origin = Origin(sender: (source, clock.milliseconds))
            let record = try rules.record(bytes, records, &meter, origin)
            records.removeAll { $0.gateway.isSame(record.gateway) && $0.kind.isSame(record.kind) }
            records.append(record)
        } catch {
            return Reply(refusals: [error], head: head, stateDigest: stateDigest)
        }
        let messages = peers.filter { $0 != source }
            .map { Reply.Message(target: $0, bytes: bytes) }
        return Reply(refusals: [], head: head, stateDigest: stateDigest, messages: messages)
    }
}
