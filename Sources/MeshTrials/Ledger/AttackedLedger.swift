internal import Cryptography
internal import MeshLedger
internal import MeshNetwork
internal import NetworkTrials
internal import Scenarios
internal import Trials

/// The hardened ledger of a trial: its slots come with the clock, their beacons from the seed.
///
/// **Determinism:** the state follows from the setup, the calls and their times.
struct AttackedLedger: Sendable {
    /// Something that happened to the ledger, for the referee.
    enum Event: Sendable {
        /// A call that was taken.
        case call([UInt8])
        /// A slot that began, with the state before and after.
        case slot(before: LedgerState, after: LedgerState)
    }

    private(set) var ledger: MeshLedger
    private(set) var events: [Event] = []
    private let seed: String

    /// **Throws:** ``StepFault`` never, as the genesis holds its rules.
    init(_ setup: TrialSetup) throws {
        try self.init(seed: setup.seed, guards: setup.guards)
    }

    init(seed: String, guards: Guards) throws {
        guard let genesis = ChainParties.genesis(MeshKeyring(seed: seed)) else {
            throw StepFault("a genesis against its rules")
        }
        self.seed = seed
        ledger = MeshLedger(genesis, guards: guards, foreignCurves: Self.foreignCurves)
    }

    /// The curves as a node would have them whose library has another exponential function.
    static let foreignCurves = RewardCurves(
        proposer: { RewardCurves.proposerFactor($0) - 1_000_000_000_000 },
        attestor: { RewardCurves.attestorFactor($0) - 1_000_000_000_000 })

    var guards: [Guard] { MeshLedgerGuards.all }
    /// The present slot, and its place in its epoch.
    var head: String { "epoch \(ledger.state.epoch.number) slot \(place)" }
    var stateDigest: Digest { Digest(bytes: ledger.stateDigest) }
    /// The staked peers as the present slot began.
    var registry: MeshRegistry { ledger.registry }
    var parameters: MeshParameters { ledger.genesis.parameters }
    /// The present slot's place in its epoch.
    var place: Int { Int(ledger.rules.windows.place(ledger.state.slot)) }

    /// Begins the slots up to a time, one by one.
    ///
    /// **Throws:** a refusal never, as each slot is the next one.
    mutating func advance(toMilliseconds milliseconds: Int) throws {
        let last = parameters.slot(atMilliseconds: milliseconds)
        while ledger.state.slot < last {
            let slot = ledger.state.slot + 1
            var random = ActorRandom(seed: seed, actor: "beacon of slot \(slot)")
            let before = ledger.state
            try ledger.advance(to: slot, beacon: random.bytes32())
            events.append(.slot(before: before, after: ledger.state))
        }
    }

    /// Gives the ledger a call in the present slot. **Result:** its refusal; nil if it was taken.
    mutating func submit(_ bytes: [UInt8]) -> Refusal? {
        do throws(Refusal) {
            try ledger.take(bytes)
            events.append(.call(bytes))
            return nil
        } catch {
            return error
        }
    }
}

/// A mesh that holds a hardened ledger.
protocol LedgerHolder: AttackedNetwork {
    var ledger: AttackedLedger { get }
}
