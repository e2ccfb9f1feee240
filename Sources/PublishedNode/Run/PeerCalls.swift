package import BigInt
package import PythonValues

/// The outcome of a peer's chain beside the own one.
package struct ChainVerdict: Sendable {
    /// The chain that counts from now on.
    package let chain: PythonValue
    package let isAdopted: Bool
    /// Such as `kept local: remote has <= work`.
    package let why: String

    package init(chain: PythonValue, isAdopted: Bool, why: String) {
        self.chain = chain
        self.isAdopted = isAdopted
        self.why = why
    }
}

/// A published process's ways to its peers; what it does in the folder, and what it prints, is
/// done and printed by these.
package protocol PeerCalls: Sendable {
    /// Adds URLs to the peers file and writes it.
    func add(_ urls: [PythonValue]) throws(NodeFault)
    /// The work that a peer claims. **Throws:** ``NodeFault`` for any failure.
    func claimedWork(of peer: PythonValue) throws(NodeFault) -> BigInt
    /// Pulls a peer's chain. **Throws:** ``NodeFault`` for any failure.
    func sync(with peer: PythonValue) throws(NodeFault)
    /// Pushes a chain; a failure is silent.
    func push(_ chain: PythonValue, to peer: PythonValue)
    /// Judges `remote` beside `local`.
    func verdict(on remote: PythonValue, local: PythonValue) throws(NodeFault) -> ChainVerdict
}
