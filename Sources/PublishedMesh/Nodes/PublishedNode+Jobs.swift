package import PythonValues

extension PublishedNode {
    /// Does a job, or says which call it is to be done by; jobs that come up are added.
    ///
    /// **Throws:** ``PythonError``: of what a published task would have died.
    package func run(
        _ job: NodeJob, now: PythonNumber
    ) throws(PythonError) -> (peer: PeerID, call: MeshCall)? {
        switch job {
        case .acknowledge(let named, let peer):
            guard !named.isEmpty else { return nil }
            add(.update(id: try MeshID(bytes: named), peer: peer, responded: true))
            return nil
        case .update(let id, let peer, let responded):
            try update(id ?? table.ids[peer], peer, responded: responded, now: now)
            return nil
        case .send(let records, let peer, let inCache):
            return (peer, .store(try storeRequest(records, inCache: inCache, now: now)))
        case .ping(let peer): return (peer, .ping(pingRequest()))
        }
    }

    /// A job's call is over.
    package func conclude(
        _ peer: PeerID, _ call: MeshCall, _ reply: MeshReply?, now: PythonNumber
    ) throws(PythonError) {
        switch call {
        case .ping:
            var response: PingResponse?
            if case .ping(let ping)? = reply { response = ping }
            _ = try concludePing(of: peer, response)
        case .store:
            var response: StoreResponse?
            if case .store(let store)? = reply { response = store }
            _ = concludeStore(at: peer, response)
        case .find(let request):
            var response: FindResponse?
            if case .find(let find)? = reply { response = find }
            var keys: [MeshID] = []
            for key in request.keys { keys.append(try MeshID(bytes: key)) }
            _ = concludeFind(at: peer, keys: keys, response, now: now)
        }
    }

    private func update(
        _ id: MeshID?, _ peer: PeerID, responded: Bool, now: PythonNumber
    ) throws(PythonError) {
        guard let id else { return }
        guard responded else {
            if table.peers[id] != nil { try table.remove(id) }
            return
        }
        if table.peers[id] == nil {
            let records = try recordsThatShouldBe(at: id, now: now)
            if !records.isEmpty { add(.send(records, peer: peer, inCache: false)) }
        }
        if let old = try table.add(MeshContact(id: id, peer: peer)) { add(.ping(peer: old.peer)) }
    }

    /// The records for which this node answers and that a new node should have.
    private func recordsThatShouldBe(
        at id: MeshID, now: PythonNumber
    ) throws(PythonError) -> [OutgoingRecord] {
        var records: [OutgoingRecord] = []
        for (key, entry) in try storage.storage.entries(now: now) {
            let near = table.nearest(to: key, count: settings.replicaCount, excluding: self.id)
            if let nearest = near.first, let farthest = near.last {
                let isNear = key.distance(to: id) < key.distance(to: farthest.id)
                let isMine = key.distance(to: self.id) < key.distance(to: nearest.id)
                guard isNear, isMine else { continue }
            }
            records.append(
                OutgoingRecord(
                    key: key, subkey: nil, value: entry.value, expiration: entry.expiration))
        }
        return records
    }
}
