public import Cryptography
public import Trials

/// A chain as an attack sees it: bytes in, refusals and a state out.
public struct ChainSystem<Rules: ChainRules>: SystemUnderTest {
    private let node: ChainNode<Rules>

    public init(_ node: ChainNode<Rules>) {
        self.node = node
    }

    public var profile: Profile { node.rules.profile }
    public var head: String { node.tipHash }
    public var stateDigest: Digest { node.stateDigest }

    public var surfaces: [Surface] {
        [ChainSurfaces.block, ChainSurfaces.transaction, ChainSurfaces.chain]
    }

    public var guards: [Guard] {
        switch profile {
        case .published: PublishedGuards.all + [PublishedGuards.verifierCrash] + CommonGuards.all
        case .hardened: HardenedGuards.all + CommonGuards.all
        }
    }

    /// **Throws:** ``StoreError``, ``UnknownSurface``.
    public mutating func submit(
        _ bytes: [UInt8], to surface: Surface, from source: Source, at clock: LogicalClock
    ) throws -> Reply {
        let refusals: [Refusal]
        switch surface {
        case ChainSurfaces.block:
            refusals = try node.submit([bytes], clockSeconds: clock.seconds)
                .submissions.flatMap(\.refusals)
        case ChainSurfaces.transaction:
            switch try node.submit(transaction: bytes) {
            case .success: refusals = []
            case .failure(let refusal): refusals = [refusal]
            }
        case ChainSurfaces.chain: refusals = try take(chain: bytes, clock)
        default: throw UnknownSurface(surface: surface)
        }
        return Reply(refusals: refusals, head: head, stateDigest: stateDigest)
    }

    private func take(chain bytes: [UInt8], _ clock: LogicalClock) throws(StoreError) -> [Refusal] {
        let blocks: [[UInt8]]
        do throws(DocumentError) {
            blocks = try node.rules.blocks(inDocument: bytes)
        } catch {
            return [Refusal(index: nil, by: CommonGuards.document, message: error.description)]
        }
        var intake = ChainIntake(node)
        try intake.take(blocks, clockSeconds: clock.seconds)
        return intake.refusals
    }
}

/// Where something from outside enters a chain.
public enum ChainSurfaces {
    /// One block, on the tip.
    public static let block = Surface("block")
    public static let transaction = Surface("transaction")
    /// A whole chain, as a file holds it or a peer sends it.
    public static let chain = Surface("chain")
}
