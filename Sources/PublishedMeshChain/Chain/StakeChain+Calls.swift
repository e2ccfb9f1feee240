extension StakeChain {
    /// The seed from which the published chain draws: for the record alone, since the draw comes
    /// with the call.
    package var electionSeed: [UInt8] {
        Array("/network".utf8) + (0..<4).map { UInt8(truncatingIfNeeded: block >> (8 * $0)) }
    }

    /// Elects an epoch's validator, once. An emergency set that is over goes.
    ///
    /// **Result:** the epoch's validator; nil where there is nobody to elect.
    @discardableResult
    package mutating func elect(epoch: UInt32, random: UInt32) -> UInt32? {
        if let known = elected[epoch] { return known }
        var candidates = slots
        if let set = emergency {
            if set.total > set.target || epoch > set.epochMax {
                emergency = nil
            } else {
                candidates = set.nodes
            }
        }
        guard !candidates.isEmpty else { return nil }
        let validator = candidates[Int(random) % candidates.count]
        elected[epoch] = validator
        return validator
    }

    /// The proposal of the epoch's validator, who attests to it at once.
    ///
    /// - Parameters:
    ///   - prioritized: a node that should come to the front of the queue.
    ///   - removed: a node that should go out of the queue.
    package mutating func propose(
        by hotkey: UInt64, _ data: [ChainScore], prioritized: UInt32? = nil,
        removed: UInt32? = nil
    ) throws(ChainRefusal) -> [ChainEvent] {
        guard let moment = parameters.clock.moment(at: block) else {
            throw .subnetEpochDataIsNone
        }
        let epoch = moment.epoch
        guard let validator = elected[epoch] else { throw .noElectedValidator }
        try checks.require(hotkeys[validator] == hotkey, .invalidValidator)
        try checks.require(submissions[epoch] == nil, .subnetRewardsAlreadySubmitted)
        var kept: [ChainScore] = []
        var last: UInt32?
        var sum: UInt128 = 0
        for entry in data where entry.node != last {
            last = entry.node
            if nodes[entry.node]?.has(.included, epoch: epoch) == true { kept.append(entry) }
        }
        for entry in kept {
            let (next, isOver) = sum.addingReportingOverflow(entry.score)
            try checks.require(!isOver, .scoreOverflow)
            sum = next
        }
        let isRemovable = queue.contains { node in
            node.id == removed
                && UInt64(node.startEpoch) + UInt64(parameters.immunityEpochs) <= epoch
        }
        var attests = SortedTable<UInt32, ChainAttestation>()
        attests[validator] = ChainAttestation(
            block: block, progress: 0, factor: ChainFraction.one)
        submissions[epoch] = ChainSubmission(
            validator: validator, block: block, progress: moment.progress,
            factor: curve.validator(progress: moment.progress), attests: attests,
            nodes: nodes.entries.map(\.value).filter { $0.has(.idle, epoch: epoch) },
            data: kept, prioritized: queue.contains { $0.id == prioritized } ? prioritized : nil,
            removed: isRemovable ? removed : nil)
        return [.validatorSubmission(hotkey: hotkey, epoch: epoch)]
    }

    /// A node's word for the epoch's proposal. The class of the node plays no part, as published.
    package mutating func attest(by hotkey: UInt64) throws(ChainRefusal) -> [ChainEvent] {
        let epoch = epoch
        guard let id = nodeIDs[hotkey] else { throw .invalidHotkeySubnetNodeID }
        guard nodes[id] != nil else { throw .invalidSubnetNodeID }
        try checks.require(
            emergency?.nodes.contains(id) ?? true, .invalidEmergencySubnetNodeID)
        guard let submission = submissions[epoch] else {
            throw .invalidSubnetConsensusSubmission
        }
        try checks.require(
            submission.nodes.contains { $0.id == id }, .invalidSubnetNodeID)
        guard
            let moment = parameters.clock.attestorMoment(at: block, proposal: submission.block)
        else { throw .subnetEpochDataIsNone }
        try checks.require(submission.attests[id] == nil, .alreadyAttested)
        submissions[epoch]?.attests[id] = ChainAttestation(
            block: submission.block, progress: moment.progress,
            factor: curve.attestor(progress: moment.progress))
        return [.attestation(node: id, epoch: epoch)]
    }
}
