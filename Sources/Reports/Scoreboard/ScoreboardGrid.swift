internal import Trials

/// A run as claims × systems × profiles, with the sums of each system.
///
/// Systems are told apart by their bytes and come in the run's order; nothing here knows how many
/// there are.
struct ScoreboardGrid {
    /// A claim on a system, or all claims on it.
    struct Cell: Equatable {
        let system: String
        /// Nil for all of a system's.
        let claim: Claim?
        let scenarioCount: Int
        /// In the order of `Profile.allCases`.
        let counts: [VerdictCounts]
    }

    /// A system, or all of them.
    struct Sum: Equatable {
        let scenarioCount: Int
        /// Different guard × oracle × entry of a system; those of all systems are added.
        let tripleCount: Int
        /// Root causes that a scenario was broken by.
        let rootCauseCount: Int
    }

    let systems: [String]
    /// The claims that any system was attacked on.
    let claims: [Claim]
    /// A row for each claim, a cell for each system.
    let cells: [[Cell]]
    /// A cell for each system.
    let totals: [Cell]
    let sums: [Sum]
    let surpriseCount: Int

    init(_ suite: SuiteResult) {
        let systems = SuiteGroup.systems(of: suite)
        let ofSystems = systems.map { system in
            suite.results.filter { $0.scenario.system.utf8.elementsEqual(system.utf8) }
        }
        self.systems = systems
        claims = Claim.allCases.filter { claim in
            suite.results.contains { $0.scenario.claim == claim }
        }
        cells = claims.map { claim in
            zip(systems, ofSystems).map { system, results in
                Self.cell(system, claim, results.filter { $0.scenario.claim == claim })
            }
        }
        totals = zip(systems, ofSystems).map { Self.cell($0, nil, $1) }
        let holes = suite.scoreboard.holes
        sums = zip(systems, ofSystems).map { system, results in
            Sum(
                scenarioCount: Self.scenarioCount(results),
                tripleCount: Scoreboard.triples(of: results).count,
                rootCauseCount: holes.count {
                    $0.hole.system.utf8.elementsEqual(system.utf8) && !$0.brokenBy.isEmpty
                })
        }
        surpriseCount = suite.results.count { TrialOutcome($0).isSurprise }
    }

    /// All systems together.
    var sum: Sum {
        Sum(
            scenarioCount: sums.reduce(0) { $0 + $1.scenarioCount },
            tripleCount: sums.reduce(0) { $0 + $1.tripleCount },
            rootCauseCount: sums.reduce(0) { $0 + $1.rootCauseCount })
    }

    /// The systems' sums, a row for each kind.
    var sumRows: [(name: String, counts: [Int])] {
        [
            ("scenarios", sums.map(\.scenarioCount)),
            ("triples *", sums.map(\.tripleCount)),
            ("root causes", sums.map(\.rootCauseCount)),
        ]
    }

    private static func cell(_ system: String, _ claim: Claim?, _ results: [TrialResult]) -> Cell {
        let scenarioCount = scenarioCount(results)
        return Cell(
            system: system, claim: claim, scenarioCount: scenarioCount,
            counts: Profile.allCases.map { profile in
                VerdictCounts(
                    results.filter { $0.profile == profile }, scenarioCount: scenarioCount)
            })
    }

    private static func scenarioCount(_ results: [TrialResult]) -> Int {
        var seen: Set<[UInt8]> = []  // membership and count only, never iterated
        for result in results { seen.insert(Array(result.scenario.id.utf8)) }
        return seen.count
    }
}
