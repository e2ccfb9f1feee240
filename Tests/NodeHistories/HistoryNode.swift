public import Cryptography
public import Trials

/// A message to a node of a history, by the node's number.
public struct HistoryMessage: Sendable {
    public let target: Int
    /// For the log.
    public let name: String
    public let bytes: [UInt8]

    public init(target: Int, name: String, bytes: [UInt8]) {
        self.target = target
        self.name = name
        self.bytes = bytes
    }
}

/// A node with a chain, as ``NetworkHistory`` plays it: it mines, pays, hears and speaks.
public protocol HistoryNode {
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
