/// All that a run of the suite found.
package struct SuiteResult: Sendable {
    /// By system and id, `published` before `hardened`.
    package let results: [TrialResult]
    /// The root causes that scenarios name, in the order in which they are listed.
    package let holes: [Hole]
    package let seed: String
    /// The known failures that the run was given, also those of scenarios that it left out.
    package let knownFailures: [KnownFailure]
    /// How many trials were left out, since the run stopped at an unexpected verdict.
    package let notRunCount: Int

    package init(
        results: [TrialResult], holes: [Hole], seed: String, knownFailures: [KnownFailure] = [],
        notRunCount: Int = 0
    ) {
        self.results = results
        self.holes = holes
        self.seed = seed
        self.knownFailures = knownFailures
        self.notRunCount = notRunCount
    }

    /// Known failures that were tried and did not fail.
    package var goneFailures: [KnownFailure] {
        knownFailures.filter { known in
            results.contains { known.isOf($0) && $0.isAsExpected }
        }
    }

    package var scoreboard: Scoreboard { Scoreboard(self) }
}

/// A root cause for which published systems break.
package struct Hole: Sendable, Equatable {
    package let id: String
    package let system: String
    /// The root cause, in one sentence.
    package let title: String

    package init(id: String, system: String, title: String) {
        self.id = id
        self.system = system
        self.title = title
    }
}

/// The counts of a run: for each claim on a system, for each system and for each hole.
package struct Scoreboard: Sendable, Equatable {
    /// A claim on a system.
    package struct Row: Sendable, Equatable {
        package let system: String
        /// Nil for all of a system's.
        package let claim: Claim?
        package let scenarioCount: Int
        /// Different (guard, oracle, entry), over both profiles.
        package let tripleCount: Int
        package let publishedBrokenCount: Int
        package let hardenedHeldCount: Int
        /// Verdicts other than their scenarios expect, known failures left out.
        package let surpriseCount: Int
    }

    /// A guard, attacked at an entry and judged by an oracle: scenarios of one triple test the
    /// same, whatever they are called.
    package struct Triple: Sendable, Hashable {
        package let guardName: String
        package let oracle: String
        package let entry: String
    }

    /// By system, then in the order of the claims; none without scenarios.
    package let rows: [Row]
    /// The sums over the claims of each system, by the system's name.
    package let totals: [Row]
    /// A root cause and the scenarios that are broken by it in `published`.
    package let holes: [(hole: Hole, brokenBy: [String])]

    package static func == (left: Scoreboard, right: Scoreboard) -> Bool {
        left.rows == right.rows && left.totals == right.totals
            && left.holes.elementsEqual(right.holes) {
                $0.hole == $1.hole && $0.brokenBy == $1.brokenBy
            }
    }

    init(_ suite: SuiteResult) {
        let systems = Self.ordered(suite.results.map(\.scenario.system))
        var rows: [Row] = []
        var totals: [Row] = []
        for system in systems {
            let ofSystem = suite.results.filter { $0.scenario.system == system }
            for claim in Claim.allCases {
                let ofClaim = ofSystem.filter { $0.scenario.claim == claim }
                if !ofClaim.isEmpty { rows.append(Self.row(system, claim, ofClaim)) }
            }
            totals.append(Self.row(system, nil, ofSystem))
        }
        self.rows = rows
        self.totals = totals
        holes = suite.holes.map { hole in
            let broken = suite.results.filter {
                $0.profile == .published && $0.verdict == .broken
                    && $0.scenario.holes.contains(hole.id) && $0.scenario.system == hole.system
            }
            return (hole, Self.ordered(broken.map(\.scenario.id)))
        }
    }

    /// The triples of results: only guards that were asked for and fired count.
    package static func triples(of results: [TrialResult]) -> Set<Triple> {
        var triples: Set<Triple> = []  // membership and count only, never iterated
        for result in results {
            for expected in result.guardsExpected where result.guardsHit.contains(expected) {
                triples.insert(
                    Triple(
                        guardName: expected.name, oracle: result.scenario.oracle,
                        entry: result.scenario.entry.name))
            }
        }
        return triples
    }

    private static func row(_ system: String, _ claim: Claim?, _ results: [TrialResult]) -> Row {
        Row(
            system: system, claim: claim,
            scenarioCount: ordered(results.map(\.scenario.id)).count,
            tripleCount: triples(of: results).count,
            publishedBrokenCount: results.count {
                $0.profile == .published && $0.verdict == .broken
            },
            hardenedHeldCount: results.count { $0.profile == .hardened && $0.verdict == .held },
            surpriseCount: results.count { !$0.isAsExpected && $0.knownReason == nil })
    }

    /// The different names, in the order in which they first came.
    private static func ordered(_ names: [String]) -> [String] {
        var seen: Set<String> = []  // membership only, never iterated
        return names.filter { seen.insert($0).inserted }
    }
}
