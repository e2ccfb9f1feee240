extension StakeChain {
    /// The step between two epochs: the proposal of the one before is paid, or its validator and
    /// attestors are made to pay, and the validator of the new one is elected.
    ///
    /// - Parameters:
    ///   - epoch: the epoch that begins.
    ///   - emissions: what the chain gives to all subnets, of which this one has the `weight`.
    package mutating func emission(
        epoch: UInt32, emissions: UInt128, weight: UInt128, random: UInt32
    ) -> ChainEmission {
        let before = epoch > 0 ? epoch - 1 : 0
        guard let submission = submissions[before] else {
            if let absent = elected[before] {
                subnetReputation = ChainFraction.decreased(
                    subnetReputation, by: ChainRates.absence)
                reputations[absent] = ChainFraction.decreased(
                    reputation(of: absent), by: ChainRates.absence)
            }
            return ChainEmission(
                ratio: nil, elected: elect(epoch: epoch, random: random), events: [])
        }
        let ratio = ratio(of: submission)
        let rewards = SubnetRewards(emissions: emissions, weight: weight)
        let members = emergency?.nodes
        emergency?.total.increase()
        let events: [ChainEvent]
        if ratio < ChainRates.attestationMin {
            events = punish(submission, ratio: ratio, epoch: epoch)
        } else {
            var round = PayingRound(
                submission: submission, ratio: ratio, rewards: rewards, epoch: epoch,
                emergencyNodes: members)
            events = round.run(on: &self)
        }
        // Of the slots as the payments left them.
        return ChainEmission(
            ratio: ratio, elected: elect(epoch: epoch, random: random), events: events)
    }

    /// Attestations over the validators of the proposal's list, or over the emergency set.
    private func ratio(of submission: ChainSubmission) -> UInt128 {
        let validators =
            emergency?.nodes.count
            ?? submission.nodes.count { $0.nodeClass == .validator }
        return min(
            ChainFraction.one,
            ChainFraction.quotient(UInt128(submission.attests.count), UInt128(validators)))
    }

    /// The end of a proposal that did not hold.
    private mutating func punish(
        _ submission: ChainSubmission, ratio: UInt128, epoch: UInt32
    ) -> [ChainEvent] {
        let severity = ChainFraction.one.saturatingDifference(
            ChainFraction.quotient(ratio, ChainRates.attestationMin))
        var events = slash(submission.validator, ratio, severity: severity, epoch: epoch)
        let reputation = subnetReputation
        subnetReputation = ChainFraction.decreased(reputation, by: ChainRates.subnetChange)
        events.append(.subnetReputationUpdate(from: reputation, to: subnetReputation))
        let loss = ChainFraction.product(ChainRates.failedAttestation, severity)
        for attestor in submission.attests.keys {
            events.append(
                changeReputation(of: attestor) { ChainFraction.decreased($0, by: loss) })
            if self.reputation(of: attestor) < ChainRates.reputationMin {
                events += remove(attestor)
            }
        }
        return events
    }

    private mutating func slash(
        _ id: UInt32, _ ratio: UInt128, severity: UInt128, epoch: UInt32
    ) -> [ChainEvent] {
        guard let hotkey = hotkeys[id], let node = node(id) else { return [] }
        let share = ChainFraction.product(stake(of: node), ChainRates.slashShare)
        let amount = min(ChainFraction.product(share, severity), ChainRates.slashMax)
        takeStake(amount, from: hotkey)
        let loss = ChainFraction.product(ChainRates.failedProposal, severity)
        reputations[id] = ChainFraction.decreased(reputation(of: id), by: loss)
        coldkeys[node.coldkey, default: ColdkeyRecord()].fall(ratio: ratio, epoch: epoch)
        var events: [ChainEvent] = []
        if reputation(of: id) < ChainRates.reputationMin { events += remove(id) }
        events.append(.slashing(hotkey: hotkey, amount: amount))
        return events
    }

    mutating func changeReputation(
        of node: UInt32, _ change: (UInt128) -> UInt128
    ) -> ChainEvent {
        let before = reputation(of: node)
        let after = change(before)
        reputations[node] = after
        return .nodeReputationUpdate(node: node, from: before, to: after)
    }
}
