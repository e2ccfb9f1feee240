internal import MeshNetwork
internal import Platform

/// Joining: the cards of peers whose addresses the operator gave, and a search from there.
extension MeshReactor {
    mutating func join() {
        let now = Polling.milliseconds
        if let joinedAt = joining.joinedAt,
            joining.isAsked || now >= joinedAt + Joining.meetingMilliseconds
        {
            joining.joinedAt = nil
            shared.noteJoined()
        }
        if !joining.isWanted, joining.task == nil, !joining.peers.isEmpty, node.table.count == 0,
            now >= joining.nextTry
        {
            joining.isWanted = true
        }
        guard joining.isWanted, joining.task == nil else { return }
        var cards: [MeshContact] = []
        var isWaiting = false
        for link in links where !link.isOver {
            guard case .dialled(let address) = link.kind, joining.peer(at: address) != nil else {
                continue
            }
            if let card = link.card { cards.append(card) } else { isWaiting = true }
        }
        guard !isWaiting else { return }
        if !cards.isEmpty {
            joining.task = node.begin(.join(cards), atMilliseconds: WallClock.milliseconds)
        } else if now >= joining.nextTry {
            joining.nextTry = now + Joining.pauseMilliseconds
            for peer in joining.peers where dial(peer.address) == nil {
                shared.noteJoin("\(peer): no connection")
            }
        }
    }

    /// Takes the end of a join.
    mutating func noteJoin(_ outcome: MeshOutcome) {
        let now = Polling.milliseconds
        joining.task = nil
        if outcome.isDone {
            joining.isWanted = false
            joining.joinedAt = now
            joining.nextTry = now + Joining.lonelyMilliseconds
        } else {
            joining.nextTry = now + Joining.pauseMilliseconds
            shared.noteJoin("no node of the mesh answered")
        }
    }
}
