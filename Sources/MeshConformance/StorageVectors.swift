internal import BigInt
internal import Conformance
internal import Encodings
internal import PublishedMesh
internal import PythonValues

/// A key of a history: the files have texts, in whose order CPython has them.
private struct TextKey: StorageKey {
    let text: PythonText

    func isLess(than other: TextKey) throws(PythonError) -> Bool { text < other.text }
}

/// Histories of a storage, with all that is in it after each step.
struct TimedStorageVectors: VectorJudge {
    let name = "timed_storage"

    func recognises(_ document: PythonDictionary) -> Bool {
        StorageHistory.lastNames(document)?.contains("maxsize") == true
            && !StorageHistory.hasSubkeys(document)
    }

    func outcomes(of document: PythonDictionary) throws -> [VectorOutcome] {
        try StorageHistory.outcomes(document) { history in
            let storage = TimedStorage<TextKey, PythonText>(
                sizeMax: try history.sizeMax())
            return { step in
                let members = try Self.members(of: step, storage)
                let state = try StorageHistory.state(
                    storage, key: { .string($0.text) }, value: { .string($0) })
                return members + [("state", state)]
            }
        }
    }

    private static func members(
        of step: VectorValue, _ storage: TimedStorage<TextKey, PythonText>
    ) throws -> MeshCases.Members {
        let now = try step.member("now").time()
        func key() throws -> TextKey { TextKey(text: try step.member("key").text()) }
        switch try step.member("op").string() {
        case "store":
            return StorageHistory.result(
                of: try storage.store(
                    step.member("value").text(), for: key(),
                    expiration: step.member("expiration").time(), now: now))
        case "get":
            guard let entry = try storage.entry(for: key(), now: now) else {
                return [("result", .none)]
            }
            return [("result", .list([.string(entry.value), try MeshForm.time(entry.expiration)]))]
        case "items":
            var items: [PythonValue] = []
            for (key, entry) in try storage.entries(now: now) { items.append(try item(key, entry)) }
            return [("result", .list(items))]
        case "top":
            guard let (key, entry) = try storage.top(now: now) else { return [("result", .none)] }
            return [("result", try item(key, entry))]
        case "len": return [("result", .integer(BigInt(try storage.count(now: now))))]
        case "contains": return [("result", .boolean(try storage.contains(key(), now: now)))]
        case "delete": try storage.remove(key())
        case "clear": storage.removeAll()
        case "freeze": storage.isFrozen = true
        case "thaw": storage.isFrozen = false
        case "tick": break
        case let operation:
            throw VectorFormError(
                place: step.place, expected: "an operation of a storage", got: operation)
        }
        return []
    }

    private static func item(
        _ key: TextKey, _ entry: TimedStorage<TextKey, PythonText>.Entry
    ) throws(PythonError) -> PythonValue {
        .list([.string(key.text), .string(entry.value), try MeshForm.time(entry.expiration)])
    }
}

/// Histories of a node's storage: regular values and dictionaries.
struct LocalStorageVectors: VectorJudge {
    let name = "local_storage"

    func recognises(_ document: PythonDictionary) -> Bool {
        StorageHistory.lastNames(document)?.contains("maxsize") == true
            && StorageHistory.hasSubkeys(document)
    }

    func outcomes(of document: PythonDictionary) throws -> [VectorOutcome] {
        try StorageHistory.outcomes(document) { history in
            let storage = LocalStorage(sizeMax: try history.sizeMax())
            return { step in
                let members = try Self.members(of: step, storage)
                let state = try StorageHistory.state(
                    storage.storage, key: { .text($0.text) },
                    value: { (value) throws(PythonError) in try Self.form(value) })
                return members + [("state", state)]
            }
        }
    }

    private static func form(_ value: StoredValue) throws(PythonError) -> PythonValue {
        switch value {
        case .regular(let bytes): return MeshForm.hexadecimal(bytes)
        case .dictionary(let dictionary):
            let state = try StorageHistory.state(
                dictionary.storage, key: bytesForm,
                value: { (item) throws(PythonError) in bytesForm(item.value) })
            let latest: PythonValue =
                if let time = dictionary.latest.number {
                    try MeshForm.time(time)
                } else {
                    .none
                }
            return MeshForm.object([("dict", state), ("latest", latest)])
        }
    }

    /// Subkeys and values of the files are bytes.
    private static func bytesForm(_ value: MeshValue) -> PythonValue {
        if case .bytes(let bytes) = value { return MeshForm.hexadecimal(bytes) }
        return .none
    }

