package import PythonValues
package import Routing

/// A published gateway: its ledger, and what it keeps in memory alone.
///
/// Handlers are interrupted only while a call is out: state is read anew behind each call, and
/// other requests may be answered meanwhile, by one thread at a time.
package final class PublishedGateway {
    package let identity: PublishedIdentity
    package let ledger: PublishedLedger
    package let mode: GatewayMode
    /// Nil where no snapshots are replicated.
    package let directory: PublishedDirectory?
    let surroundings: any Surroundings
    let minter: any Minting

    /// In the order of their first registration.
    package internal(set) var nodes: [RegisteredNode] = []
    /// Requests for text that were given to a node, those that failed too.
    var turn = 0
    package internal(set) var peers: [PythonText] = []
    /// In order of arrival.
    package internal(set) var proposals: [MintProposal] = []

    /// A gateway at its start. Where the ledger has no validator, the gateway becomes one, of
    /// weight 1, and the threshold that is shown is set to 1.
    ///
    /// **Throws:** ``PythonError`` of the ledger.
    package init(
        identity: PublishedIdentity, ledger: PublishedLedger, mode: GatewayMode = .meant,
        surroundings: any Surroundings, directory: PublishedDirectory? = nil,
        minter: any Minting = KeylessMinter()
    ) throws(PythonError) {
        self.identity = identity
        self.ledger = ledger
        self.mode = mode
        self.surroundings = surroundings
        self.directory = directory
        self.minter = minter
        if try ledger.validators().isEmpty {
            try ledger.addValidator(PythonText(identity.publicKey), weight: PythonFloat(1))
            try ledger.set(LedgerSetting.quorumThreshold, to: PythonText("1"))
        }
    }

    /// - Parameter now: seconds since 1970.
    package func answer(_ request: WebRequest, now: PythonFloat) -> WebAnswer {
        outcome(of: request, now: now).answer
    }
}

/// A node as it registered itself.
package struct RegisteredNode: Sendable {
    /// The text by which it is told apart.
    package let key: PythonText
    package let name: PythonText
    package let url: PythonText
}

/// A proposal of a mint with the partial signatures that came in, all unread.
package struct MintProposal: Sendable {
    package let id: PythonText
    package let epoch: PythonText
    package let root: PythonText
    package let content: PythonText
    package let proposer: PythonText
    /// By the signer's key text.
    package internal(set) var signatures: PythonDictionary
    /// Seconds since 1970.
    package let createdAt: PythonFloat
}
