package import Cryptography
package import Trials

/// A message to a node of a history, by the node's number.
package struct HistoryMessage: Sendable {
    package let target: Int
    /// For the log.
    package let name: String
    package let bytes: [UInt8]

    package init(target: Int, name: String, bytes: [UInt8]) {
        self.target = target
        self.name = name
        self.bytes = bytes
    }
}

/// A node with a chain, as ``NetworkHistory`` plays it: it mines, pays, hears and speaks.
package protocol HistoryNode {
    associatedtype Tip: Equatable

    var tip: Tip { get }
    var height: Int { get }
    var stateDigest: Digest { get }
    /// Units that the node can pay with.
    var units: UInt64 { get }

    /// The height at which the node's chain parts from the one that it had when `tip` was its tip.
    func commonHeight(with tip: Tip) -> Int
    /// Messages that it sends unasked from time to time.
    func heartbeat() -> [HistoryMessage]
    /// Tries to win a block.
    mutating func mine(clockSeconds: Int, random: inout ActorRandom) throws -> [HistoryMessage]
    /// Pays a node.
    mutating func pay(_ amount: UInt64, to receiver: Int) throws -> [HistoryMessage]
    /// Hears bytes from a node.
    mutating func receive(
        _ bytes: [UInt8], from source: Int, clockSeconds: Int
    ) throws -> [HistoryMessage]
}
