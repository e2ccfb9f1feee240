import ArgumentParser
import MeshSimulation
import Trials

/// The rules of simulated nodes.
enum MeshProfile: String, ExpressibleByArgument, CaseIterable {
    case hardened, published, both

    var kinds: [MeshProfile] { self == .both ? [.published, .hardened] : [self] }
}

/// "50,100,200".
struct NumberList: ExpressibleByArgument {
    let numbers: [Int]

    init(_ numbers: [Int]) {
        self.numbers = numbers
    }

    init?(argument: String) {
        var numbers: [Int] = []
        for part in argument.split(separator: ",", omittingEmptySubsequences: false) {
            guard let number = Int(part), !numbers.contains(number), numbers.count < 16 else {
                return nil
            }
            numbers.append(number)
        }
        self.init(numbers)
    }

    var defaultValueDescription: String {
        numbers.map(String.init).joined(separator: ",")
    }
}

/// "10-60", milliseconds.
struct DelayRange: ExpressibleByArgument {
    private static let bounds = 1...10_000

    let milliseconds: ClosedRange<Int>

    init(_ milliseconds: ClosedRange<Int>) {
        self.milliseconds = milliseconds
    }

    init?(argument: String) {
        let parts = argument.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, let least = Int(parts[0]), let most = Int(parts[1]),
            Self.bounds.contains(least), Self.bounds.contains(most), least <= most
        else { return nil }
        self.init(least...most)
    }

    var defaultValueDescription: String {
        "\(milliseconds.lowerBound)-\(milliseconds.upperBound)"
    }
}

/// The options of a simulated mesh.
struct MeshRunOptions: ParsableArguments {
    @Option(help: "The rules: hardened, published, or both one after the other.")
    var profile = MeshProfile.hardened

    @Option(
        help: """
            How many nodes there are, \(CampaignSettings.nodeCountRange.lowerBound) to \
            \(CampaignSettings.nodeCountRange.upperBound); of several numbers each.
            """)
    var nodes = NumberList([200])

    @OptionGroup var seed: SeedOption

    @Option(help: "How many look-ups there are, 1 to \(CampaignSettings.lookUpCountMax).")
    var lookUps = 1_000

    @Option(help: "How many records are stored first, 1 to 1,000.")
    var items = 100

    @Option(
        help: """
            How many percent of the nodes attack, 0 to \(CampaignSettings.attackerPercentMax); of \
            several numbers each.
            """)
    var attackers = NumberList([0])

    @Option(
        help: "The attack of all attackers; by default a third of them each attacks by each one.")
    var attack: PeerBehaviour?

    @Option(
        help: """
            How many of a thousand nodes leave in a minute and are replaced, 0 to \
            \(CampaignSettings.churnPermilleMax).
            """)
    var churn = 0

    @Option(help: "How long a message is under way, in ms, at least and at most.")
    var delay = DelayRange(SimulationSettings.delayMillisecondsDefault)

    @Option(help: "How many of a thousand messages are lost, 0 to 1,000.")
    var drop = 0

    @OptionGroup var threads: ThreadsOption

    private static let itemCountMax = 1_000

    func validate() throws {
        for (name, numbers, range) in [
            ("nodes", nodes.numbers, CampaignSettings.nodeCountRange),
            ("attackers", attackers.numbers, 0...CampaignSettings.attackerPercentMax),
            ("look-ups", [lookUps], 1...CampaignSettings.lookUpCountMax),
            ("items", [items], 1...Self.itemCountMax),
            ("churn", [churn], 0...CampaignSettings.churnPermilleMax),
            ("drop", [drop], 0...1_000),
        ] {
            for number in numbers where !range.contains(number) {
                throw ValidationError(
                    "\(name): expected \(range.lowerBound) to \(range.upperBound), got \(number)")
            }
        }
        if attack == .honest {
            throw ValidationError("attack: expected one of those that attack, got honest")
        }
    }

    /// A mesh for each number of nodes and each share of attackers.
    var campaigns: [CampaignSettings] {
        nodes.numbers.flatMap { nodeCount in
            attackers.numbers.map { percent in
                var settings = CampaignSettings(
                    nodeCount: nodeCount, lookUpCount: lookUps, seed: seed.digits)
                settings.itemCount = items
                settings.attackerPercent = percent
                settings.attack = attack
                settings.churnPermille = churn
                settings.faults.delayMilliseconds = delay.milliseconds
                settings.faults.dropPermille = drop
                settings.threadCount = threads.count
                return settings
            }
        }
    }
}

extension PeerBehaviour: ExpressibleByArgument {}
