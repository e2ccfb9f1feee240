internal import BigInt
internal import Cryptography
internal import Encodings
internal import PythonValues
internal import Trials

/// The hardened network; `README.md` gives every byte and every rule's reason. Golden-bearing.
struct HardenedRules: Sendable {
    let parameters: GatewayParameters
    let guards: Guards
    /// In lower-case hex, as every message names it.
    let networkID: String
    /// The key of the gateway that judges; the first of the parameters if nothing is said.
    let gateway: String

    init(parameters: GatewayParameters, guards: Guards, gateway: String? = nil) {
        self.parameters = parameters
        self.guards = guards
        self.gateway = gateway ?? parameters.gateways.first ?? ""
        networkID = parameters.networkID.text
    }

    /// The text that ties a store to these rules and this network. Golden-bearing.
    var storePin: String { "hardened \(networkID)" }

    /// The state of a gateway that has taken nothing.
    var emptyState: LedgerState {
        LedgerState(emptyHead: networkID, nodes: parameters.nodes.map(\.key))
    }

    func document(
        _ bytes: [UInt8], _ kind: ReceiptDocumentKind
    ) throws(Refusal) -> ReceiptDocument {
        let byteCountMax =
            switch kind {
            case .receipt: GatewayLimits.receiptByteCountMax
            case .batch: GatewayLimits.batchByteCountMax
            case .vote: GatewayLimits.voteByteCountMax
            case .request: GatewayLimits.requestByteCountMax
            case .order: GatewayLimits.orderByteCountMax
            case .settlement: GatewayLimits.settlementByteCountMax
            }
        return try ReceiptDocument(bytes, byteCountMax: byteCountMax, guards: guards)
    }

    func batch(_ document: ReceiptDocument) throws(Refusal) -> [PythonValue] {
        let fields = try HardenedFields(document, [ReceiptKeys.batch], guards)
        guard case .list(let elements)? = fields.document.members[ReceiptKeys.batch] else {
            try guards.require(false, GatewayGuards.fields, "expected a list of receipts")
            return []
        }
        try guards.require(
            elements.count <= GatewayLimits.batchCountMax, GatewayGuards.batchSize,
            "expected at most \(GatewayLimits.batchCountMax) receipts, got \(elements.count)")
        return elements
    }

    func receipt(
        _ document: ReceiptDocument, _ state: LedgerState, _ meter: inout SignatureMeter,
        _ origin: Origin
    ) throws(Refusal) -> ReceiptEntry {
        // A batch is bounded as a whole; each of its receipts is, too.
        try guards.require(
            document.bytes.count <= GatewayLimits.receiptByteCountMax, GatewayGuards.size,
            "expected at most \(GatewayLimits.receiptByteCountMax) bytes, got "
                + "\(document.bytes.count)")
        let fields = try HardenedFields(document, ReceiptKeys.receipt, guards)
        let outputTokens = try checkValues(fields, origin)
        let gatewaySignature = try fields.signature(ReceiptKeys.gatewaySignature)
        let nodeSignature = try fields.signature(ReceiptKeys.nodeSignature)
        let (gateway, node) = try checkParties(fields)
        let payload = try document.payload(ReceiptKeys.payload)
        let id = try receiptID(fields, payload)
        try guards.require(!state.has(id: id), GatewayGuards.duplicate, "\(id) is known")
        let (gatewayText, nodeText) = (Base64.text(of: gateway), Base64.text(of: node))
        let charge = try charge(fields, gateway: gatewayText, node: nodeText, state)
        try checkBudget(meter, origin)
        for (signature, key, by) in [
            (gatewaySignature, gateway, GatewayGuards.gatewaySignature),
            (nodeSignature, node, GatewayGuards.nodeSignature),
        ] {
            try check(
                Signed(signature: signature, key: key, payload: payload, domain: .receipt), by,
                &meter, origin)
        }
        return ReceiptEntry(
            position: state.receipts.count, bytes: document.bytes, id: id,
            chainHash: chainHash(after: state.head, id: id),
            gateway: gatewayText, node: nodeText, outputTokens: outputTokens,
            charge: charge)
    }

