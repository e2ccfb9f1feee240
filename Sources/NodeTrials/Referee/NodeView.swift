/// An honest node as the referee finds it: bytes that lie there, and nothing that it says.
struct NodeView {
    let name: String
    /// The chain as a file of blocks, genesis first; nil where there is none.
    let file: [UInt8]?
    /// The payments that wait.
    let waiting: [[UInt8]]
    /// The addresses in its table.
    let peers: [String]
}

/// The referee's notes of a trial.
struct NodeBooks {
    /// Chains that the attacker offered to honest nodes, genesis first.
    private(set) var offered: [[[UInt8]]] = []
    /// Blocks that an honest node took from the attacker without an objection.
    private(set) var taken: [TakenBlocks] = []
    /// Payments that an honest node took from its own wallet.
    private(set) var payments: [[UInt8]] = []
    /// The newcomer's address, once it has joined.
    var newcomer: String?
    private(set) var sentByteCount = 0

    mutating func note(offered blocks: [[UInt8]]) { offered.append(blocks) }
    mutating func note(taken blocks: TakenBlocks) { taken.append(blocks) }
    mutating func note(payment bytes: [UInt8]) { payments.append(bytes) }
    mutating func note(sentByteCount count: Int) { sentByteCount += count }
}
