internal import GlyphChain
internal import Trials

/// What the disk does to a system.
struct StoreDamage: Sendable {
    init(_ object: inout StrictObject) throws(ScenarioError) {}
}

extension ChainGround {
    func apply(_ damage: StoreDamage) throws {}
    func restart() throws {}
}
