internal import PythonValues
package import Trials

extension GatewaySystem {
    /// Takes what only hardened gateways take.
    ///
    /// **Result:** whether the surface is one of these.
    func take(
        _ bytes: [UInt8], _ surface: Surface, _ origin: Origin, _ rules: HardenedRules
    ) throws(Refusal) -> Bool {
        let milliseconds = origin.sender?.milliseconds ?? 0
        switch surface {
        case GatewaySurfaces.note:
            let document = try rules.document(bytes, .request)
            state.append(try rules.note(document, state, &meter, origin))
        case GatewaySurfaces.credit:
            let document = try rules.document(bytes, .request)
            state.append(try rules.credit(document, state, &meter, origin))
        case GatewaySurfaces.ask:
            let document = try rules.document(bytes, .request)
            let ask = try rules.ask(
                document, milliseconds: milliseconds, state, &meter, origin)
            state.append(ask, bytes: document.bytes)
        case GatewaySurfaces.order:
            let (document, prompt) = try rules.orderParts(rules.document(bytes, .order))
            let facts = OrderFacts(milliseconds: milliseconds, prompt: prompt) { [desk] in
                desk.inputTokenCount(prompt.shown)
            }
            let session = try rules.order(document, facts, state, &meter, origin)
            state.append(session, bytes: document.bytes)
        case GatewaySurfaces.proposal:
            let document = try rules.document(bytes, .request)
            state.append(try rules.proposal(document, state, &meter, origin))
        case GatewaySurfaces.partialSignature:
            let document = try rules.document(bytes, .request)
            state.append(try rules.partialSignature(document, state, &meter, origin))
        default: return false
        }
        return true
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
        let rules = try hardenedRules
        let release = SessionRelease(
            session: session, node: node ?? "", milliseconds: clock.milliseconds)
        try rules.checkRelease(session: session, failed: release.node, state)
        let logCount = state.log.count
        state.append(release)
        try save(from: logCount)
    }

    /// Refuses a name that is no node's of this network. **Throws:** ``Refusal`` by `node_known`.
    package func check(nodeName name: String) throws {
        try hardenedRules.check(nodeName: name, state)
    }

    /// **Throws:** ``UnknownSurface`` in `published`, which has none of this.
    private var hardenedRules: HardenedRules {
        get throws {
            guard let hardened = rules as? HardenedRules else {
                throw UnknownSurface(surface: GatewaySurfaces.order)
            }
            return hardened
        }
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
        try hardenedRules.check(stage, ofEpoch: epoch, state)
        let logCount = state.log.count
        state.append(stage, ofEpoch: epoch)
        try save(from: logCount)
    }
}
