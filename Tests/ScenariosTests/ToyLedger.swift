import Cryptography
import Scenarios
import Trials

/// A ledger of three accounts, small enough to see through. A transfer is a line
/// "from to amount nonce". `published` has two holes: it takes a nonce twice, and it pays what an
/// account does not hold.
struct ToyLedger: SystemUnderTest {
    static let form = Guard("toy_form")
    static let nonce = Guard("toy_nonce")
    static let balance = Guard("toy_balance")
    static let transfers = Surface("transfer")

    let profile: Profile
    let missing: Guards
    private(set) var accounts = [("ada", 100), ("ben", 100), ("eve", 100)]
    private(set) var nonces = [0, 0, 0]

    init(profile: Profile, guards: Guards) {
        (self.profile, missing) = (profile, guards)
    }

    static func guards(_ profile: Profile) -> [Guard] {
        profile == .published ? [form] : [form, nonce, balance]
    }

    var guards: [Guard] { Self.guards(profile) }
    var surfaces: [Surface] { [Self.transfers] }
    var head: String { nonces.map { "\($0)" }.joined(separator: " ") }
    var total: Int { accounts.reduce(0) { $0 + $1.1 } }

    var stateDigest: Digest {
        Digests.sha256("\(accounts) \(nonces)".utf8)
    }

    private func stands(_ one: Guard) -> Bool { guards.contains(one) && missing.has(one) }

    mutating func submit(
        _ bytes: [UInt8], to surface: Surface, from source: Source, at clock: LogicalClock
    ) throws -> Reply {
        guard surface == Self.transfers else { throw UnknownSurface(surface: surface) }
        let refusal = take(String(decoding: bytes, as: UTF8.self))
        return Reply(
            refusals: refusal.map { [Refusal(index: nil, by: $0, message: "no")] } ?? [],
            head: head, stateDigest: stateDigest)
    }

    private mutating func take(_ line: String) -> Guard? {
        let words = line.split(separator: " ")
        func account(_ word: Int) -> Int? {
            words.count == 4 ? accounts.firstIndex { $0.0 == words[word] } : nil
        }
        guard let from = account(0), let to = account(1), let amount = Int(words[2]),
            let nonce = Int(words[3])
        else { return stands(Self.form) ? Self.form : nil }
        if stands(Self.nonce), nonce != nonces[from] { return Self.nonce }
        if stands(Self.balance), amount > accounts[from].1 { return Self.balance }
        accounts[from].1 -= amount
        accounts[to].1 += amount
        nonces[from] += 1
        return nil
    }
}

enum ToyOracle: String, CaseIterable {
    /// Nobody holds less than nothing.
    case solvent = "toy.solvent"
    /// Each line was taken once at most.
    case once = "toy.once"
    /// Fires without reason: a null run must say so.
    case liar = "toy.liar"
}

enum ToyOperation: StepOperation {
    case make(artefact: String, line: String)
    case submit(what: String, times: Int)

    static let kinds: [StepKind<ToyOperation>] = [
        StepKind(
            "make", "Make a line.", StepMember<String>.makes(), .text("line", "The line.")
        ) { .make(artefact: $0, line: $1) },
        StepKind(
            "submit", "Send a line to the ledger.",
            StepMember<String>.takes("what", "The line."),
            .integer("times", in: 1...10, standard: 1, "How often."),
            grants: [("do", .surface(ToyLedger.transfers.name))]
        ) { .submit(what: $0, times: $1) },
    ]
}

final class ToyArena: TrialArena {
    typealias Oracle = ToyOracle

    let setup: TrialSetup
    var record = TrialRecord(clock: LogicalClock(milliseconds: 0))
    var complaint: String?
    var measurement: Measurement? { nil }
    private(set) var system: ToyLedger
    private(set) var artefacts: [String: [UInt8]] = [:]  // looked up, never iterated
    private var takenLines: [[UInt8]] = []

    init(_ setup: TrialSetup) {
        self.setup = setup
        system = ToyLedger(profile: setup.profile, guards: setup.guards)
    }

    func perform(_ operation: ToyOperation, at node: Int) throws {
        switch operation {
        case .make(let name, let line): artefacts[name] = Array(line.utf8)
        case .submit(let name, let times):
            guard let bytes = artefacts[name] else { throw StepFault("no artefact \(name)") }
            for _ in 0..<times { _ = try send(bytes) }
        }
    }

    func send(_ bytes: [UInt8]) throws -> Reply {
        let reply = try system.submit(
            bytes, to: ToyLedger.transfers, from: Source(1), at: record.clock)
        record.note("a line", reply)
        if reply.isAccepted { takenLines.append(bytes) }
        return reply
    }

    func finding(of oracle: ToyOracle) throws -> Finding {
        switch oracle {
        case .solvent:
            let debtor = system.accounts.first { $0.1 < 0 }
            return debtor.map { .violated("\($0.0) holds \($0.1)") } ?? .intact("all are solvent")
        case .once:
            let isTwice = Set(takenLines).count < takenLines.count
            return isTwice ? .violated("a line was taken twice") : .intact("each line once")
        case .liar: return .violated("nothing at all")
        }
    }

    func count(of counter: String) throws -> Int? { nil }

    func poll() throws -> String? {
        let nonce = system.nonces[0]
        let reply = try send(Array("ada ben 1 \(nonce)".utf8))
        return reply.isAccepted ? nil : "an honest transfer is refused"
    }
}

struct ToyTrials: SystemTrials {
    let name = "toy"
    let entries = ["transfer"]
    let nullBudget: [(counter: String, countMax: Int)] = []
    /// Oracles of honest use.
    var silentOracles = [ToyOracle.solvent, .once]

    func guards(_ profile: Profile) -> [Guard] { ToyLedger.guards(profile) }

    func arena(_ setup: TrialSetup) throws -> any TrialArena<ToyOperation, ToyOracle> {
        ToyArena(setup)
    }

    func honestUse(
        _ random: inout ActorRandom, nodeCount: Int
    ) -> HonestUse<ToyOperation> {
        let amount = random.integer(in: 1...9)
        return HonestUse(
            [
                .make(artefact: "honest", line: "ada ben \(amount) 0"),
                .submit(what: "honest", times: 1),
            ], needsDisk: false)
    }

    func nullOracles(_ profile: Profile, nodeCount: Int) -> [ToyOracle] { silentOracles }
}
