internal import BigInt
internal import NetworkTrials
internal import PublishedMeshChain
internal import PythonValues
internal import Scenarios
internal import Trials

/// The pallet's half of a published arena: honest clients, the attacker's calls, the referee.
final class PalletHalf {
    private let setup: TrialSetup
    private var absent: [String] = []
    private var attackersAreHonest = true
    private var hidden: (node: String, from: [String])?
    private var isSilent = false
    private var notes = PalletNotes()
    private static let second = 1_000
    /// The last place of an epoch at which clients attest.
    private static let attestPlaceMax = 3

    init(_ setup: TrialSetup) { self.setup = setup }

    /// **Throws:** ``StepFault`` for a mesh without a pallet.
    static func pallet(_ stage: any NetworkStage) throws -> AttackedPallet {
        try holder(stage.system).pallet
    }

    private static func holder(_ mesh: NetworkUnderTest) throws -> any PalletHolder {
        guard let holder = mesh.inside(as: (any PalletHolder).self) else {
            throw StepFault("a mesh without a pallet")
        }
        return holder
    }

    // MARK: Steps

    func perform(_ operation: PalletOperation, in stage: any NetworkStage) throws {
        switch operation {
        case .call(let plan, let name):
            let pallet = try Self.pallet(stage)
            let calls = try nodes(plan.signer, pallet.chain).map { try call(plan, by: $0).bytes() }
            try stage.keep(name, calls)
        case .live(let place): try live(toPlace: place, in: stage)
        case .await(let side): try wait(for: side, in: stage)
        case .absent(let names):
            guard names.allSatisfy(MeshParties.honest.contains) else {
                throw StepFault("absent: expected names of honest parties")
            }
            absent = names
        case .attackers(let areHonest): attackersAreHonest = areHonest
        case .hide(let node, let from):
            guard ChainParties.node(node) != nil, from.allSatisfy(MeshParties.honest.contains)
            else { throw StepFault("hide: expected a peer, and names of honest parties") }
            hidden = (node, from)
        case .silence: isSilent = true
        case .idle(let count):
            let first = MeshParties.all.count
            for number in 1...count {
                let id = UInt32(first + number)
                try stage.change { mesh in
                    let node = ChainParties.node(id, .idle, peers: [Array("idle \(number)".utf8)])
                    try Self.holder(mesh).pallet.add(node, stakeCoins: ChainParties.stakeCoins)
                }
            }
            stage.record.note("\(count) idle nodes of the attacker's")
        case .verify(let liars, let honest): verify(liars, honest, stage)
        }
    }

    /// Lets epochs pass to their ends, in which all who are there do their part.
    func epochs(_ count: Int, in stage: any NetworkStage) throws {
        for _ in 0..<count { try live(toPlace: 0, in: stage) }
    }

    private func live(toPlace place: Int, in stage: any NetworkStage) throws {
        repeat {
            try serve(stage)
            try stage.advance(ChainParties.slotMilliseconds / Self.second)
        } while try Self.pallet(stage).place != place
    }

    private func wait(for side: LedgerSide, in stage: any NetworkStage) throws {
        let attackers = MeshParties.attackers.compactMap(ChainParties.node)
        for _ in 0..<64 {
            let chain = try Self.pallet(stage).chain
            let isUnused = chain.submissions[chain.epoch] == nil
            if isUnused, let elected = chain.elected[chain.epoch],
                attackers.contains(elected) == (side == .attackers)
            {
                return
            }
            try live(toPlace: 0, in: stage)
        }
        throw StepFault("nobody of the \(side.rawValue) is elected in 64 epochs")
    }

    // MARK: Honest clients

    /// Lets each client that is there do its part in the present block, the elected one first.
    private func serve(_ stage: any NetworkStage) throws {
        let present =
            MeshParties.honest.filter { !absent.contains($0) }
            + (attackersAreHonest ? MeshParties.attackers : [])
        let pallet = try Self.pallet(stage)
        let chain = pallet.chain
        // Time passed without the clients: one that proposed now would find nobody to attest.
        guard pallet.place <= Self.attestPlaceMax || chain.submissions[chain.epoch] != nil else {
            return
        }
        let elected = chain.elected[chain.epoch]
        let first = present.filter { ChainParties.node($0) == elected }
        for name in first + present.filter({ !first.contains($0) }) {
            let chain = try Self.pallet(stage).chain
            guard let node = ChainParties.node(name), chain.hotkeys[node] != nil,
                let call = try call(of: name, node, chain)
            else { continue }
            try stage.call(try call.bytes(), as: "\(name)'s call")
        }
    }

