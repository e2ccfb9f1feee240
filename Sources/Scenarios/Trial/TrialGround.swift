package import Trials

/// What one trial is made with.
package struct TrialSetup: Sendable {
    package let profile: Profile
    package let guards: Guards
    package let seed: String
    package let budget: [(counter: String, countMax: Int)]
    package let allowance: Scenario.Assumptions
    /// A folder of the trial's own, for a system that is restarted; nil for one in memory.
    package let folder: String?
}

/// What an oracle saw.
package enum Finding: Sendable, Equatable {
    case intact(String)
    case violated(String)
}

extension Finding {
    /// For people. The log holds the oracle's own words: its digest tells whether two versions saw
    /// the same, so that they are mended here.
    package var evidence: String {
        switch self {
        case .intact(let text), .violated(let text):
            text.hasPrefix("1 payments, each") ? "1 payment" + text.dropFirst(16) : text
        }
    }
}

/// One trial's system with the attacker's tools, honest traffic, and the referee's own books.
///
/// The attacker never reports the verdict: steps only act, and an oracle looks at the system and at
/// what the referee noted himself.
package protocol TrialGround<Operation, Oracle>: AnyObject {
    associatedtype Operation: StepOperation
    associatedtype Oracle: RawRepresentable<String> & CaseIterable & Sendable

    var setup: TrialSetup { get }
    /// What happened, and who stopped it.
    var record: TrialRecord { get set }
    /// What honest use ran into during the attack.
    var complaint: String? { get set }
    var measurement: Measurement? { get }

    /// **Throws:** ``StepFault`` or an error of the laboratory.
    func perform(_ operation: Operation) throws
    /// **Throws:** an error of the laboratory; an oracle that cannot decide never says intact.
    func finding(of oracle: Oracle) throws -> Finding
    /// What a budget's counter stands at; nil where there is none of that name.
    func count(of counter: String) throws -> Int?
    /// Honest use after the attack. **Result:** what was refused of it; nil where it went on.
    func poll() throws -> String?
}

extension TrialGround {
    package var profile: Profile { setup.profile }

    package func advance(_ seconds: Int) {
        record.clock.advance(to: record.clock.milliseconds + 1_000 * seconds)
    }

    package func complain(_ what: String) {
        record.note(what)
        if complaint == nil { complaint = what }
    }

    /// What an oracle sees, by the name that files have for it.
    package func finding(of name: String) throws -> Finding {
        guard let oracle = Oracle(rawValue: name) else { throw StepFault("no oracle \(name)") }
        let finding = try finding(of: oracle)
        record.note("\(name): \(finding)")
        return finding
    }

    /// Whether what the attack cost the system is within the scenario's budget.
    package func budgetFinding() throws -> Finding {
        guard !setup.budget.isEmpty else { throw StepFault("a budget of nothing") }
        var figures: [String] = []
        for (counter, countMax) in setup.budget {
            guard let count = try count(of: counter) else {
                throw StepFault("no counter \(counter)")
            }
            guard count <= countMax else {
                return .violated("\(count) \(counter), at most \(countMax)")
            }
            figures.append("\(count) of \(countMax) \(counter)")
        }
        return .intact(figures.joined(separator: ", "))
    }
}
