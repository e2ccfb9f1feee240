internal import Chains

/// A node's main chain as anybody may read it: all that a workshop sees of a system.
protocol ChainSight<Link> {
    associatedtype Link: ChainLink

    /// From genesis on.
    var chain: ChainView<Link> { get }
    var height: Int { get }
    var tip: EntryID { get }

    /// **Precondition:** a height of the main chain.
    func entryID(atHeight height: Int) -> EntryID
    /// **Throws:** an error of the store. **Precondition:** a height of the main chain.
    func blockBytes(atHeight height: Int) throws -> [UInt8]
    /// Coins and nonce of an address, after all that waits.
    func holding(of address: String) -> Holding
}

extension ChainNode: ChainSight {
    typealias Link = Rules.Link
}

/// A sight of the chain at a time of the clock.
struct ChainScene<Link: ChainLink> {
    let sight: any ChainSight<Link>
    let clockSeconds: Int
}
