package import PythonValues

/// Getting the value of a key.
package struct GetOperation: NodeOperation {
    package private(set) var state: SearchState
    private var search: NodeSearch?
    private var isDone = false

    package var outcome: OperationOutcome { .got(state.outcome ?? .unreadable) }

    /// - Parameter latest: whether to look for the greatest expiration of all, or for a value that
    ///   has not expired.
    /// **Throws:** ``PythonError`` of an own value that cannot be decoded.
    package init(
        _ key: MeshID, latest: Bool, _ node: PublishedNode, now: PythonNumber
    ) throws(PythonError) {
        state = SearchState(
            key: key, sufficient: latest ? .float(PythonTimes.never) : now)
        for storage in [node.storage, node.cache] {
            let own = try storage.entry(for: key, now: now).map { FoundValue($0) }
            try state.add(own, from: node.id, validator: node.validator, now: now)
        }
        if state.isFinished {
            isDone = true
        } else {
            search = NodeSearch(key: key, node: node, initial: node.start(near: key))
        }
    }

    package mutating func next(
        _ node: PublishedNode, now: PythonNumber
    ) throws(PythonError) -> OperationStep {
        guard !isDone, var search else { return .finished }
        let step = try search.next(node, now: now)
        self.search = search
        switch step {
        case .call(let number, let peer):
            return .call(number: number, peer: peer, .find(node.findRequest([state.key])))
        case .wait: return .wait
        case .finished:
            try conclude(node, now: now)
            return .finished
        }
    }

    package mutating func answered(
        _ number: Int, _ answer: OperationAnswer, _ node: PublishedNode, now: PythonNumber
    ) throws(PythonError) {
        guard case .found(let answers) = answer, var search else { return }
        let heard = try search.heard(number, answers, node, now: now)
        for answer in heard?.answers ?? [] {
            try state.add(
                answer.value, from: heard?.source, validator: node.validator, now: now)
        }
        search.learn(number, heard?.answers ?? [], stops: state.isFinished)
        self.search = search
        if search.nearest != nil { try conclude(node, now: now) }
    }

    /// The value is handed out, and cached here and at the nearest node that is not its source.
    private mutating func conclude(
        _ node: PublishedNode, now: PythonNumber
    ) throws(PythonError) {
        guard !isDone else { return }
        isDone = true
        try state.finish(validator: node.validator, now: now)
        guard let expiration = state.expiration, let value = state.best?.stored else { return }
        for storage in [node.storage, node.cache] {
            if let own = try storage.entry(for: state.key, now: now),
                !own.expiration.isLess(than: expiration)
            {
                return
            }
        }
        _ = try node.cache.store(value, for: state.key, expiration: expiration, now: now)
        let others = (search?.nearest ?? []).filter { $0.id != state.source }
        for contact in others.prefix(max(node.settings.cacheNearestCount, 0)) {
            let record = OutgoingRecord(
                key: state.key, subkey: nil, value: value, expiration: expiration)
            node.add(.send([record], peer: contact.peer, inCache: true))
        }
    }
}
