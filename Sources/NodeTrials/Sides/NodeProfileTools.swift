internal import GlyphChainTrials
internal import NetworkTrials
internal import Scenarios

/// A network of nodes of one profile, as its side looks at it.
protocol AttackedNodes: AttackedNetwork {
    var attacker: AttackersPlace { get }
    /// The honest nodes that have begun.
    var views: [NodeView] { get }
    /// All that everybody can read of a node: the blocks of its chain, genesis first.
    func blocks(of name: String) throws -> [[UInt8]]
    /// A budget counter's value; nil for an unknown counter.
    func count(of counter: String) -> Int?
}

/// Bytes that a step of one profile makes of artefacts.
struct MadeBytes {
    let artefact: String
    let parts: [[UInt8]]
    /// The chain that the bytes show to whoever takes them, genesis first; nil for none.
    var chain: [[UInt8]]?
}

/// The half of a side that knows its profile: the network, the workshop's forms, and what the
/// referee reads by.
protocol NodeProfileTools {
    associatedtype Forge: ChainForge
    associatedtype Reading: ChainReading
    associatedtype Network: AttackedNodes

    var forge: Forge { get }
    var reading: Reading { get }
    /// The agreed first block, as ``AttackedNodes/blocks(of:)`` has it.
    var genesis: [UInt8] { get }

    func newNetwork() throws -> Network
    /// The name under which peers keep an honest node.
    func address(of name: String) -> String
    /// Addresses for a node's table of peers.
    func addresses(_ step: AddressStep) -> [UInt8]
    /// Makes the bytes of a step that only this profile has.
    ///
    /// - Parameters:
    ///   - parts: the artefacts' byte strings.
    ///   - chain: an artefact's blocks with all that they stand on.
    /// **Throws:** ``StepFault`` for a step of the other profile.
    func made(
        _ operation: NodeOperation, _ network: Network,
        parts: (_ artefact: String) throws -> [[UInt8]],
        chain: (_ artefact: String) throws -> [[UInt8]]
    ) throws -> MadeBytes
    /// The blocks of a request that was taken; nil where it brings none.
    func blocks(inRequest bytes: [UInt8]) -> TakenBlocks?
}
