internal import BigInt
internal import Cryptography
internal import Encodings
internal import PublishedGateways
internal import PythonValues
internal import Trials

/// The rules of the published network, with their holes.
///
/// A receipt's unknown keys are neither signed nor checked; a `receipt_id` that stands in it is
/// believed; numbers are any values that Python's arithmetic takes; keys are told apart as texts;
/// any key may sign for a gateway, a node or a validator; minting asks for no quorum, and may be
/// asked again.
struct PublishedRules: GatewayRules {
    let parameters: GatewayParameters
    let guards: Guards

    var emptyState: LedgerState { LedgerState(emptyHead: "", nodes: [], paysAtOnce: true) }

    func document(
        _ bytes: [UInt8], _ kind: ReceiptDocumentKind
    ) throws(Refusal) -> ReceiptDocument {
        try ReceiptDocument(
            bytes, byteCountMax: GatewayLimits.publishedByteCountMax, isHardened: false,
            guards: guards)
    }

    func receipt(
        _ document: ReceiptDocument, _ stored: LogRow?, _ state: LedgerState,
        _ meter: inout SignatureMeter, _ origin: Origin
    ) throws(Refusal) -> ReceiptEntry {
        try document.requireFields(
            ReceiptKeys.payload + [ReceiptKeys.gatewaySignature, ReceiptKeys.nodeSignature], guards)
        let payload: [UInt8]
        let id: String
        do throws(PythonError) {
            payload = try document.payload(ReceiptKeys.payload)
            if let stored {
                id = stored.name
            } else {
                id = try Self.id(claimed: document.members, payload)
            }
        } catch {
            throw .death(error)
        }
        // Stored receipts are not checked again.
        if !origin.isStored {
            for (key, signature, by) in [
                ("gateway_pubkey", ReceiptKeys.gatewaySignature, GatewayGuards.gatewaySignature),
                ("node_pubkey", ReceiptKeys.nodeSignature, GatewayGuards.nodeSignature),
            ] {
                let isSigned = verifies(
                    document.members[signature], payload, key: document.members[key], &meter,
                    origin)
                try guards.require(isSigned, by, "not a signature of the payload by \(key)")
            }
            try guards.require(!state.has(id: id), GatewayGuards.duplicate, "the id is known")
        }
        let chainHash = Digests.sha256((state.head + id).utf8).text
        return ReceiptEntry(
            position: state.receipts.count, bytes: document.bytes, id: id, chainHash: chainHash,
            gateway: Self.name(document.members["gateway_pubkey"]),
            node: Self.name(document.members["node_pubkey"]),
            outputTokens: document.members["output_tokens"] ?? .none, charge: nil)
    }

    /// `receipt.get("receipt_id") or sha256(payload)`, which goes on as text.
    private static func id(
        claimed members: PythonDictionary, _ payload: [UInt8]
    ) throws(PythonError) -> String {
        guard let claimed = members[ReceiptKeys.claimedID], claimed.isTrue else {
            return id(payload: payload)
        }
        return String(decoding: try claimed.requiredText().utf8(), as: UTF8.self)
    }

    /// Golden-bearing.
    static func id(payload: [UInt8]) -> String { Digests.sha256(payload).text }

    /// The text by which the ledger tells parties apart.
    private static func name(_ value: PythonValue?) -> String {
        guard case .string(let text)? = value else { return "" }
        return text.shown
    }

    /// Whether the signature is good; any error on the way makes it a bad one.
    private func verifies(
        _ signature: PythonValue?, _ message: [UInt8], key: PythonValue?,
        _ meter: inout SignatureMeter, _ origin: Origin
    ) -> Bool {
        guard case .string(let signature)? = signature, case .string(let key)? = key,
            let signatureBytes = Base64Text.bytes(lenient: signature.shown),
            let keyBytes = Base64Text.bytes(lenient: key.shown)
        else { return false }
        return meter.verifies(signatureBytes, message, key: keyBytes, origin)
    }

    func batch(_ document: ReceiptDocument) throws(Refusal) -> [PythonValue] {
        try document.requireFields([ReceiptKeys.batch], guards)
        do throws(PythonError) {
            return try (document.members[ReceiptKeys.batch] ?? .list([])).elements()
        } catch {
            throw .death(error)
        }
    }

