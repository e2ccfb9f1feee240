package import PythonValues

extension PublishedNode {
    package func pingRequest(validate: Bool = false) -> PingRequest {
        var request = PingRequest()
        request.peer = info
        request.validate = validate
        return request
    }

    package func findRequest(_ keys: [MeshID]) -> FindRequest {
        var request = FindRequest()
        request.keys = keys.map(\.bytes)
        request.peer = info
        return request
    }

    /// The request that asks a peer to store records. Dictionaries lose what has expired.
    ///
    /// **Throws:** ``PythonError`` where a dictionary or subkey cannot be serialised.
    package func storeRequest(
        _ records: [OutgoingRecord], inCache: Bool, now: PythonNumber
    ) throws(PythonError) -> StoreRequest {
        var request = StoreRequest()
        request.peer = info
        for record in records {
            var tag = MeshRecord.regularSubkey
            if let subkey = record.subkey { tag = try MessagePack.bytes(of: subkey, now: now) }
            switch record.value {
            case .regular(let bytes): request.values.append(bytes)
            case .dictionary(let dictionary):
                tag = MeshRecord.dictionarySubkey
                request.values.append(
                    try MessagePack.bytes(of: .dictionary(dictionary), now: now))
            }
            request.keys.append(record.key.bytes)
            request.subkeys.append(tag)
            request.expirations.append(try record.expiration.rounded())
            request.areInCache.append(inCache)
        }
        return request
    }

    /// A ping is over. **Returns:** the id that the peer answered with; nil for no answer.
    ///
    /// **Throws:** `AssertionError` where that id is too large.
    package func concludePing(
        of peer: PeerID, _ response: PingResponse?
    ) throws(PythonError) -> MeshID? {
        guard let named = response?.peer?.nodeID, !named.isEmpty else {
            add(.update(id: nil, peer: peer, responded: false))
            return nil
        }
        let id = try MeshID(bytes: named)
        add(.update(id: id, peer: peer, responded: true))
        return id
    }

    /// A store call is over. **Returns:** which records the peer stored; nil for no answer.
    package func concludeStore(
        at peer: PeerID, _ response: StoreResponse?
    ) -> [Bool]? {
        guard let response, welcome(response.peer, peer) else {
            add(.update(id: table.ids[peer], peer: peer, responded: false))
            return nil
        }
        return response.areStored
    }

    /// A find call is over. **Returns:** what is believed of the answer; nil for no answer, as
    /// which anything counts that the published code stumbles over.
    package func concludeFind(
        at peer: PeerID, keys: [MeshID], _ response: FindResponse?, now: PythonNumber
    ) -> [KeptAnswer]? {
        if let response, welcome(response.peer, peer) {
            if let kept = try? kept(response, keys: keys, now: now) { return kept }
        }
        add(.update(id: table.ids[peer], peer: peer, responded: false))
        return nil
    }

    /// Has the table know who answered; false where the id is too large to be one.
    private func welcome(_ info: NodeInfo?, _ peer: PeerID) -> Bool {
        guard let named = info?.nodeID, !named.isEmpty else { return true }
        guard let id = try? MeshID(bytes: named) else { return false }
        add(.update(id: id, peer: peer, responded: true))
        return true
    }

    private func kept(
        _ response: FindResponse, keys: [MeshID], now: PythonNumber
    ) throws(PythonError) -> [KeptAnswer] {
        guard response.results.count == keys.count else {
            throw .other(name: "AssertionError", "response is not aligned with keys")
        }
        var answers: [KeptAnswer] = []
        for (key, result) in zip(keys, response.results) {
            let neighbours = try neighbours(result)
            switch result.kind {
            case FindResult.notFound:
                answers.append(KeptAnswer(key: key, value: nil, neighbours: neighbours))
            case FindResult.foundRegular, FindResult.foundDictionary:
                let value = try believed(result, key: key, now: now)
                answers.append(KeptAnswer(key: key, value: value, neighbours: neighbours))
            default: break
            }
        }
        return answers
    }

    private func neighbours(_ result: FindResult) throws(PythonError) -> [MeshContact] {
        var entries = OrderedEntries<MeshID, PeerID>()
        for (id, peer) in zip(result.nearestNodeIDs, result.nearestPeerIDs) {
            entries.set(PeerID(bytes: peer), for: try MeshID(bytes: id))
        }
        return entries.entries.map { MeshContact(id: $0.key, peer: $0.value) }
    }

    /// The value that was found, where it is valid; the expiration of a dictionary is believed.
    private func believed(
        _ result: FindResult, key: MeshID, now: PythonNumber
    ) throws(PythonError) -> FoundValue? {
        let expiration = PythonNumber.float(result.expiration)
        if result.kind == FindResult.foundRegular {
            let isRecordValid = try isValid(
                key: key.bytes, tag: MeshRecord.regularSubkey, value: result.value,
                expiration: expiration, in: .get, now: now)
            guard isRecordValid else { return nil }
            return FoundValue(value: .bytes(result.value), expiration: expiration)
        }
        let value = try MessagePack.value(of: result.value)
        guard try isValid(dictionary: value, key: key.bytes, now: now) else { return nil }
        return FoundValue(value: value, expiration: expiration)
    }
}
