package import PythonValues

/// The search of a node for the nodes nearest to one key, with the peers that it learns of.
package struct NodeSearch {
    package enum Step {
        case call(number: Int, peer: PeerID)
        case wait
        case finished
    }

    package let key: MeshID
    private var traversal: Traversal
    private var peers: [MeshID: PeerID] = [:]  // looked up, never iterated
    private var finding: Traversal.Finding?

    /// A call of the search, by its number.
    private var called: SortedTable<Int, MeshContact> = SortedTable()

    package init(key: MeshID, node: PublishedNode, initial: [MeshContact]) {
        self.key = key
        traversal = Traversal(
            queries: [key], initial: initial.map(\.id), beam: node.settings.beam,
            queriesPerCall: 1, visited: [node.id])
        for contact in initial { peers[contact.id] = contact.peer }
    }

    /// The nodes that were found, nearest first; nil before the end.
    package var nearest: [MeshContact]? {
        finding?.nearest.compactMap { id in peers[id].map { MeshContact(id: id, peer: $0) } }
    }

    /// The next call to make. Banned peers are not called.
    package mutating func next(
        _ node: PublishedNode, now: PythonNumber
    ) throws(PythonError) -> Step {
        while traversal.callsInFlight < node.settings.workerCount || traversal.isFinished {
            switch traversal.next() {
            case .wait: return .wait
            case .finished:
                takeFinding()
                return .finished
            case .call(let call):
                // Neighbours are called only once their peers are known.
                guard let peer = peers[call.node], !(try node.blacklist.isBanned(peer, now: now))
                else {
                    traversal.answered(call.number, [])
                    continue
                }
                called[call.number] = MeshContact(id: call.node, peer: peer)
                return .call(number: call.number, peer: peer)
            }
        }
        return .wait
    }

    /// A call is over: takes note of the peer's failure or success, and of its neighbours.
    ///
    /// **Returns:** the node that answered and its answers; nil where nothing counts as answered.
    package mutating func heard(
        _ number: Int, _ answers: [KeptAnswer]?, _ node: PublishedNode, now: PythonNumber
    ) throws(PythonError) -> (source: MeshID, answers: [KeptAnswer])? {
        guard let contact = called[number] else { return nil }
        called[number] = nil
        // An answer whose every key was left out counts as none.
        guard var answers, !answers.isEmpty else {
            try node.blacklist.noteFailure(of: contact.peer, now: now)
            return nil
        }
        try node.blacklist.noteSuccess(of: contact.peer)
        for place in answers.indices {
            answers[place].neighbours = try node.withoutBanned(
                answers[place].neighbours, now: now)
            for neighbour in answers[place].neighbours { peers[neighbour.id] = neighbour.peer }
        }
        return (contact.id, answers)
    }

    /// Goes on with what was heard.
    package mutating func learn(_ number: Int, _ answers: [KeptAnswer], stops: Bool) {
        traversal.answered(
            number,
            answers.map {
                Traversal.Answer(
                    query: $0.key, neighbours: $0.neighbours.map(\.id), stops: stops)
            })
        takeFinding()
    }

    private mutating func takeFinding() {
        if let found = traversal.takeFindings().first { finding = found }
    }
}

extension PublishedNode {
    /// The contacts whose peers are not banned.
    func withoutBanned(
        _ contacts: [MeshContact], now: PythonNumber
    ) throws(PythonError) -> [MeshContact] {
        var kept: [MeshContact] = []
        for contact in contacts where !(try blacklist.isBanned(contact.peer, now: now)) {
            kept.append(contact)
        }
        return kept
    }
}
