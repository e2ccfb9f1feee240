public import Auditing
public import Cryptography
public import Fingerprints
internal import Trials

/// Where proofs of inference come from in a trial: the embedded model, or digests where the model
/// is not what is tried.
public struct TrialModel: Sendable {
    public let proofs: any ProofSource
    /// The same model's, where text is cut by the tables of an older Unicode.
    public let olderTablesProofs: any ProofSource
    public let evidence: any EvidenceSource
    public let weightsHash: Digest
    /// For replay lines and reports.
    public let name: String
    /// What mining with it costs; nil where that was not measured.
    public let advantage: MinerAdvantage?

    public init(
        name: String, proofs: any ProofSource, olderTablesProofs: any ProofSource,
        evidence: any EvidenceSource, weightsHash: Digest,
        advantage: MinerAdvantage?
    ) {
        self.name = name
        self.proofs = proofs
        self.olderTablesProofs = olderTablesProofs
        self.evidence = evidence
        self.weightsHash = weightsHash
        self.advantage = advantage
    }
}

/// What one trial is made with.
struct TrialSetup: Sendable {
    let profile: Profile
    let guards: Guards
    let seed: String
    let model: TrialModel
    let budget: [(counter: String, countMax: Int)]
    let allowance: Scenario.Assumptions
    /// A folder of the trial's own, for a system that is restarted; nil for one in memory.
    let folder: String?
}

/// What an oracle saw.
enum Finding: Sendable, Equatable {
    case intact(String)
    case violated(String)
}

extension Finding {
    /// For people. The log holds the oracle's own words: its digest tells whether two versions saw
    /// the same, so that they are mended here.
    var evidence: String {
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
protocol TrialGround: AnyObject {
    associatedtype Oracle: RawRepresentable<String>

    var setup: TrialSetup { get }
    /// What happened, and who stopped it.
    var record: TrialRecord { get set }
    /// What honest use ran into during the attack.
    var complaint: String? { get set }
    var measurement: Measurement? { get }

    /// **Throws:** ``StepFault`` or an error of the laboratory.
    func perform(_ operation: any StepOperation) throws
    /// **Throws:** an error of the laboratory; an oracle that cannot decide never says intact.
    func finding(of oracle: Oracle) throws -> Finding
    /// What a budget's counter stands at; nil where there is none of that name.
    func count(of counter: String) throws -> Int?
    /// Honest use after the attack. **Result:** what was refused of it; nil where it went on.
    func poll() throws -> String?
}

extension TrialGround {
    var profile: Profile { setup.profile }

    func advance(_ seconds: Int) {
        record.clock.advance(to: record.clock.milliseconds + 1_000 * seconds)
    }

    func complain(_ what: String) {
        record.note(what)
        if complaint == nil { complaint = what }
    }

    /// What an oracle sees, by the name that files have for it.
    func finding(of name: String) throws -> Finding {
        guard let oracle = Oracle(rawValue: name) else { throw StepFault("no oracle \(name)") }
        let finding = try finding(of: oracle)
        record.note("\(name): \(finding)")
        return finding
    }

    /// Whether what the attack cost the system is within the scenario's budget.
    func budgetFinding() throws -> Finding {
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

/// A kind of ground, as scenario files name it.
struct GroundDescription: Sendable {
    let name: String
    let operations: [String]
    let oracles: [String]
    /// Where attacks enter.
    let entries: [String]
    /// Reject codes of a profile.
    let guards: @Sendable (Profile) -> [Guard]
    let read: @Sendable (String, inout StrictObject) throws(ScenarioError) -> any StepOperation
    let make: @Sendable (TrialSetup) throws -> any TrialGround
    /// Honest use without an attack, and the oracles that it must leave silent.
    let honestUse: @Sendable (inout ActorRandom) -> [any StepOperation]
    let nullOracles: @Sendable (Profile) -> [String]
    let nullBudget: [(counter: String, countMax: Int)]
}

/// What a trial noted: time, events, guards that fired.
struct TrialRecord {
    private(set) var log = EventLog()
    private(set) var guardsHit: [Guard] = []
    var clock: LogicalClock

    init(clock: LogicalClock) {
        self.clock = clock
    }

    mutating func note(_ what: String) { log.note(clock.milliseconds, what) }

    mutating func note(_ what: String, _ reply: Reply) {
        note(reply.refusals)
        let refusals = reply.refusals.map { "refused by \($0.by.name)" }
        note(
            "\(what): " + (refusals.isEmpty ? "taken" : refusals.joined(separator: ", "))
                + ", head \(reply.head), state \(reply.stateDigest.text)")
    }

    mutating func note(_ refusals: [Refusal]) {
        for refusal in refusals { note(hit: refusal.by) }
    }

    mutating func note(hit one: Guard) {
        if !guardsHit.contains(one) { guardsHit.append(one) }
    }
}
