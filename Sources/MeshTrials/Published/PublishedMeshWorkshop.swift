internal import Cryptography
internal import Encodings
internal import PublishedMesh
internal import PythonValues
internal import Scenarios
internal import Trials

/// Records of honest parties and of attackers: bytes, of a sight of the mesh.
struct PublishedMeshWorkshop {
    let system: PublishedMeshSystem

    /// A record with what the referee notes of it.
    struct Made {
        let name: RecordName?
        let keyName: String
        let key: MeshID
        let subkey: [UInt8]
        let value: [UInt8]
        let expiration: PythonFloat
        let isHonest: Bool
        let milliseconds: Int
        let epoch: Int
        let elapsed: Int
        /// A store of this record by nobody.
        let request: StoreRequest

        func note(isPublished: Bool) -> PublishedMeshBooks.Written {
            PublishedMeshBooks.Written(
                name: name, keyName: keyName, key: key, subkey: subkey, value: value,
                expiration: expiration, milliseconds: milliseconds, epoch: epoch,
                elapsed: elapsed, isHonest: isHonest, isPublished: isPublished)
        }
    }

    private var clock: PublishedMeshClock { system.clock }

    private func seconds(after seconds: Int) -> PythonFloat {
        PublishedMeshTimes.seconds(milliseconds: clock.milliseconds + 1_000 * seconds)
    }

    func key(of name: String) -> Ed25519PrivateKey {
        Ed25519PrivateKey(seed: system.setup.keyring.secret(name))
    }

    private func text(_ text: String) throws -> [UInt8] {
        try MessagePack.bytes(of: .text(text), now: clock.now)
    }

    private static func signed(
        _ record: MeshRecord, by key: Ed25519PrivateKey
    ) throws -> [UInt8] {
        Array(Base64.text(of: key.signature(of: try record.signedBytes())).utf8)
    }

    private static func request(
        _ record: MeshRecord, _ expiration: PythonFloat
    ) -> StoreRequest {
        var request = StoreRequest()
        request.keys = [record.key]
        request.subkeys = [record.subkey ?? []]
        request.values = [record.value]
        request.expirations = [expiration]
        request.areInCache = [false]
        return request
    }

    // MARK: Honest records

    /// The subkey of an honest record, as bytes before msgpack.
    private func honestSubkey(_ name: RecordName) -> [UInt8] {
        let identity = system.identity(of: name.owner)
        let front = name.kind == .value ? name.name : identity.peer.text
        return Array(front.utf8) + RecordMarker.owner.bytes(around: identity.keyText)
    }

    func honestRecord(_ plan: RecordPlan) throws -> Made {
        let keyName = plan.name.keyName(epoch: clock.epoch)
        let key = MeshID.generated(from: keyName)
        let subkey = try MessagePack.bytes(
            of: .bytes(honestSubkey(plan.name)), now: clock.now)
        let epochSeconds = clock.epochBlockCount * EpochClock.blockSeconds
        let seconds =
            plan.epochs == 0
            ? 240 : min(plan.epochs.multipliedReportingOverflow(by: epochSeconds).0, 1_800)
        let expiration = self.seconds(after: seconds + min(plan.sequence, 60))
        let value = try text(plan.value)
        var record = MeshRecord(
            key: key.bytes, subkey: subkey, value: value, expiration: .float(expiration))
        record.value += RecordMarker.signature.bytes(
            around: try Self.signed(record, by: self.key(of: plan.name.owner)))
        return Made(
            name: plan.name, keyName: keyName, key: key, subkey: subkey, value: value,
            expiration: expiration, isHonest: true, milliseconds: clock.milliseconds,
            epoch: clock.epoch, elapsed: clock.elapsed,
            request: Self.request(record, expiration))
    }