    private func call(
        of name: String, _ node: UInt32, _ chain: StakeChain
    ) throws -> PublishedChainCall? {
        let client = PublishedChainClient(node: node, hotkey: ChainParties.hotkey(node))
        let seen = heartbeats(name).map { PythonText($0) }
        return try client.call(heartbeats: seen, chain: chain) { node in
            PythonText(ChainParties.name(node.id))
        }
    }

    /// The peers whose heartbeats a party sees.
    private func heartbeats(_ observer: String) -> [String] {
        guard !isSilent else { return [] }
        return MeshParties.all.filter { name in
            !absent.contains(name)
                && !(hidden?.node == name && hidden?.from.contains(observer) == true)
        }
    }

    // MARK: The attacker

    private func nodes(_ signer: String, _ chain: StakeChain) throws -> [UInt32] {
        let peers = MeshParties.attackers.compactMap(ChainParties.node)
        let elected = peers.filter { $0 == chain.elected[chain.epoch] }
        switch signer {
        case "elected":
            guard !elected.isEmpty else { throw StepFault("none of the attacker's is elected") }
            return elected
        case "others": return peers.filter { !elected.contains($0) }
        case "idle":
            return chain.nodes.entries.map(\.key).filter { Int($0) > MeshParties.all.count }
        default:
            guard let node = ChainParties.node(signer) else {
                throw StepFault("\(signer) has no node")
            }
            return [node]
        }
    }

    private func call(
        _ plan: PalletCallPlan, by node: UInt32
    ) throws -> PublishedChainCall {
        let hotkey = ChainParties.hotkey(node)
        guard plan.kind == .propose else { return .attest(by: hotkey) }
        let own = MeshParties.attackers.compactMap(ChainParties.node)
        let entries = heartbeats(plan.signer).compactMap(ChainParties.node)
            .map { ChainScore(node: $0, score: ChainFraction.one) }
        switch plan.twist {
        case .doubled:
            let again = entries.filter { own.contains($0.node) }
            return .propose(by: hotkey, data: entries + again + again)
        case .rivals:
            return .propose(
                by: hotkey,
                data: entries.map { entry in
                    own.contains(entry.node) ? entry : ChainScore(node: entry.node, score: 0)
                })
        case .short: return .propose(by: hotkey, data: [])
        default: return .propose(by: hotkey, data: entries)
        }
    }

    private func verify(_ liars: Int, _ honest: Int, _ stage: any NetworkStage) {
        let reveals = (0..<liars + honest).map { number in
            let score = PythonFloat(number < liars ? 0 : 1)
            return ExampleScores.Reveal(
                verifier: PythonText("verifier \(number)"),
                scores: MeshParties.honest.map { (PythonText($0), score) })
        }
        let scores = ExampleScores.scores(of: reveals).map(\.score)
        notes.lies += scores.prefix(liars)
        notes.truths += scores.dropFirst(liars)
        stage.record.note("\(liars) verifiers lie, and \(honest) tell the truth")
    }

    // MARK: Judgement

    /// The oracles that the pallet alone answers, and replays under another library.
    func complaint(of oracle: MeshOracle, in stage: any NetworkStage) throws -> String? {
        let pallet = try Self.pallet(stage)
        if oracle == .determinismReplay { return replayComplaint(pallet) }
        return PalletReferee(pallet, notes).complaint(of: oracle)
    }

    func finding(of oracle: MeshOracle, in stage: any NetworkStage) throws -> Finding {
        if let complaint = try complaint(of: oracle, in: stage) { return .violated(complaint) }
        return .intact("\(try Self.pallet(stage).chain.submissions.count) proposals hold")
    }

    /// The same pallet built with another library must be the same.
    private func replayComplaint(_ pallet: AttackedPallet) -> String? {
        var other = StakeChain(
            pallet.chain.parameters, checks: pallet.chain.checks, curve: RewardCurve(.nearest))
        var differences = 0
        for submission in pallet.chain.submissions.entries.map(\.value) {
            other.block = submission.block
            for attestation in submission.attests.entries.map(\.value)
            where attestation.progress > 0 {
                let factor = other.curve.attestor(progress: attestation.progress)
                differences += factor == attestation.factor ? 0 : 1
            }
        }
        return differences == 0
            ? nil : "\(differences) attestations count otherwise where another library counts"
    }

    /// An epoch of honest use after the attack. **Result:** its first obstacle.
    func poll(in stage: any NetworkStage) throws -> String? {
        (absent, hidden, isSilent) = ([], nil, false)
        for _ in 0..<16 {
            let before = try Self.pallet(stage).chain.paid.entries.map(\.value)
            try live(toPlace: 0, in: stage)
            if try Self.pallet(stage).chain.paid.entries.map(\.value) != before { return nil }
        }
        return "no epoch of 16 was paid"
    }
}