    /// A validator's signature of a root's text, whatever root that is.
    func vote(
        _ document: ReceiptDocument, _ state: LedgerState, _ meter: inout SignatureMeter,
        _ origin: Origin
    ) throws(Refusal) -> (vote: VoteEntry, snapshot: EpochSnapshot?) {
        try document.requireFields(["root", "signature", "validator"], guards)
        let root: String
        do throws(PythonError) {
            let text = try (document.members["root"] ?? .text("")).requiredText()
            root = String(decoding: try text.utf8(), as: UTF8.self)
        } catch {
            throw .death(error)
        }
        let key = document.members["validator"]
        if !origin.isStored {
            let isSigned = verifies(
                document.members["signature"], root.bytes, key: key, &meter, origin)
            try guards.require(isSigned, GatewayGuards.voteSignature, "not a signature of the root")
        }
        let validator = Self.name(key)
        let counted = state.tally(epoch: "", root: root)?.validators ?? []
        if !origin.isStored {
            try guards.require(
                !counted.contains { $0.isSame(validator) }, GatewayGuards.voteOnce,
                "the validator has signed this root")
        }
        let vote = VoteEntry(
            bytes: document.bytes, epoch: "", root: root, validator: validator, weight: 1,
            round: 0, signature: "")
        return (vote, nil)
    }

    func settlement(
        _ document: ReceiptDocument, _ state: LedgerState
    ) throws(Refusal) -> EpochSettlement {
        try document.requireFields(["epoch", "total"], guards)
        do throws(PythonError) {
            let epoch = try (document.members["epoch"] ?? .none).text()
            let total = try (document.members["total"] ?? .integer(0)).requiredNumber()
            let snapshot = try snapshot(
                epoch: String(decoding: try epoch.utf8(), as: UTF8.self),
                receiptCount: state.receipts.count, total: total, state)
            return EpochSettlement(
                bytes: document.bytes, snapshot: snapshot, payouts: snapshot.payouts,
                certificate: [])
        } catch {
            throw .death(error)
        }
    }

    func snapshot(
        epoch: String, receiptCount: Int, notes: Int, total: BigInt, _ state: LedgerState
    ) throws(Refusal) -> EpochSnapshot? {
        guard (state.first(ofEpoch: epoch)...state.receipts.count).contains(receiptCount) else {
            return nil
        }
        do throws(PythonError) {
            return try snapshot(
                epoch: epoch, receiptCount: receiptCount, total: .integer(total), state)
        } catch {
            throw .death(error)
        }
    }

    private func snapshot(
        epoch: String, receiptCount: Int, total: PythonNumber, _ state: LedgerState
    ) throws(PythonError) -> EpochSnapshot {
        let first = state.first(ofEpoch: epoch)
        var sums: [(node: String, sum: PythonFloat)] = []
        var places: [[UInt8]: Int] = [:]  // looked up, never iterated
        for receipt in state.receipts[first..<receiptCount] {
            let registered = parameters.nodes.first { $0.key.isSame(receipt.node) }
            let contribution = try PublishedSettlement.contribution(
                receipt.outputTokens,
                permille: registered?.qualityPermille ?? GatewayParameters.defaultQualityPermille)
            if let place = places[receipt.node.bytes] {
                sums[place].sum = PublishedSettlement.sum(sums[place].sum, contribution)
            } else {
                places[receipt.node.bytes] = sums.count
                sums.append((receipt.node, contribution))
            }
        }
        let sum = sums.reduce(PythonFloat(0)) { PublishedSettlement.sum($0, $1.sum) }
        var payouts: [Payout] = []
        var contributions = PythonDictionary()
        for (node, contribution) in sums {
            contributions[node] = .float(contribution)
            guard let address = parameters.nodes.first(where: { $0.key.isSame(node) })?.address
            else { continue }
            let amount = try PublishedSettlement.payout(
                total: total, contribution: contribution, sum: sum)
            payouts.append(Payout(node: node, address: address, amount: amount))
        }
        let root = Digests.sha256(
            try PythonJSONWriter.text(.dictionary(contributions)).utf8)
        let whole: BigInt
        if case .integer(let integer) = total { whole = integer } else { whole = 0 }
        return EpochSnapshot(
            epoch: epoch, first: first, receiptCount: receiptCount, notes: 0, total: whole,
            payouts: payouts, previous: "", head: state.head(receiptCount: receiptCount),
            notesHead: "", root: root.text)
    }
}
