internal import PythonValues
package import Trials

extension GatewaySystem {
    /// Takes a note, a credit, an ask, a proposal or a partial signature.
    func take(
        request document: ReceiptDocument, _ surface: Surface, _ origin: Origin
    ) throws(Refusal) {
        switch surface {
        case GatewaySurfaces.note:
            state.append(try rules.note(document, state, &meter, origin))
        case GatewaySurfaces.credit:
            state.append(try rules.credit(document, state, &meter, origin))
        case GatewaySurfaces.ask:
            let milliseconds = origin.sender?.milliseconds ?? 0
            let ask = try rules.ask(
                document, milliseconds: milliseconds, state, &meter, origin)
            state.append(ask, bytes: document.bytes)
        case GatewaySurfaces.proposal:
            state.append(try rules.proposal(document, state, &meter, origin))
        default: state.append(try rules.partialSignature(document, state, &meter, origin))
        }
    }

    func take(order bytes: [UInt8], _ origin: Origin) throws(Refusal) {
        let (document, prompt) = try rules.orderParts(rules.document(bytes, .order))
        let milliseconds = origin.sender?.milliseconds ?? 0
        let facts = OrderFacts(milliseconds: milliseconds, prompt: prompt) { [desk] in
            desk.inputTokenCount(prompt.shown)
        }
        let session = try rules.order(document, facts, state, &meter, origin)
        state.append(session, bytes: document.bytes)
    }

    // MARK: Users and sessions

    package var accounts: [UserAccount] { state.accounts.accounts }
    /// In the order in which they were ordered.
    package var sessions: [OrderSession] { state.accounts.sessions }
    package func session(_ id: String) -> OrderSession? { state.accounts.session(id) }
    /// The latest ask of each gateway that has one.
    package var asks: [Ask] { state.asks.asks }
    /// The price of 1,000 tokens at a time, in units.
    package func millis(at clock: LogicalClock) -> Int {
        state.asks.millis(at: clock.milliseconds)
    }

    /// Gives up a session: what it reserved is the user's again. It is in the store before this
    /// returns.
    ///
    /// - Parameter node: the name of the node that failed, which is passed over for a minute; nil
    ///   where none did.
    /// **Throws:** ``Refusal`` by `session_known`, `session_once` or `node_known`;
    /// ``GatewayStoreError``.
    package func release(
        _ session: String, failed node: String? = nil, at clock: LogicalClock
    ) throws {
        if let storeFailure { throw storeFailure }
        let release = SessionRelease(
            session: session, node: node ?? "", milliseconds: clock.milliseconds)
        try rules.checkRelease(session: session, failed: release.node, state)
        let logCount = state.log.count
        state.append(release)
        try save(from: logCount)
    }

    /// Refuses a name that is no node's of this network. **Throws:** ``Refusal`` by `node_known`.
    package func check(nodeName name: String) throws(Refusal) {
        try rules.check(nodeName: name, state)
    }

    // MARK: Epochs

    /// The way that an epoch has gone so far.
    package func stage(ofEpoch epoch: String) -> EpochStage { state.stage(ofEpoch: epoch) }

    /// Records that the minter begins with a batch of an epoch's payouts, or that all are minted.
    /// It is in the store before this returns.
    ///
    /// **Throws:** ``Refusal`` by `stored_row` where the stage does not follow upon the epoch's:
    /// nothing is recorded; ``GatewayStoreError``.
    package func record(_ stage: EpochStage, ofEpoch epoch: String) throws {
        if let storeFailure { throw storeFailure }
        try rules.check(stage, ofEpoch: epoch, state)
        let logCount = state.log.count
        state.append(stage, ofEpoch: epoch)
        try save(from: logCount)
    }
}
