package import Cryptography
package import PublishedMeshChain
package import Trials

/// The published pallet of a trial. Its blocks come with the clock, six seconds each; with the
/// first block of an epoch the one before is paid and a validator elected.
///
/// The pallet has no way to die of a call.
///
/// **Determinism:** state follows from the setup, the calls and their clocks.
package struct PublishedChainSystem: SystemUnderTest {
    /// The choices that a pallet is made with.
    package struct Setup {
        package let parameters: ChainParameters
        package let nodes: [(node: ChainNode, stake: UInt128)]
        package let guards: Guards
        /// The seed of all chance.
        package let seed: String
        /// The time of the first block.
        package let startMilliseconds: Int
        package let startBlock: UInt32
        /// The amount that all subnets get at an epoch's end, and this one's weight.
        package let emissions: UInt128
        package let weight: UInt128
        /// The curve of another library is that of a node that was built elsewhere.
        package let curve: RewardCurve

        package init(
            parameters: ChainParameters, nodes: [(node: ChainNode, stake: UInt128)],
            guards: Guards = .all, seed: String, startMilliseconds: Int, startBlock: UInt32,
            emissions: UInt128 = 1000 * ChainFraction.one, weight: UInt128 = ChainFraction.one,
            curve: RewardCurve = .published
        ) {
            self.parameters = parameters
            self.nodes = nodes
            self.guards = guards
            self.seed = seed
            self.startMilliseconds = startMilliseconds
            self.startBlock = startBlock
            self.emissions = emissions
            self.weight = weight
            self.curve = curve
        }
    }

    package static let call = Surface("call")
    package static let millisecondsPerBlock = 6_000

    package let setup: Setup
    package private(set) var chain: StakeChain
    /// The ends of epochs so far, each by the epoch that began.
    package private(set) var emissions: [(epoch: UInt32, emission: ChainEmission)] = []
    /// The events of calls, in their order.
    package private(set) var callEvents: [ChainEvent] = []
    private var random: ActorRandom
    /// The epoch for which a validator was elected last.
    private var electedEpoch: UInt32

    package init(_ setup: Setup) {
        self.setup = setup
        chain = StakeChain(
            setup.parameters, checks: PublishedChainGuards.checks(setup.guards),
            curve: setup.curve)
        random = ActorRandom(seed: setup.seed, actor: "chain")
        chain.block = setup.startBlock
        for (node, stake) in setup.nodes { chain.add(node, stake: stake) }
        electedEpoch = chain.epoch
        chain.elect(epoch: electedEpoch, random: Self.draw(&random))
    }

    private static func draw(_ random: inout ActorRandom) -> UInt32 {
        UInt32(truncatingIfNeeded: random.next())
    }

    package var profile: Profile { .published }
    package var surfaces: [Surface] { [Self.call] }
    package var guards: [Guard] { PublishedChainGuards.all }
    /// The present block's number.
    package var head: String { String(chain.block) }
    package var stateDigest: Digest { chain.wholeDigest }

    package mutating func submit(
        _ bytes: [UInt8], to surface: Surface, from source: Source, at clock: LogicalClock
    ) throws -> Reply {
        guard surfaces.contains(surface) else { throw UnknownSurface(surface: surface) }
        advance(to: clock)
        let refusal = take(bytes)
        return Reply(
            refusals: refusal.map { [$0] } ?? [], head: head, stateDigest: stateDigest)
    }

    /// Makes the blocks up to a time.
    package mutating func advance(to clock: LogicalClock) {
        let past = max(clock.milliseconds - setup.startMilliseconds, 0)
        let blocks = UInt64(setup.startBlock) + UInt64(past / Self.millisecondsPerBlock)
        let block = max(UInt32(clamping: blocks), chain.block)
        let parameters = setup.parameters
        while electedEpoch < parameters.clock.epoch(at: block) {
            electedEpoch += 1
            chain.block = parameters.clock.start(of: electedEpoch)
            let emission = chain.emission(
                epoch: electedEpoch, emissions: setup.emissions, weight: setup.weight,
                random: Self.draw(&random))
            emissions.append((electedEpoch, emission))
        }
        chain.block = block
    }

    /// Changes a stake, as staking and withdrawing do beside the pallet's calls.
    package mutating func setStake(_ amount: UInt128, of hotkey: UInt64) {
        chain.setStake(amount, of: hotkey)
    }

    /// Adds a node, as registration and its queue do beside the pallet's calls.
    package mutating func add(_ node: ChainNode, stake: UInt128) {
        chain.add(node, stake: stake)
    }

    /// Takes a call in the present block. **Result:** its refusal; nil if it was taken.
    package mutating func take(_ bytes: [UInt8]) -> Refusal? {
        guard let call = PublishedChainCall(bytes) else {
            return Refusal(
                index: nil, by: PublishedChainGuards.call, message: "expected a call")
        }
        do throws(ChainRefusal) {
            switch call {
            case .propose(let hotkey, let data, let prioritized, let removed):
                callEvents += try chain.propose(
                    by: hotkey, data, prioritized: prioritized, removed: removed)
            case .attest(let hotkey): callEvents += try chain.attest(by: hotkey)
            }
            return nil
        } catch {
            return Refusal(
                index: nil, by: Guard(error.rawValue),
                message: "epoch \(chain.epoch), block \(chain.block)")
        }
    }
}