    /// The id that a receipt claims; without the guard, it is believed.
    func receiptID(_ fields: HardenedFields, _ payload: [UInt8]) throws(Refusal) -> String {
        let claimed = try fields.text(ReceiptKeys.claimedID)
        let computed = HardenedDomain.id.digest(payload).text
        try guards.require(
            claimed.isSame(computed), GatewayGuards.receiptID,
            "expected the id \(computed), got \(JSONValue.quoted(claimed, scalarCountMax: 64))")
        return claimed.isEmpty ? computed : claimed
    }

    func chainHash(after previous: String, id: String) -> String {
        HardenedDomain.ledger.digest("\(previous) \(id)".bytes).text
    }

    /// **Result:** the output tokens.
    func checkValues(
        _ fields: HardenedFields, _ origin: Origin
    ) throws(Refusal) -> BigInt {
        let session = try fields.text("session_id")
        try guards.require(
            TextForm.isName(session), GatewayGuards.sessionID,
            "expected 1 to \(GatewayLimits.sessionByteCountMax) of ASCII letters, digits and '-._'"
        )
        for (key, high, by) in [
            ("input_tokens", GatewayLimits.tokenCountMax, GatewayGuards.tokenRange),
            ("output_tokens", GatewayLimits.tokenCountMax, GatewayGuards.tokenRange),
            ("wall_time_ms", GatewayLimits.wallMillisecondsMax, GatewayGuards.wallTimeRange),
            ("created_at", GatewayLimits.createdMillisecondsMax, GatewayGuards.createdRange),
        ] {
            try fields.require(try fields.integer(key), key, from: 0, to: high, by)
        }
        if let sender = origin.sender {
            let latest = sender.milliseconds + GatewayLimits.futureMillisecondsMax
            try guards.require(
                try fields.integer("created_at") <= latest, GatewayGuards.futureTime,
                "created_at: expected at most \(latest) ms")
        }
        try checkNetwork(fields)
        return try fields.integer("output_tokens")
    }

    func checkParties(
        _ fields: HardenedFields
    ) throws(Refusal) -> (gateway: [UInt8], node: [UInt8]) {
        let gateway = try fields.key("gateway_pubkey")
        let node = try fields.key("node_pubkey")
        try guards.require(
            try fields.text("route").isSame(try fields.text("node_pubkey")), GatewayGuards.route,
            "expected the node's key as the route")
        let gatewayKey = Base64.text(of: gateway)
        try guards.require(
            parameters.gateways.contains { $0.isSame(gatewayKey) },
            GatewayGuards.gatewayRegistered, "\(gatewayKey) is no gateway of this network")
        let nodeKey = Base64.text(of: node)
        try guards.require(
            parameters.nodes.contains { $0.key.isSame(nodeKey) }, GatewayGuards.nodeRegistered,
            "\(nodeKey) is no node of this network")
        return (gateway, node)
    }

    func checkNetwork(_ fields: HardenedFields) throws(Refusal) {
        let network = try fields.text("network")
        try guards.require(
            network.isSame(networkID), GatewayGuards.network,
            "expected \(networkID), got \(JSONValue.quoted(network, scalarCountMax: 64))")
    }

    func checkBudget(_ meter: SignatureMeter, _ origin: Origin) throws(Refusal) {
        try guards.require(
            !meter.isSpent(origin), GatewayGuards.sourceBudget,
            "\(GatewayLimits.wastedCountMax) messages were verified in vain")
    }

    /// A signature, and the key, payload and domain that it should be of.
    struct Signed {
        let signature: [UInt8]
        let key: [UInt8]
        let payload: [UInt8]
        let domain: HardenedDomain
    }

    /// Refuses a wrong signature by `by`; one of the payload without its domain, by `domain`.
    func check(
        _ signed: Signed, _ by: Guard, _ meter: inout SignatureMeter, _ origin: Origin
    ) throws(Refusal) {
        if meter.verifies(
            signed.signature, signed.domain.message(signed.payload), key: signed.key, origin)
        {
            return
        }
        if meter.verifies(signed.signature, signed.payload, key: signed.key, origin) {
            if guards.has(GatewayGuards.domain) { meter.noteWaste(origin) }
            try guards.require(
                false, GatewayGuards.domain, "signed for no purpose, or for another one")
            return
        }
        if guards.has(by) { meter.noteWaste(origin) }
        try guards.require(false, by, "not a signature of the payload by this key")
    }
}
