/// All that happens to a network from outside, drawn from its seed before it starts.
///
/// Nodes start one after the other and join; items are stored; then look-ups start at equal
/// distances, each by an honest node that does not leave before it has had time to finish.
package struct CampaignPlan: Sendable {
    package struct Node: Sendable, Equatable {
        package let startMilliseconds: Int
        package fileprivate(set) var stopMilliseconds: Int?
        package let behaviour: PeerBehaviour

        func lives(from start: Int, through end: Int) -> Bool {
            startMilliseconds <= start && end < stopMilliseconds ?? Int.max
        }
    }

    package struct Item: Sendable, Equatable {
        package let owner: Int
        package let milliseconds: Int
    }

    package struct LookUp: Sendable, Equatable {
        package let node: Int
        package let item: Int
        package let milliseconds: Int
    }

    package let settings: CampaignSettings
    /// The first are the entries.
    package private(set) var nodes: [Node] = []
    package private(set) var items: [Item] = []
    package private(set) var lookUps: [LookUp] = []
    /// The time from which on items are stored.
    package let storeStart: Int
    package let lookUpStart: Int
    private let lookUpInterval: Int
    /// The time at which a look-up that is not finished has failed.
    package let end: Int

    package static let joinInterval = 20
    private static let storeInterval = 20
    /// Look-ups take a minute together, or more where there are so many or so few.
    private static let lookUpIntervalRange = 5...1_000
    private static let lookUpMilliseconds = 60_000
    /// The time for what was begun to come to rest.
    package static let restMilliseconds = 20_000
    private static let churnInterval = 1_000

    /// **Precondition:** settings within their bounds.
    package init(_ settings: CampaignSettings) {
        precondition(
            CampaignSettings.nodeCountRange.contains(settings.nodeCount)
                && (1...CampaignSettings.lookUpCountMax).contains(settings.lookUpCount)
                && settings.itemCount >= 1
                && (0...CampaignSettings.attackerPercentMax).contains(settings.attackerPercent)
                && (0...CampaignSettings.churnPermilleMax).contains(settings.churnPermille),
            "a campaign of \(settings.nodeCount) nodes and \(settings.lookUpCount) look-ups")
        self.settings = settings
        storeStart = settings.nodeCount * Self.joinInterval + Self.restMilliseconds
        lookUpStart =
            storeStart + settings.itemCount * Self.storeInterval + Self.restMilliseconds
        let range = Self.lookUpIntervalRange
        lookUpInterval = min(
            max(Self.lookUpMilliseconds / settings.lookUpCount, range.lowerBound),
            range.upperBound)
        end = lookUpStart + settings.lookUpCount * lookUpInterval + Self.restMilliseconds
        drawNodes()
        drawChurn()
        drawItems()
        drawLookUps()
    }

    /// The time from which on the network is whole; nil where it always is what it is.
    var healedMilliseconds: Int? {
        settings.heals ? lookUpStart - Self.restMilliseconds / 2 : nil
    }

    /// The network's settings, with its division where there is one.
    var simulation: SimulationSettings {
        var simulation = SimulationSettings(seed: settings.seed, faults: settings.faults)
        simulation.threadCount = settings.threadCount
        guard let healed = healedMilliseconds else { return simulation }
        simulation.healedMilliseconds = healed
        var random = random("sides")
        simulation.partitions = [
            SimulatedPartition(
                milliseconds: storeStart..<healed,
                sides: nodes.indices.map { _ in random.integer(in: 0...1) })
        ]
        return simulation
    }

    package var entries: [Int] { Array(0..<CampaignSettings.entryCount) }

    /// The attackers' numbers.
    package var attackers: [Int] { nodes.indices.filter { !nodes[$0].behaviour.isHonest } }

    private func random(_ purpose: String) -> CountedRandom {
        CountedRandom(
            CountedRandom.Key(seed: settings.seed, purpose: purpose), number: 0, counter: 0)
    }

    private mutating func drawNodes() {
        var random = random("attackers")
        var behaviours = [PeerBehaviour](repeating: .honest, count: settings.nodeCount)
        var candidates = Array(CampaignSettings.entryCount..<settings.nodeCount)
        for index in 0..<min(settings.attackerCount, candidates.count) {
            let place = random.integer(in: index...candidates.count - 1)
            candidates.swapAt(index, place)
            let attacks = PeerBehaviour.attacks
            behaviours[candidates[index]] = settings.attack ?? attacks[index % attacks.count]
        }
        nodes = behaviours.enumerated().map { number, behaviour in
            Node(
                startMilliseconds: number * Self.joinInterval, stopMilliseconds: nil,
                behaviour: behaviour)
        }
    }

    /// Once a second each node but the entries may leave; one that behaves alike takes its place.
    private mutating func drawChurn() {
        guard settings.churnPermille > 0 else { return }
        var random = random("churn")
        var living = Array(CampaignSettings.entryCount..<settings.nodeCount)
        for time in stride(from: storeStart, to: end, by: Self.churnInterval) {
            for place in living.indices
            where random.integer(in: 0...59_999) < settings.churnPermille {
                let old = living[place]
                nodes[old].stopMilliseconds = time
                living[place] = nodes.count
                nodes.append(
                    Node(
                        startMilliseconds: time, stopMilliseconds: nil,
                        behaviour: nodes[old].behaviour))
            }
        }
    }

    private mutating func drawItems() {
        var random = random("items")
        for item in 0..<settings.itemCount {
            let time = storeStart + item * Self.storeInterval
            items.append(Item(owner: honest(at: time, &random), milliseconds: time))
        }
    }

    private mutating func drawLookUps() {
        var random = random("look-ups")
        for number in 0..<settings.lookUpCount {
            let time = lookUpStart + number * lookUpInterval
            lookUps.append(
                LookUp(
                    node: honest(at: time, &random),
                    item: random.integer(in: 0...settings.itemCount - 1), milliseconds: time))
        }
    }

    /// An honest node that has had time to join and stays long enough; an entry where the draw
    /// finds no other.
    private func honest(at time: Int, _ random: inout CountedRandom) -> Int {
        for _ in 0..<1_000 {
            let node = random.integer(in: 0...nodes.count - 1)
            if nodes[node].behaviour.isHonest,
                nodes[node].lives(
                    from: time - Self.restMilliseconds, through: time + Self.restMilliseconds)
            {
                return node
            }
        }
        return random.integer(in: 0...CampaignSettings.entryCount - 1)
    }
}
