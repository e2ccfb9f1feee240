internal import Encodings
internal import PublishedMesh
internal import PythonValues
internal import Trials

/// Work of the honest nodes' operators: tasks in JSON on the surface `desk`.
extension PublishedMeshSystem {
    /// A task of an honest party's node.
    enum Task {
        case store(key: [UInt8], subkey: [UInt8], value: [UInt8], expiration: PythonFloat)
        case find(key: [UInt8])

        func bytes(by party: String) -> [UInt8] {
            let members: [(String, String)] =
                switch self {
                case .store(let key, let subkey, let value, let expiration):
                    [
                        ("task", "store"), ("by", party), ("key", Hexadecimal.text(of: key)),
                        ("subkey", Hexadecimal.text(of: subkey)),
                        ("value", Hexadecimal.text(of: value)), ("expiration", expiration.text),
                    ]
                case .find(let key):
                    [("task", "find"), ("by", party), ("key", Hexadecimal.text(of: key))]
                }
            let lines = members.map { "\"\($0.0)\":\"\($0.1)\"" }
            return Array("{\(lines.joined(separator: ","))}".utf8)
        }
    }

    /// Does a task; its end is the last of the outcomes.
    ///
    /// **Result:** the checks by which nodes refused what an honest party stores.
    func work(_ bytes: [UInt8]) -> [Guard] {
        guard let (by, task) = Self.task(bytes), let place = place(of: by) else {
            return [PublishedMeshGuards.message]
        }
        for party in parties { _ = party.notes.take() }
        switch task {
        case .store(let key, let subkey, let value, let expiration):
            guard let id = try? MeshID(bytes: key) else { return [PublishedMeshGuards.message] }
            return store(subkey, value, expiration, key: id, at: place)
        case .find(let key):
            guard let id = try? MeshID(bytes: key) else { return [PublishedMeshGuards.message] }
            find(id, at: place)
            return []
        }
    }

    private static func task(_ bytes: [UInt8]) -> (by: String, task: Task)? {
        guard let value = try? PythonJSONParser.parse(bytes, byteCountMax: 1 << 24),
            case .dictionary(let members) = value
        else { return nil }
        func text(_ name: String) -> String? {
            if case .string(let text)? = members[PythonText(name)] { text.shown } else { nil }
        }
        func hexadecimal(_ name: String) -> [UInt8]? {
            text(name).flatMap { Hexadecimal.bytes(of: $0) }
        }
        guard let by = text("by"), let key = hexadecimal("key") else { return nil }
        if text("task") == "find" { return (by, .find(key: key)) }
        guard let subkey = hexadecimal("subkey"), let value = hexadecimal("value"),
            let spelled = text("expiration"), let expiration = PythonFloat(decimal: spelled.utf8)
        else { return nil }
        return (by, .store(key: key, subkey: subkey, value: value, expiration: expiration))
    }

    private func store(
        _ subkey: [UInt8], _ value: [UInt8], _ expiration: PythonFloat, key: MeshID, at place: Int
    ) -> [Guard] {
        let party = parties[place]
        var isStored: Bool?
        do throws(PythonError) {
            var operation = StoreOperation(
                value, for: key, subkey: try MessagePack.value(of: subkey),
                expiration: .float(expiration), party.node)
            try perform(&operation, at: place)
            isStored = operation.result
            noteOwn(key: key, at: place)
        } catch {
            end(raised(error), key, by: party)
            return [PublishedMeshGuards.exception]
        }
        end(.stored(isStored), key, by: party)
        if isStored == true { return [] }
        let refusals = parties.flatMap { $0.notes.take() }
        return refusals.isEmpty ? [PublishedMeshGuards.older] : refusals
    }

    /// Notes that a node judged as offered the records that it stored for itself.
    private func noteOwn(key: MeshID, at place: Int) {
        let party = parties[place]
        for record in Self.records(of: party.node.storage) where record.key == key {
            guard RecordMarker.peer(ofSubkey: record.subkey) == party.peer else { continue }
            wire.offers.append(
                PublishedMeshWire.Offer(
                    target: party.name, key: key, subkey: record.subkey, value: record.value))
        }
    }

    private func raised(_ error: PythonError) -> PublishedMeshOutcome.End {
        error.name == PublishedMeshGuards.livelock.name ? .livelock : .raised(error.name)
    }

    private func end(
        _ end: PublishedMeshOutcome.End, _ key: MeshID, by party: PublishedMeshParty
    ) {
        outcomes.append(
            PublishedMeshOutcome(
                by: party.name, key: key, milliseconds: clock.milliseconds, end: end))
    }

    private func find(_ key: MeshID, at place: Int) {
        let party = parties[place]
        do throws(PythonError) {
            var operation = try GetOperation(key, latest: true, party.node, now: clock.now)
            try perform(&operation, at: place)
            end(try Self.found(operation.state, now: clock.now), key, by: party)
        } catch {
            end(raised(error), key, by: party)
        }
    }

    private static func found(
        _ state: SearchState, now: PythonNumber
    ) throws(PythonError) -> PublishedMeshOutcome.End {
        switch state.outcome {
        case .nothing: return .found([])
        case nil, .unreadable: return .raised("nothing that can be read")
        case .regular(let value, let expiration):
            return .found([
                PublishedMeshOutcome.Item(
                    subkey: MeshRecord.regularSubkey,
                    value: try MessagePack.bytes(of: value, now: now), expiration: expiration)
            ])
        case .dictionary(let items, _):
            var found: [PublishedMeshOutcome.Item] = []
            for (subkey, value, expiration) in items {
                found.append(
                    PublishedMeshOutcome.Item(
                        subkey: try MessagePack.bytes(of: subkey, now: now),
                        value: try MessagePack.bytes(of: value, now: now),
                        expiration: expiration.number))
            }
            return .found(found)
        }
    }
}
