/// Steps that only the hardened rules have.
package enum HardenedNodeOperation: Sendable {
    /// A list of blocks, as callers push it and peers answer with it.
    case blocks(artefact: String, blocks: [String])
    /// The headers of blocks, as peers answer with them.
    case headers(artefact: String, blocks: [String])
    case payments(artefact: String, payments: [String])
    /// The word of a node on its chain, under the name of another.
    case status(artefact: String, of: String, work: String, isOfAnotherChain: Bool)
}