    private static func members(
        of step: VectorValue, _ storage: LocalStorage
    ) throws -> MeshCases.Members {
        let now = try step.member("now").time()
        func key() throws -> MeshID { try step.member("key").meshID() }
        switch try step.member("op").string() {
        case "store":
            let value = try step.member("value").hexadecimal()
            let expiration = try step.member("expiration").time()
            let subkey = try step.member("subkey")
            if subkey.isNull {
                return StorageHistory.result(
                    of: try storage.store(
                        .regular(value), for: key(), expiration: expiration, now: now))
            }
            return StorageHistory.result(
                of: try storage.store(
                    value, for: key(), subkey: .bytes(subkey.hexadecimal()),
                    expiration: expiration, now: now))
        case "get": return [("result", try got(storage.entry(for: key(), now: now), now: now))]
        case "pack":
            let stored = try storage.entry(for: key(), now: now)
            guard case .dictionary(let dictionary)? = stored?.value else {
                throw VectorFormError(place: step.place, expected: "a dictionary", got: "none")
            }
            let bytes = try MessagePack.bytes(of: .dictionary(dictionary), now: now)
            return [("bytes", MeshForm.hexadecimal(bytes))]
        case "touch": _ = try storage.entry(for: key(), now: now)
        case "delete": try storage.remove(key())
        case "tick": break
        case let operation:
            throw VectorFormError(
                place: step.place, expected: "an operation of a storage", got: operation)
        }
        return []
    }

    private static func got(
        _ entry: LocalStorage.Entry?, now: PythonNumber
    ) throws -> PythonValue {
        guard let entry else { return .none }
        let expiration = try MeshForm.time(entry.expiration)
        switch entry.value {
        case .regular(let bytes):
            return .list([.text("regular"), MeshForm.hexadecimal(bytes), expiration])
        case .dictionary(let dictionary):
            var items: [PythonValue] = []
            for (subkey, item) in try dictionary.items(now: now) {
                let time = try item.expiration.number.map(MeshForm.time) ?? .none
                items.append(.list([bytesForm(subkey), bytesForm(item.value), time]))
            }
            return .list([.text("dict"), .list(items), expiration])
        }
    }
}

/// Parts that both files of histories have in common.
private enum StorageHistory {
    /// The names of a history's members.
    static func lastNames(_ document: PythonDictionary) -> [String]? {
        firstHistory(document)?.members.map(\.key.shown)
    }

    private static func firstHistory(_ document: PythonDictionary) -> PythonDictionary? {
        guard case .list(let histories)? = document["histories"],
            case .dictionary(let history)? = histories.first
        else { return nil }
        return history
    }

    static func hasSubkeys(_ document: PythonDictionary) -> Bool {
        guard case .list(let steps)? = firstHistory(document)?["steps"] else { return false }
        return steps.contains { step in
            if case .dictionary(let members) = step { return members["subkey"] != nil }
            return false
        }
    }

    static func outcomes(
        _ document: PythonDictionary,
        begin: (VectorValue) throws -> (VectorValue) throws -> MeshCases.Members
    ) throws -> [VectorOutcome] {
        var outcomes: [VectorOutcome] = []
        for (index, history) in try document.vectorDocument.member("histories").elements()
            .enumerated()
        {
            let play = try begin(history)
            for (number, step) in try history.member("steps").elements().enumerated() {
                outcomes.append(
                    try MeshCases.outcome("\(index) step \(number)", step, try play(step)))
            }
        }
        return outcomes
    }

    static func result(of isStored: Bool) -> MeshCases.Members {
        [("result", .boolean(isStored)), ("verdict", .text(isStored ? "accept" : "reject"))]
    }

    static func state<Key: StorageKey, Value>(
        _ storage: TimedStorage<Key, Value>, key: (Key) -> PythonValue,
        value: (Value) throws(PythonError) -> PythonValue
    ) throws(PythonError) -> PythonValue {
        var data: [PythonValue] = []
        for (name, entry) in storage.entries {
            data.append(
                .list([
                    key(name), try value(entry.value), try MeshForm.time(entry.expiration),
                ]))
        }
        var heap: [PythonValue] = []
        for entry in storage.heap {
            heap.append(.list([try MeshForm.time(entry.expiration), key(entry.key)]))
        }
        var current: [(String, PythonValue)] = []
        for entry in storage.currentEntries {
            let name = key(entry.key)
            current.append(
                (
                    try MeshForm.text(name),
                    .list([name, try MeshForm.time(entry.expiration)])
                ))
        }
        current.sort { $0.0.utf8.lexicographicallyPrecedes($1.0.utf8) }
        return MeshForm.object([
            ("data", .list(data)), ("heap", .list(heap)), ("current", .list(current.map(\.1))),
        ])
    }
}

extension VectorValue {
    /// A history's size, infinite where it is null.
    fileprivate func sizeMax() throws -> PythonNumber {
        let size = try member("maxsize")
        return size.isNull ? .float(PythonTimes.never) : .integer(try size.integer())
    }
}