    /// The record of that name that an honest node holds.
    func taken(_ name: RecordName) throws -> StoreRequest {
        let subkey = try MessagePack.bytes(of: .bytes(honestSubkey(name)), now: clock.now)
        let key = MeshID.generated(from: name.keyName(epoch: clock.epoch))
        for party in system.parties where party.isHonest {
            for held in PublishedMeshSystem.records(of: party.node.storage)
            where held.key == key && held.subkey == subkey {
                let record = MeshRecord(
                    key: key.bytes, subkey: subkey, value: held.value, expiration: held.seconds)
                return Self.request(record, try held.seconds.rounded())
            }
        }
        throw StepFault("nobody holds \(name.owner)'s \(name.kind.rawValue)")
    }

    // MARK: Records of attackers

    func record(_ step: PublishedOperation.MakeRecord) throws -> Made {
        let keyName = try expanded(step.place.key)
        let key = MeshID.generated(from: keyName)
        let tag = try tag(step)
        let expiration = seconds(after: step.content.seconds)
        let value =
            step.content.bytes.isEmpty ? try text(step.content.value) : step.content.bytes
        var record = MeshRecord(
            key: step.place.keyPrefix + key.bytes, subkey: tag, value: value,
            expiration: .float(expiration))
        if let signer = step.owner.signer {
            var signature = try Self.signed(record, by: self.key(of: signer))
            switch step.content.marker {
            case .end: record.value += RecordMarker.signature.bytes(around: signature)
            case .inside:
                signature.insert(UInt8(ascii: "!"), at: 7)
                record.value = RecordMarker.signature.bytes(around: signature) + value
            }
        }
        let decoded = try? MessagePack.bytes(of: MessagePack.value(of: tag), now: clock.now)
        return Made(
            name: nil, keyName: keyName, key: key, subkey: decoded ?? tag, value: value,
            expiration: expiration, isHonest: false, milliseconds: clock.milliseconds,
            epoch: clock.epoch, elapsed: clock.elapsed,
            request: Self.request(record, expiration))
    }

    private func tag(_ step: PublishedOperation.MakeRecord) throws -> [UInt8] {
        let markers = step.owner.owners.flatMap { owner in
            RecordMarker.owner.bytes(
                around: system.identity(of: owner).keyText + Array(step.owner.comment.utf8))
        }
        let content = Array(step.place.name.utf8) + markers
        switch step.place.tag {
        case .none: return MeshRecord.regularSubkey
        case .bytes: return try MessagePack.bytes(of: .bytes(content), now: clock.now)
        case .text:
            return try text(String(decoding: content, as: UTF8.self))
        case .long:
            let size = (0..<4).map { UInt8(truncatingIfNeeded: content.count >> (24 - 8 * $0)) }
            return [0xC6] + size + content
        }
    }

    /// Key names with their placeholders replaced.
    func expanded(_ name: String) throws -> String {
        try Placeholders.expanded(name) { words in
            switch words.first {
            case "epoch" where words.count == 1: return "\(clock.epoch)"
            case "near" where words.count == 3: return try ground(words[1], words[2])
            default: return nil
            }
        }
    }

    /// A node's own place and those of the replicas besides it.
    private static let nearCount = 6

    /// A name whose key is nearest to one node of all, and near to another.
    private func ground(_ first: String, _ second: String) throws -> String {
        guard let one = system.place(of: first), let two = system.place(of: second) else {
            throw StepFault("no nodes \(first) and \(second)")
        }
        let ids = system.parties.map(\.node.id)
        for number in 0..<100_000 {
            let name = "key-\(number)"
            let key = MeshID.generated(from: name)
            let order = ids.indices.sorted { key.distance(to: ids[$0]) < key.distance(to: ids[$1]) }
            if order[0] == one, order.prefix(Self.nearCount).contains(two) { return name }
        }
        throw StepFault("no key near \(first) and \(second)")
    }
}

extension RecordName {
    /// The name behind the key, under the published rules: values stand beside heartbeats, as these
    /// leave no other key.
    func keyName(epoch: Int) -> String {
        switch kind {
        case .heartbeat, .value: "node"
        case .commit: "commit_epoch_\(epoch)"
        case .reveal: "reveal_epoch_\(epoch)"
        }
    }
}
