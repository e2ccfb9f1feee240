internal import Chains
internal import Scenarios
internal import Trials

/// Judgements of a node beside others, and of what it keeps.
extension ChainReferee {
    func twins(_ books: ChainBooks) throws -> Finding {
        guard !books.twins.isEmpty, let state = books.besideTwins else {
            throw StepFault("no twin heard anything")
        }
        return books.twins.allSatisfy { $0 == state }
            ? .intact("twins agree") : .violated("twins hold other states")
    }

    func networkPeers(_ books: ChainBooks, _ view: NodeView) -> Finding {
        if let lost = books.honestPeers.first(where: { !view.peers.contains($0) }) {
            return .violated("the given peer \(lost.number) was lost")
        }
        let newcomers = books.newcomers
        let unknown = newcomers.filter { !view.peers.contains($0) }
        guard unknown.count < newcomers.count || newcomers.isEmpty else {
            return .violated("none of \(newcomers.count) honest newcomers found a place")
        }
        return .intact("\(newcomers.count - unknown.count) of \(newcomers.count) newcomers known")
    }

    func agreement(_ books: ChainBooks, _ view: NodeView) throws -> Finding {
        guard !books.others.isEmpty else {
            guard books.isOfScript else { throw StepFault("network.agreement: only one node") }
            return .intact("a node alone agrees with itself")
        }
        return ChainAgreement.finding(
            try ([view] + books.others).map { (try $0.blocks.get(), $0.stateDigest) })
    }

    func replayed(_ books: ChainBooks, _ view: NodeView) throws -> Finding {
        guard let replay = books.replay else { throw StepFault("nothing was played again") }
        guard replay.state == view.stateDigest, replay.head == view.head else {
            return .violated("another state of the same \(replay.eventCount) events")
        }
        return replay.stateOfBlocks == view.stateDigest
            ? .intact("the same state of \(replay.eventCount) events, and of its blocks alone")
            : .violated("another state of the same blocks")
    }

    func storeState(_ books: ChainBooks) throws -> Finding {
        if let complaint = books.storeComplaint { return .violated(complaint) }
        guard let before = books.heldBefore else {
            guard books.isOfScript else { throw StepFault("no state was noted") }
            return .intact("nobody changed it, and it was not started again")
        }
        if let others = books.madeForOthers {
            return .violated("it serves a file made for \(others)")
        }
        guard let after = books.servedAfter else { return .intact("it was not started again") }
        return after == before
            ? .intact("it holds what it held") : .violated("it serves a state that it never held")
    }

    func cost(_ books: ChainBooks) throws -> Finding {
        guard let measurement = books.measurement else { throw StepFault("nothing was measured") }
        let figures =
            "\(measurement.advantageMillionths) of at most \(measurement.allowedMillionths) "
            + "millionths, over \(measurement.attemptCount) \(measurement.unit)"
        return measurement.isWithin ? .intact(figures) : .violated(figures)
    }
}
