internal import Trials

/// The named attacks × the systems of a run, with the verdicts of their scenarios.
struct NamedAttackGrid {
    struct Row {
        let name: String
        let about: String
        /// A cell for each system.
        let cells: [Cell]
    }

    struct Cell {
        let scenarios: [Scenario]
        /// In the order of `Profile.allCases`.
        let halves: [Half]
    }

    struct Scenario {
        let id: String
        /// In the order of `Profile.allCases`; nil where the run has none.
        let verdicts: [Verdict?]

        /// The id with a cross where it is broken in `published`, and an exclamation mark where it
        /// is not held in `hardened`.
        var marked: String {
            zip(Profile.allCases, verdicts).reduce(id) { text, entry in
                switch entry {
                case (.published, .broken): text + "×"
                case (.published, _), (.hardened, nil), (.hardened, .held): text
                case (.hardened, _): text + "!"
                }
            }
        }

        /// "SIG-01: published broken, hardened held".
        var words: String {
            let verdicts = zip(Profile.allCases, verdicts).map { profile, verdict in
                "\(profile.rawValue) \(verdict.map(ReportText.words) ?? "not tried")"
            }
            return "\(id): " + verdicts.joined(separator: ", ")
        }
    }

    /// The legend of ``Scenario/marked``.
    static let markNote = "× behind an id: broken in published; !: not held in hardened."

    /// An attack under one set of rules.
    enum Half {
        case tried(VerdictCounts)
        /// No verdict, with the place of the reason among `reasons`.
        case blank(reason: Int)
    }

    private static let notRun = "None of its scenarios is part of this run."
    private static let unsaid = "Nothing is said of this attack on this system."

    let systems: [String]
    let rows: [Row]
    /// Why cells are blank, each reason once, in the order in which they are first met.
    let reasons: [String]

    /// Nil where the run has none of the scenarios.
    init?(_ named: NamedAttacks, _ suite: SuiteResult) {
        let systems = SuiteGroup.systems(of: suite)
        var reasons: [String] = []
        var isMet = false
        rows = named.attacks.map { attack in
            Row(
                name: attack.name, about: attack.about,
                cells: systems.map { system in
                    let cell = attack.cells.first { $0.system.utf8.elementsEqual(system.utf8) }
                    let made = Self.cell(cell, system: system, suite, &reasons)
                    isMet =
                        isMet || made.scenarios.contains { !$0.verdicts.allSatisfy { $0 == nil } }
                    return made
                })
        }
        guard isMet else { return nil }
        self.systems = systems
        self.reasons = reasons
    }

    private static func cell(
        _ cell: NamedAttacks.Cell?, system: String, _ suite: SuiteResult,
        _ reasons: inout [String]
    ) -> Cell {
        let ids = cell?.scenarios ?? []
        let results = suite.results.filter { result in
            result.scenario.system.utf8.elementsEqual(system.utf8)
                && ids.contains { $0.utf8.elementsEqual(result.scenario.id.utf8) }
        }
        var halves: [Half] = []
        for profile in Profile.allCases {
            let tried = results.filter { $0.profile == profile }
            if tried.isEmpty {
                let reason = cell?.reason(profile) ?? (ids.isEmpty ? unsaid : notRun)
                halves.append(.blank(reason: place(of: reason, in: &reasons)))
            } else {
                halves.append(.tried(VerdictCounts(tried, scenarioCount: ids.count)))
            }
        }
        return Cell(
            scenarios: ids.map { id in
                Scenario(
                    id: id,
                    verdicts: Profile.allCases.map { profile in
                        results.first {
                            $0.profile == profile && $0.scenario.id.utf8.elementsEqual(id.utf8)
                        }?.verdict
                    })
            }, halves: halves)
    }

    private static func place(of reason: String, in reasons: inout [String]) -> Int {
        if let place = reasons.firstIndex(of: reason) { return place }
        reasons.append(reason)
        return reasons.count - 1
    }
}
