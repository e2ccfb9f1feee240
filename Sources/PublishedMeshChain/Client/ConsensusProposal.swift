package import BigInt
package import PythonValues

/// The name under which an attestation comes back: from the chain the node's number, from the
/// stand-in over a file a text.
package enum AttestorName: Sendable, Equatable {
    case integer(BigInt)
    case text(PythonText)
}

/// An epoch's proposal as clients read it.
package struct ConsensusProposal: Sendable {
    package let data: [ConsensusScore]
    package let attestors: [AttestorName]

    package init(data: [ConsensusScore], attestors: [AttestorName]) {
        self.data = data
        self.attestors = attestors
    }

    /// Whether the node's number is among the attestors; a text never is.
    package func isAttested(by node: BigInt) -> Bool {
        attestors.contains(.integer(node))
    }

    /// Attestations over nodes. **Throws:** ZeroDivisionError without nodes.
    package func ratio(nodeCount: Int) throws(PythonError) -> PythonNumber {
        try .integer(BigInt(attestors.count)) / .integer(BigInt(nodeCount))
    }
}
