internal import Statistics
/// A network of one kind of nodes, its items and its look-ups, from the plan to the results.
package enum LookUpCampaign<World: PeerWorld> {
    private typealias Network = Simulation<World.Peer>

    /// - Parameter onProgress: told of the simulated time after each window.
    /// **Throws:** ``SimulationError``, or what the kind of nodes throws where it cannot be made.
    package static func results(
        _ settings: CampaignSettings, onProgress: (_ milliseconds: Int) -> Void = { _ in }
    ) throws -> LookUpResults {
        let plan = CampaignPlan(settings)
        let world = try World(plan)
        let network = Network(plan.simulation) { world.peer($0) }
        plant(plan, in: network)
        try network.run(beforeMilliseconds: plan.lookUpStart, onWindow: onProgress)
        let copiesBefore = copies(plan, network)
        try network.run(beforeMilliseconds: plan.end, onWindow: onProgress)
        return results(plan, world, network, copiesBefore)
    }

    /// Tasks are numbered: the nodes' joins, then the items' stores, then the look-ups.
    private static func plant(_ plan: CampaignPlan, in network: Network) {
        for (number, node) in plan.nodes.enumerated() {
            _ = network.start(atMilliseconds: node.startMilliseconds)
            let entries = plan.entries.filter { $0 < number }
            if !entries.isEmpty {
                network.begin(
                    SimulatedTask(number: number, .join(through: entries)), at: number,
                    atMilliseconds: node.startMilliseconds)
            }
            if let stop = node.stopMilliseconds {
                network.stop(number, atMilliseconds: stop)
            }
        }
        for (number, item) in plan.items.enumerated() {
            network.begin(
                SimulatedTask(number: plan.nodes.count + number, .store(item: number)),
                at: item.owner, atMilliseconds: item.milliseconds)
        }
        for (number, lookUp) in plan.lookUps.enumerated() {
            network.begin(
                SimulatedTask(
                    number: plan.nodes.count + plan.items.count + number,
                    .find(item: lookUp.item)),
                at: lookUp.node, atMilliseconds: lookUp.milliseconds)
        }
        if let healed = plan.healedMilliseconds { plantJoinsAgain(plan, healed, in: network) }
    }

    /// Nodes that lost sight of the others join again once the network is whole.
    private static func plantJoinsAgain(
        _ plan: CampaignPlan, _ healed: Int, in network: Network
    ) {
        let count = plan.nodes.count + plan.items.count + plan.lookUps.count
        for number in plan.nodes.indices where number > 0 {
            network.begin(
                SimulatedTask(
                    number: count + number,
                    .join(through: plan.entries.filter { $0 != number })), at: number,
                atMilliseconds: max(healed, plan.nodes[number].startMilliseconds))
        }
    }

    /// The number of honest running nodes that hold each item.
    private static func copies(_ plan: CampaignPlan, _ network: Network) -> CountDistribution {
        var counts = [Int](repeating: 0, count: plan.items.count)
        for number in plan.nodes.indices where plan.nodes[number].behaviour.isHonest {
            network.look(at: number) { peer in
                guard let peer else { return }
                for item in counts.indices where peer.holds(item: item) { counts[item] += 1 }
            }
        }
        return CountDistribution(counts)
    }

    private static func results(
        _ plan: CampaignPlan, _ world: World, _ network: Network,
        _ copiesBefore: CountDistribution
    ) -> LookUpResults {
        let lookUpNumbers = plan.nodes.count + plan.items.count
        var outcomes = [TaskOutcome?](repeating: nil, count: lookUpNumbers + plan.lookUps.count)
        // A task ends once; what a node says later of it is not asked for.
        for end in network.finished where outcomes.indices.contains(end.outcome.taskNumber) {
            let number = end.outcome.taskNumber
            if outcomes[number] == nil { outcomes[number] = end.outcome }
        }
        var judged = JudgedLookUps()
        for (number, lookUp) in plan.lookUps.enumerated() {
            judged.add(
                lookUp, outcomes[lookUpNumbers + number],
                expected: world.value(ofItem: lookUp.item),
                isStored: outcomes[plan.nodes.count + lookUp.item]?.isDone == true)
        }
        let sample = judged.longest.map { lookUp, path in
            LookUpResults.Sample(
                lookUp: lookUp, path: path, itemPosition: world.position(ofItem: lookUp.item))
        }
        let tableOwner = sample?.lookUp.node ?? 0
        return LookUpResults(
            profile: World.profile, settings: plan.settings, ends: judged.ends,
            success: ExactBinomial(
                successCount: judged.ends[0], count: plan.settings.lookUpCount),
            hops: judged.hops, messages: judged.messages, lostCount: judged.lostCount,
            copiesBefore: copiesBefore,
            copiesAfter: copies(plan, network),
            joinedCount: outcomes[..<plan.nodes.count].count { $0?.isDone == true },
            storedCount: outcomes[plan.nodes.count..<lookUpNumbers].count {
                $0?.isDone == true
            },
            startedNodeCount: plan.nodes.count, counts: network.counts,
            simulatedMilliseconds: plan.end, digest: network.digest,
            residents: residents(plan, world, network), sample: sample, tableOwner: tableOwner,
            table: network.look(at: tableOwner) { $0?.table ?? [] })
    }

    private static func residents(
        _ plan: CampaignPlan, _ world: World, _ network: Network
    ) -> [LookUpResults.Resident] {
        plan.nodes.indices.map { number in
            LookUpResults.Resident(
                number: number, position: world.position(ofNode: number),
                behaviour: plan.nodes[number].behaviour,
                isRunning: network.look(at: number) { $0 != nil })
        }
    }
}

/// Look-ups by their ends.
private struct JudgedLookUps {
    private(set) var ends = [Int](repeating: 0, count: LookUpResults.End.allCases.count)
    private(set) var hops = CountDistribution()
    private(set) var messages = CountDistribution()
    /// Look-ups that failed although the item's owner took it for stored.
    private(set) var lostCount = 0
    /// The first of those that succeeded over the longest path.
    private(set) var longest: (lookUp: CampaignPlan.LookUp, path: [Int])?

    mutating func add(
        _ lookUp: CampaignPlan.LookUp, _ outcome: TaskOutcome?, expected: [UInt8],
        isStored: Bool
    ) {
        let end = Self.end(outcome, expected: expected)
        ends[LookUpResults.End.allCases.firstIndex(of: end) ?? 0] += 1
        if isStored && end != .found { lostCount += 1 }
        guard let outcome else { return }
        messages.add(outcome.messageCount)
        guard end == .found else { return }
        hops.add(outcome.path.count)
        if outcome.path.count > longest?.path.count ?? -1 { longest = (lookUp, outcome.path) }
    }

    private static func end(
        _ outcome: TaskOutcome?, expected: [UInt8]
    ) -> LookUpResults.End {
        guard let outcome else { return .unfinished }
        guard let value = outcome.value else { return .missing }
        return value == expected ? .found : .wrong
    }
}
