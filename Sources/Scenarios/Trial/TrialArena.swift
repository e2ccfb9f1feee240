package import Trials

/// The arena of one trial: the system's nodes, honest traffic, the attacker's workshop, and the
/// referee with books of its own.
///
/// The attacker never reports the verdict: steps only act, and an oracle looks at the system and at
/// the referee's notes.
package protocol TrialArena<Operation, Oracle>: AnyObject {
    associatedtype Operation: StepOperation
    associatedtype Oracle: RawRepresentable<String> & CaseIterable & Sendable

    var setup: TrialSetup { get }
    /// Events, and the guards that fired.
    var record: TrialRecord { get set }
    /// The first obstacle that honest use met during the attack.
    var complaint: String? { get set }
    var measurement: Measurement? { get }

    /// Performs an operation at a node, by its number from 0.
    ///
    /// **Throws:** ``StepFault`` or an error of the laboratory.
    func perform(_ operation: Operation, at node: Int) throws
    /// **Throws:** an error of the laboratory; an oracle that cannot decide never says intact.
    func finding(of oracle: Oracle) throws -> Finding
    /// A budget counter's value; nil for an unknown counter.
    func count(of counter: String) throws -> Int?
    /// Honest use after the attack. **Result:** its first refusal; nil where it went on.
    func poll() throws -> String?
}

extension TrialArena {
    package var profile: Profile { setup.profile }

    package func complain(_ what: String) {
        record.note(what)
        if complaint == nil { complaint = what }
    }

    /// The finding of an oracle by its name in files.
    package func finding(of name: String) throws -> Finding {
        guard let oracle = Oracle(rawValue: name) else { throw StepFault("no oracle \(name)") }
        let finding = try finding(of: oracle)
        record.note("\(name): \(finding)")
        return finding
    }

    /// Compares the attack's cost to the system with the scenario's budget.
    package func budgetFinding() throws -> Finding {
        guard !setup.budget.isEmpty else {
            throw StepFault("resources.bounded: the scenario has no budget")
        }
        var figures: [String] = []
        for (counter, countMax) in setup.budget {
            guard let count = try count(of: counter) else {
                throw StepFault("budget: no counter \(counter)")
            }
            guard count <= countMax else {
                return .violated("\(count) \(counter), at most \(countMax)")
            }
            figures.append("\(count) of \(countMax) \(counter)")
        }
        return .intact(figures.joined(separator: ", "))
    }
}
