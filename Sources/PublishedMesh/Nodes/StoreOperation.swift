package import PythonValues

/// Storing a value at the nodes nearest to its key.
package struct StoreOperation: NodeOperation {
    package let key: MeshID
    private let subkey: MeshValue?
    private let value: [UInt8]
    private let expiration: PythonNumber
    private var signed: [UInt8] = []
    private var search: NodeSearch
    /// The nodes to ask, nearest first; nil while they are searched for.
    private var candidates: [MeshContact]?
    /// Nodes of this batch that were not called yet.
    private var batch: [MeshContact] = []
    private var called: SortedTable<Int, PeerID> = SortedTable()
    /// The number of the next store call: calls of the search have numbers from 0 on.
    private var nextNumber = -1
    private var successCount = 0
    private var isDone = false
    /// The word of the node whose answer was handled last; nil where none said anything.
    package private(set) var result: Bool?

    package var outcome: OperationOutcome { .stored(result) }

    /// - Parameter value: the value in msgpack, not signed yet.
    package init(
        _ value: [UInt8], for key: MeshID, subkey: MeshValue?, expiration: PythonNumber,
        _ node: PublishedNode
    ) {
        self.key = key
        self.subkey = subkey
        self.value = value
        self.expiration = expiration
        search = NodeSearch(key: key, node: node, initial: node.start(near: key))
    }

    package mutating func next(
        _ node: PublishedNode, now: PythonNumber
    ) throws(PythonError) -> OperationStep {
        if candidates == nil {
            switch try search.next(node, now: now) {
            case .call(let number, let peer):
                return .call(number: number, peer: peer, .find(node.findRequest([key])))
            case .wait: return .wait
            case .finished: try start(node, now: now)
            }
        }
        while !isDone {
            try fill(node, now: now)
            guard !batch.isEmpty else {
                if called.count > 0 { return .wait }
                isDone = true
                try updateCache(node, now: now)
                break
            }
            let contact = batch.removeFirst()
            if try node.blacklist.isBanned(contact.peer, now: now) { continue }
            let number = nextNumber
            nextNumber -= 1
            called[number] = contact.peer
            let record = OutgoingRecord(
                key: key, subkey: subkey, value: .regular(signed), expiration: expiration)
            let request = try node.storeRequest([record], inCache: false, now: now)
            return .call(number: number, peer: contact.peer, .store(request))
        }
        return .finished
    }

    package mutating func answered(
        _ number: Int, _ answer: OperationAnswer, _ node: PublishedNode, now: PythonNumber
    ) throws(PythonError) {
        switch answer {
        case .found(let answers):
            let heard = try search.heard(number, answers, node, now: now)
            search.learn(number, heard?.answers ?? [], stops: false)
        case .stored(let areStored):
            guard let peer = called[number] else { return }
            called[number] = nil
            // An answer about no record is a failure of the peer, and yet an answer.
            if areStored?.isEmpty == false {
                try node.blacklist.noteSuccess(of: peer)
            } else {
                try node.blacklist.noteFailure(of: peer, now: now)
            }
            guard let areStored else { return }
            successCount += 1
            if let isStored = areStored.first { result = isStored }
        case .pinged: break
        }
    }

    private mutating func start(
        _ node: PublishedNode, now: PythonNumber
    ) throws(PythonError) {
        let found = search.nearest ?? []
        let itself = MeshContact(id: node.id, peer: node.peer)
        candidates = (found + [itself]).sorted {
            key.distance(to: $0.id) < key.distance(to: $1.id)
        }
        signed = try node.signed(value, key: key, tag: tag(now: now), expiration: expiration)
    }

    private func tag(now: PythonNumber) throws(PythonError) -> [UInt8] {
        guard let subkey else { return MeshRecord.regularSubkey }
        return try MessagePack.bytes(of: subkey, now: now)
    }

    /// Takes as many of the nearest nodes as are still needed, once the last batch was called.
    private mutating func fill(
        _ node: PublishedNode, now: PythonNumber
    ) throws(PythonError) {
        guard batch.isEmpty, var rest = candidates else { return }
        defer { candidates = rest }
        let wanted = node.settings.replicaCount
        while !rest.isEmpty, successCount + called.count + batch.count < wanted {
            let contact = rest.removeFirst()
            guard contact.id == node.id else {
                batch.append(contact)
                continue
            }
            successCount += 1
            result = try storeHere(node, now: now)
        }
    }

    private func storeHere(
        _ node: PublishedNode, now: PythonNumber
    ) throws(PythonError) -> Bool {
        let isRecordValid = try node.isValid(
            key: key.bytes, tag: tag(now: now), value: signed, expiration: expiration,
            in: .post, now: now)
        guard isRecordValid else { return false }
        guard let subkey else {
            return try node.storage.store(
                .regular(signed), for: key, expiration: expiration, now: now)
        }
        return try node.storage.store(
            signed, for: key, subkey: subkey, expiration: expiration, now: now)
    }

    private func updateCache(
        _ node: PublishedNode, now: PythonNumber
    ) throws(PythonError) {
        let isStored = result == true
        guard let subkey else {
            if isStored {
                _ = try node.cache.store(
                    .regular(signed), for: key, expiration: expiration, now: now)
            } else if let cached = try node.cache.entry(for: key, now: now),
                !expiration.isLess(than: cached.expiration)
            {
                node.requestRefresh(of: key, at: now)
            }
            return
        }
        guard try node.cache.entry(for: key, now: now) != nil else { return }
        if isStored {
            _ = try node.cache.store(
                signed, for: key, subkey: subkey, expiration: expiration, now: now)
        }
        node.requestRefresh(of: key, at: now)
    }
}
