internal import Cryptography
internal import NetworkTrials
internal import PublishedMeshChain
internal import Scenarios
internal import Trials

/// The published pallet of a trial: its blocks come with the clock, its chance from the seed.
///
/// The pallet has no way to die of a call.
///
/// **Determinism:** the state follows from the setup, the calls, the changes and their times.
struct AttackedPallet: Sendable {
    /// Something that happened to the pallet, for the referee.
    enum Event: Sendable {
        /// A call that was taken.
        case call(PublishedChainCall, block: UInt32)
        /// A node that came, or went.
        case node(UInt32)
        /// An epoch that began, with the chain before and after it.
        case epoch(before: StakeChain, after: StakeChain)
    }

    private(set) var system: PublishedChainSystem
    private(set) var events: [Event] = []
    /// The first block of a trial, which begins epoch 5.
    private static let startBlock: UInt32 = 103

    /// - Parameters:
    ///   - peers: the names under which the network knows a validator.
    ///   - curve: that of another library is that of a node that was built elsewhere.
    init(
        _ setup: TrialSetup, curve: RewardCurve = .published, peers: (String) -> [[UInt8]]
    ) {
        let one = ChainFraction.one
        let nodes = MeshParties.all.enumerated().map { place, name in
            ChainParties.node(UInt32(place + 1), .validator, peers: peers(name))
        }
        system = PublishedChainSystem(
            PublishedChainSystem.Setup(
                parameters: ChainParameters(
                    clock: ChainClock(
                        length: UInt32(ChainParties.epochSlotCount), slot: 3),
                    idleEpochs: 40, includedEpochs: 4, weightThreshold: 0,
                    stakeMin: UInt128(ChainParties.stakeMinCoins) * one, immunityEpochs: 3),
                nodes: nodes.map { ($0, UInt128(ChainParties.stakeCoins) * one) },
                guards: setup.guards, seed: setup.seed,
                startMilliseconds: MeshParties.startMilliseconds, startBlock: Self.startBlock,
                curve: curve))
    }

    var guards: [Guard] { PublishedChainGuards.all }
    var chain: StakeChain { system.chain }
    var head: String { "epoch \(chain.epoch) block \(chain.block)" }
    var stateDigest: Digest { system.stateDigest }
    /// The present block's place in its epoch.
    var place: Int { Int(chain.parameters.clock.elapsedInEpoch(at: chain.block)) }

    /// Makes the blocks up to a time, one epoch's end after the other.
    mutating func advance(toMilliseconds milliseconds: Int) {
        let past = max(milliseconds - MeshParties.startMilliseconds, 0)
        let block = Int(Self.startBlock) + past / PublishedChainSystem.millisecondsPerBlock
        while true {
            let next = Int(chain.parameters.clock.start(of: chain.epoch + 1))
            guard next <= block else { break }
            let before = chain
            advance(toBlock: next)
            events.append(.epoch(before: before, after: chain))
        }
        advance(toBlock: block)
    }

    private mutating func advance(toBlock block: Int) {
        let past = (block - Int(Self.startBlock)) * PublishedChainSystem.millisecondsPerBlock
        system.advance(to: LogicalClock(milliseconds: MeshParties.startMilliseconds + past))
    }

    /// Gives the pallet a call in the present block. **Result:** its refusal; nil if it was taken.
    mutating func submit(_ bytes: [UInt8]) -> Refusal? {
        let refusal = system.take(bytes)
        if refusal == nil, let call = PublishedChainCall(bytes) {
            events.append(.call(call, block: chain.block))
        }
        return refusal
    }

    /// Adds a node with a stake, as registration and its queue do beside the calls.
    mutating func add(_ node: ChainNode, stakeCoins: Int) {
        system.add(node, stake: UInt128(max(stakeCoins, 0)) * ChainFraction.one)
        events.append(.node(node.id))
    }

    /// Sets a node's stake, as staking and withdrawing do beside the calls.
    mutating func setStake(coins: Int, of node: UInt32) {
        system.setStake(
            UInt128(max(coins, 0)) * ChainFraction.one, of: ChainParties.hotkey(node))
        events.append(.node(node))
    }
}

/// A mesh that holds a published pallet.
protocol PalletHolder: AttackedNetwork {
    var pallet: AttackedPallet { get set }
}
