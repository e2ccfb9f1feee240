internal import Cryptography
internal import PublishedMesh
internal import PythonValues
internal import Trials

/// The refusals of one node's validators, in their order.
final class RefusalNotes {
    private(set) var refusals: [Guard] = []

    func note(_ refusal: Guard) { refusals.append(refusal) }

    /// The refusals since this was asked last.
    func take() -> [Guard] {
        defer { refusals = [] }
        return refusals
    }
}

/// The published signature validator, whose checks can be taken out, and who notes its refusals.
final class GuardedSignatureValidator: RecordValidator {
    let typeName = "SignatureValidator"
    let priority = 10
    private let inner: SignatureValidator
    private let guards: Guards
    private let notes: RefusalNotes

    init(key: Ed25519PrivateKey, guards: Guards, notes: RefusalNotes) {
        inner = SignatureValidator(privateKey: key)
        self.guards = guards
        self.notes = notes
    }

    func validate(
        _ record: MeshRecord, for request: RecordRequest
    ) throws(PythonError) -> Bool {
        guard let refusal = try inner.refusal(of: record) else { return true }
        let by = PublishedMeshGuards.of(refusal)
        guard guards.has(by) else { return true }
        notes.note(by)
        return false
    }

    func signedValue(of record: MeshRecord) throws(PythonError) -> [UInt8] {
        try inner.signedValue(of: record)
    }

    func strippedValue(of record: MeshRecord) -> [UInt8] { inner.strippedValue(of: record) }

    func merge(_ other: any RecordValidator) -> Bool { other is GuardedSignatureValidator }
}

/// The published predicate of commits and reveals, whose checks can be taken out, and who notes
/// its refusals.
final class GuardedPredicate {
    private let inner = CommitRevealPredicate()
    private let clock: PublishedMeshClock
    private let guards: Guards
    private let notes: RefusalNotes

    init(clock: PublishedMeshClock, guards: Guards, notes: RefusalNotes) {
        self.clock = clock
        self.guards = guards
        self.notes = notes
    }

    func accepts(_ record: MeshRecord, for request: RecordRequest) throws(PythonError) -> Bool {
        let epoch = try clock.epochClock()
        if inner.accepts(record, for: request, clock: epoch, now: clock.now) { return true }
        let by = reason(of: record, epoch)
        guard guards.has(by) else { return true }
        notes.note(by)
        return false
    }

    /// The check that refused the record, which the published predicate does not tell.
    private func reason(of record: MeshRecord, _ epoch: EpochClock) -> Guard {
        guard let peer = record.subkey.flatMap(RecordMarker.peer(ofSubkey:)) else {
            return PublishedMeshGuards.subkeyPeer
        }
        let names = [
            (CommitRevealPredicate.Kind.node, "node"), (.commit, "commit_epoch_\(epoch.epoch)"),
            (.reveal, "reveal_epoch_\(epoch.epoch)"),
        ]
        guard
            let kind = names.first(where: { MeshID.generated(from: $0.1).bytes == record.key })?.0
        else { return PublishedMeshGuards.kind }
        let count = inner.counts.first {
            $0.epoch == epoch.epoch && $0.kind == kind && $0.peer == peer
        }
        if let count, count.count >= (kind == .node ? 100 : 1) { return PublishedMeshGuards.quota }
        let seconds =
            kind == .node ? PublishedMeshTimes.heartbeatSeconds : PublishedMeshTimes.commitSeconds
        if let limit = try? clock.now + seconds, limit.isLess(than: record.expiration) {
            return PublishedMeshGuards.expiration
        }
        return PublishedMeshGuards.progress
    }
}
