package import Cryptography
internal import Encodings
internal import NetworkTrials
internal import PublishedHybrid
package import Scenarios
package import Trials

/// A small published network in one value: consensus nodes and averagers over one record store, and
/// an engine.
///
/// **Determinism:** state follows from the setup, the messages and their clocks.
package final class PublishedHybridSystem: AttackedNetwork {
    let setup: TrialSetup
    private let keyring: HybridKeyring
    let checks: HybridChecks
    /// Keys that were asked for before, by name.
    private var derived: [[UInt8]: PublishedHybridKeys] = [:]  // looked up, never iterated
    private(set) var rules = PublishedHybridRules()
    private(set) var validators: [BeaconValidator] = []
    private var nodes: [ConsensusNode] = []
    /// The root of each node's state.
    private var stateRoots: [[UInt8]] = []
    var records: RecordStore
    /// Members whose look-ups fail.
    private var withheld: [String] = []
    /// Ids of deltas in the order in which they came, since the last round.
    var announced: [String] = []
    var averagers: [HybridAverager] = []
    var engine = PublishedEngine()
    /// Calls of the engine that wait.
    var waits: [EnginePending] = []
    /// Unix time, in seconds.
    private(set) var now = HybridParties.startMilliseconds / 1_000

    // The referee's evidence: all that came out.
    private(set) var judged: [JudgedBlock] = []
    var averaged: [AveragedRound] = []
    var turns: [EngineTurn] = []
    /// The roots of node 0 and of one that had read the history, each time that one did.
    private(set) var rootsRead: [(first: [UInt8], late: [UInt8])] = []
    /// Blocks that node 0 took, in order.
    private(set) var history: [BlockMessage] = []
    /// A hash of all that changed the network, in order.
    private var trace: [UInt8] = []

    package init(_ setup: TrialSetup) {
        self.setup = setup
        keyring = HybridKeyring(seed: setup.seed)
        checks = HybridChecks(
            without: HybridCheck.allCases.filter { !setup.guards.has(Guard($0.rawValue)) })
        records = RecordStore(checks: checks)
        begin(rules)
    }

    /// Begins anew under these rules.
    package func begin(_ rules: PublishedHybridRules) {
        self.rules = rules
        validators = rules.validators.map {
            BeaconValidator(
                publicKey: keys($0.name).publicKey, isSlashed: $0.isSlashed,
                activationEpoch: $0.activationEpoch, exitEpoch: $0.exitEpoch)
        }
        records = RecordStore(checks: checks)
        withheld = []
        stateRoots = rules.quorumSettings.map { _ in Self.genesisRoot }
        (judged, averaged, turns, history, announced) = ([], [], [], [], [])
        rootsRead = []
        start()
    }

    private static let genesisRoot = [UInt8](repeating: 0, count: 32)

    /// Starts all processes: they hold nothing but what is in memory.
    private func start() {
        nodes = rules.quorumSettings.map {
            ConsensusNode(quorumSetting: $0, isMinimal: rules.isMinimal, checks: checks)
        }
        averagers = HybridParties.all.map { HybridAverager(name: $0, checks: checks) }
        engine = PublishedEngine()
        waits = []
        trace(Array("start".utf8))
    }

    package func keys(_ name: String) -> PublishedHybridKeys {
        if let seeded = rules.seededName, seeded.utf8.elementsEqual(name.utf8) {
            return PublishedHybridKeys(genesisSeed: PublishedHybridKeys.shippedSeed)
        }
        let text = Array(name.utf8)
        if let keys = derived[text] { return keys }
        let keys = PublishedHybridKeys(name, keyring)
        derived[text] = keys
        return keys
    }

    func withhold(_ members: [String]) { withheld = members }

    // MARK: The face

    package var profile: Profile { .published }
    package let surfaces = HybridSurfaces.all
    package var guards: [Guard] { PublishedTrialGuards.all }
    package var head: String { Hexadecimal.text(of: headIdentifier) }
    var headIdentifier: [UInt8] {
        history.last?.identifier ?? [UInt8](repeating: 0, count: 32)
    }
    /// A published process has nothing on its disk.
    var storeDocument: [UInt8] { [] }
    var storedLines: [String] { [] }

    package var stateDigest: Digest {
        Digests.sha256(trace + Array("\(engine.jobCount) \(announced.count)".utf8))
    }

    /// Adds something that happened to the state's trace.
    func trace(_ bytes: [UInt8]) { trace = Digests.sha256(trace + bytes).bytes }

    package func submit(
        _ bytes: [UInt8], to surface: Surface, from source: Source, at clock: LogicalClock
    ) throws -> Reply {
        guard surfaces.contains(surface) else { throw UnknownSurface(surface: surface) }
        pass(to: clock.milliseconds / 1_000)
        var refusals: [Guard] = []
        var died = false
        switch surface {
        case HybridSurfaces.record: refusals = take(record: bytes)
        case HybridSurfaces.block: refusals = judge(bytes)
        case HybridSurfaces.engine: (refusals, died) = call(bytes)
        case HybridSurfaces.desk: refusals = work(bytes)
        case HybridSurfaces.store: start()
        default: break
        }
        return Reply(
            refusals: refusals.map { Refusal(index: nil, by: $0, message: "") }, head: head,
            stateDigest: stateDigest, died: died)
    }

    private func pass(to seconds: Int) {
        guard seconds > now else { return }
        look(until: seconds)
        now = seconds
    }

    // MARK: Records

    /// An averager hears of no more deltas in a round.
    private static let announcedCountMax = 1_024

    private func take(record bytes: [UInt8]) -> [Guard] {
        guard let message = RecordMessage(parsing: bytes) else {
            return [PublishedTrialGuards.message]
        }
        let key = RecordKey(utf8: message.key)
        let refusal = records.store(message.value, for: key, expires: message.expires, now: now)
        if let refusal { return [Guard(refusal.rawValue)] }
        trace(bytes)
        let prefix = "raw:"
        if key.text.hasPrefix(prefix) {
            let id = String(key.text.dropFirst(prefix.count))
            if announced.count < Self.announcedCountMax,
                !announced.contains(where: { $0.utf8.elementsEqual(id.utf8) })
            {
                announced.append(id)
            }
        }
        return []
    }

    // MARK: Blocks

    private func judge(_ bytes: [UInt8]) -> [Guard] {
        guard let message = BlockMessage(parsing: bytes) else {
            return [PublishedTrialGuards.message]
        }
        let refusals = nodes.indices.map { judge(message, at: $0, &nodes[$0], &stateRoots[$0]) }
        if refusals.first == .some(nil) { history.append(message) }
        return refusals.compactMap { $0 }
    }

    /// Lets a node that was not there read the history.
    func follow() -> [Guard] {
        var late = ConsensusNode(checks: checks)
        var root = Self.genesisRoot
        let refusals = history.compactMap { judge($0, at: nodes.count, &late, &root) }
        rootsRead.append((stateRoots.first ?? Self.genesisRoot, root))
        return refusals
    }

    private func judge(
        _ message: BlockMessage, at number: Int, _ node: inout ConsensusNode,
        _ root: inout [UInt8]
    ) -> Guard? {
        let passes = passes(message)
        if passes { change(&root, message) }
        var answers: [(key: RecordKey, answer: ConsensusNode.LookUp)] = []
        let judgement = node.judge(
            consensusBlock(message),
            in: ConsensusNode.Surroundings(
                validators: validators, passesStateTransition: passes,
                lookUp: { [self] key in
                    let answer = lookUp(key)
                    answers.append((key, answer))
                    return answer
                }))
        let refusal = judgement.refusal.map { Guard($0.rawValue) }
            .flatMap { setup.guards.has($0) ? $0 : nil }
        let identifier = message.identifier
        trace(identifier + Array("\(number) \(refusal?.name ?? "taken")".utf8))
        judged.append(
            JudgedBlock(
                message: message, identifier: identifier, node: number, seconds: now,
                refusal: refusal, answers: answers,
                slashing: judgement.slashing))
        return refusal
    }

    private func consensusBlock(_ message: BlockMessage) -> ConsensusBlock {
        var signature = ConsensusBlock.Signature.malformed
        if message.signature.isEmpty { signature = .empty }
        if message.signature.count == Ed25519.signatureByteCount {
            let name = proposerName(message)
            let isTrue = name.map {
                Ed25519.verifies(
                    message.signature, message: message.signedBytes,
                    publicKey: keys($0).signing.publicKey)
            }
            signature = isTrue == true ? .good : .wrong
        }
        return ConsensusBlock(
            identifier: message.identifier, slot: message.slot, proposer: message.proposer,
            extraData: message.extraData, signature: signature)
    }

    /// The name of the validator that a block names as its proposer.
    func proposerName(_ message: BlockMessage) -> String? {
        guard message.proposer < UInt64(rules.validators.count) else { return nil }
        return rules.validators[Int(message.proposer)].name
    }

    /// The state transition, which is an input of the published rule: here it asks that the
    /// proposer is in the list, not slashed, and has signed.
    private func passes(_ message: BlockMessage) -> Bool {
        guard message.proposer < UInt64(validators.count) else { return false }
        return !validators[Int(message.proposer)].isSlashed
            && consensusBlock(message).signature == .good
    }

    /// The transition, which comes before all that is asked of votes.
    private func change(_ root: inout [UInt8], _ message: BlockMessage) {
        root = Digests.sha256(root + message.identifier).bytes
    }

    private func lookUp(_ key: RecordKey) -> ConsensusNode.LookUp {
        let isWithheld = withheld.contains { name in
            key.text.hasSuffix(":" + Hexadecimal.text(of: keys(name).peer.bytes))
        }
        if isWithheld { return .failed }
        return records.record(for: key, now: now).map { .value($0.value) } ?? .missing
    }

    /// Whether records of now give an update a quorum: an honest proposer looks before.
    func hasQuorum(_ update: [UInt8], slot: UInt64) -> Bool {
        var copy = records
        let members = Committee.members(slot: slot, validators: validators)
        let votes = members.count { member in
            let key = AcknowledgementKey(updateIdentifier: update, peer: member).recordKey
            return copy.record(for: key, now: now)?.value == AcknowledgementKey.value
        }
        return votes >= AcknowledgementQuorum.ordinary(memberCount: members.count)
    }
}
