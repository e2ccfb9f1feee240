internal import Cryptography
internal import Encodings
internal import PythonValues
internal import Trials

extension HardenedRules {
    static let qualityKeys = ["network", "node", "permille", "receipt", "round", "validator"]
    static let addressKeys = ["address", "network", "node", "round"]

    /// A note of either kind: one with an address is a node's, any other a validator's.
    func note(
        _ document: ReceiptDocument, _ state: LedgerState, _ meter: inout SignatureMeter,
        _ origin: Origin
    ) throws(Refusal) -> NoteEntry {
        let isAddress = document.members["address"] != nil
        let keys = isAddress ? Self.addressKeys : Self.qualityKeys
        let fields = try HardenedFields(document, keys + ["signature"], guards)
        let numbers = ["permille", "round"]
        try fields.requireTypes(
            texts: (keys + ["signature"]).filter { !numbers.contains($0) },
            integers: keys.filter(numbers.contains))
        let (content, round) =
            isAddress
            ? try address(fields, keys, state, &meter, origin)
            : try quality(fields, keys, state, &meter, origin)
        let id = HardenedDomain.note.digest(try document.payload(keys)).text
        return NoteEntry(
            position: state.notes.entries.count, bytes: document.bytes, id: id,
            chainHash: NoteHash.chained(after: state.notes.head, id: id),
            content: content, round: round)
    }

    private func quality(
        _ fields: HardenedFields, _ keys: [String], _ state: LedgerState,
        _ meter: inout SignatureMeter, _ origin: Origin
    ) throws(Refusal) -> (NoteEntry.Content, round: Int) {
        let permille = try fields.integer(
            "permille", from: 0, to: GatewayLimits.qualityPermilleMax, GatewayGuards.permilleRange)
        try checkNetwork(fields)
        let signature = try fields.signature("signature")
        let (key, node) = (try fields.key("validator"), try nodeKey(fields))
        let validator = Base64.text(of: key)
        try guards.require(
            parameters.validators.contains { $0.key.isSame(validator) },
            GatewayGuards.validatorRegistered, "\(validator) is no validator of this network")
        try checkNode(node.text)
        let receipt = try fields.text("receipt")
        try guards.require(
            state.receipt(id: receipt)?.node.isSame(node.text) ?? false,
            GatewayGuards.receiptKnown, "expected a receipt of the ledger and of that node")
        let round = try fields.rising(
            "round", above: state.notes.latestRound(receipt: receipt, validator: validator) ?? -1,
            GatewayGuards.noteRound)
        try checkBudget(meter, origin)
        let signed = Signed(
            signature: signature, key: key, payload: try fields.document.payload(keys),
            domain: .note)
        try check(signed, GatewayGuards.validatorSignature, &meter, origin)
        return (.quality(receipt: receipt, validator: validator, permille: permille), round)
    }

    private func address(
        _ fields: HardenedFields, _ keys: [String], _ state: LedgerState,
        _ meter: inout SignatureMeter, _ origin: Origin
    ) throws(Refusal) -> (NoteEntry.Content, round: Int) {
        try checkNetwork(fields)
        let signature = try fields.signature("signature")
        let node = try nodeKey(fields)
        let address = try fields.text("address")
        try guards.require(
            TextForm.isAddress(address), GatewayGuards.addressForm,
            "expected 0x and 40 of 0-9a-f, not all of them 0")
        try checkNode(node.text)
        let round = try fields.rising(
            "round", above: state.notes.latestRound(node: node.text) ?? -1,
            GatewayGuards.noteRound)
        try checkBudget(meter, origin)
        let signed = Signed(
            signature: signature, key: node.key, payload: try fields.document.payload(keys),
            domain: .note)
        try check(signed, GatewayGuards.nodeSignature, &meter, origin)
        return (.address(node: node.text, address: address), round)
    }

    /// The key of the member `node`, and its one text.
    private func nodeKey(
        _ fields: HardenedFields
    ) throws(Refusal) -> (key: [UInt8], text: String) {
        let key = try fields.key("node")
        return (key, Base64.text(of: key))
    }

    /// Refuses a key that is no node's of this network.
    func checkNode(_ key: String) throws(Refusal) {
        try guards.require(
            parameters.nodes.contains { $0.key.isSame(key) }, GatewayGuards.nodeRegistered,
            "\(key) is no node of this network")
    }
}
