package import PythonValues

extension PublishedNode {
    /// Whether the sender is to be pinged before the ping is answered.
    package static func wantsPingBack(_ request: PingRequest) -> Bool {
        request.validate && request.peer?.nodeID.isEmpty == false
    }

    /// Answers a ping.
    ///
    /// - Parameter pingedBack: the id that the sender answered a ping with, where it was asked.
    /// **Throws:** `AssertionError` where the sender's id is too large.
    package func answer(
        _ request: PingRequest, from sender: PeerID, pingedBack: MeshID?, now: PythonFloat
    ) throws(PythonError) -> PingResponse {
        var response = PingResponse()
        response.peer = info
        response.time = now
        guard let named = request.peer?.nodeID, !named.isEmpty else { return response }
        let senderID = try MeshID(bytes: named)
        response.isAvailable = request.validate && pingedBack == senderID
        add(
            .update(
                id: senderID, peer: sender,
                responded: response.isAvailable || !request.validate))
        return response
    }

    /// Stores what a peer sent, record by record; what was stored before an error stays stored.
    ///
    /// **Throws:** ``PythonError``, which the caller takes for no answer.
    package func answer(
        _ request: StoreRequest, from sender: PeerID, now: PythonNumber
    ) throws(PythonError) -> StoreResponse {
        if let named = request.peer { add(.acknowledge(id: named.nodeID, peer: sender)) }
        guard request.keys.count == request.values.count,
            request.keys.count == request.expirations.count,
            request.keys.count == request.areInCache.count
        else { throw .other(name: "AssertionError", "lists of other lengths") }
        var response = StoreResponse()
        response.peer = info
        // Subkeys are not counted: where some are missing, the last records are passed over.
        for place in request.keys.indices.prefix(request.subkeys.count) {
            response.areStored.append(
                try store(
                    key: request.keys[place], tag: request.subkeys[place],
                    value: request.values[place], expiration: .float(request.expirations[place]),
                    in: request.areInCache[place] ? cache : storage, now: now))
        }
        return response
    }

    private func store(
        key: [UInt8], tag: [UInt8], value: [UInt8], expiration: PythonNumber,
        in storage: LocalStorage, now: PythonNumber
    ) throws(PythonError) -> Bool {
        let id = try MeshID(bytes: key)
        if tag == MeshRecord.dictionarySubkey {
            guard case .dictionary = try MessagePack.value(of: value) else {
                throw .other(name: "AssertionError", "a value that is no dictionary")
            }
            // The published code forgets an argument here: no dictionary was ever replicated.
            throw .type("missing 1 required positional argument")
        }
        let isRecordValid = try isValid(
            key: key, tag: tag, value: value, expiration: expiration, in: .post, now: now)
        guard isRecordValid else { return false }
        if tag == MeshRecord.regularSubkey {
            return try storage.store(.regular(value), for: id, expiration: expiration, now: now)
        }
        return try storage.store(
            value, for: id, subkey: MessagePack.value(of: tag), expiration: expiration, now: now)
    }

    /// Answers a find: what is stored or cached, and the nearest nodes.
    ///
    /// **Throws:** ``PythonError``, which the caller takes for no answer.
    package func answer(
        _ request: FindRequest, from sender: PeerID, now: PythonNumber
    ) throws(PythonError) -> FindResponse {
        if let named = request.peer { add(.acknowledge(id: named.nodeID, peer: sender)) }
        var response = FindResponse()
        response.peer = info
        for bytes in request.keys {
            let key = try MeshID(bytes: bytes)
            var result = try foundHere(key, now: now)
            let asker = try MeshID(bytes: request.peer?.nodeID ?? [])
            let nearest = table.nearest(to: key, count: settings.bucketSize, excluding: asker)
            result.nearestNodeIDs = nearest.map(\.id.bytes)
            result.nearestPeerIDs = nearest.map(\.peer.bytes)
            response.results.append(result)
        }
        return response
    }

    private func foundHere(
        _ key: MeshID, now: PythonNumber
    ) throws(PythonError) -> FindResult {
        var entry = try storage.entry(for: key, now: now)
        if let cached = try cache.entry(for: key, now: now),
            entry.map({ $0.expiration.isLess(than: cached.expiration) }) ?? true
        {
            entry = cached
        }
        var result = FindResult()
        guard let entry else { return result }
        switch entry.value {
        case .regular(let bytes):
            result.kind = FindResult.foundRegular
            result.value = bytes
        case .dictionary(let dictionary):
            result.kind = FindResult.foundDictionary
            result.value = try MessagePack.bytes(of: .dictionary(dictionary), now: now)
        }
        result.expiration = try entry.expiration.rounded()
        return result
    }
}
