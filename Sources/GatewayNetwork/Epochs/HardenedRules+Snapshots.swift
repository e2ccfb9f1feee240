internal import BigInt
internal import Cryptography
internal import Encodings
internal import PythonValues
internal import Trials

extension HardenedRules {
    /// The address of a node: its last note's, or else the one that it was registered with; its
    /// key if none is registered and the guards let that pass.
    func address(_ node: String, within notes: Int, _ state: LedgerState) -> String {
        state.notes.address(ofNode: node, within: notes)
            ?? parameters.nodes.first { $0.key.isSame(node) }?.address ?? node
    }

    /// The quality of a receipt's tokens, in thousandths: the validators' weighted lower median.
    private func permille(
        _ receipt: ReceiptEntry, within notes: Int, _ state: LedgerState
    ) -> Int {
        let registered =
            parameters.nodes.first { $0.key.isSame(receipt.node) }?.qualityPermille
            ?? GatewayParameters.defaultQualityPermille
        let words = state.notes.permilles(ofReceipt: receipt.id, within: notes)
        guard !words.isEmpty else { return registered }
        return QualityMedian.permille(
            registered: registered,
            parameters.validators.map { validator in
                QualityMedian.Report(
                    weight: validator.weight,
                    permille: words[validator.key.bytes])
            })
    }

    /// The snapshot of an epoch; nil if the epoch cannot have so many receipts, or so many notes.
    ///
    /// **Units:** contributions are tokens times thousandths, at most 10^10 for each receipt.
    func snapshot(
        epoch: String, receiptCount: Int, notes: Int, total: BigInt, _ state: LedgerState
    ) -> EpochSnapshot? {
        let first = state.first(ofEpoch: epoch)
        guard (first...state.receipts.count).contains(receiptCount),
            (0...state.notes.entries.count).contains(notes)
        else { return nil }
        var shares: [(node: String, contribution: BigInt)] = []
        var places: [[UInt8]: Int] = [:]  // looked up, never iterated
        for receipt in state.receipts[first..<receiptCount] {
            let contribution =
                receipt.outputTokens * BigInt(permille(receipt, within: notes, state))
            if let place = places[receipt.node.bytes] {
                shares[place].contribution += contribution
            } else {
                places[receipt.node.bytes] = shares.count
                shares.append((receipt.node, contribution))
            }
        }
        let ordered = shares.map {
            (node: $0.node, key: Base64Text.bytes(lenient: $0.node) ?? [], sum: $0.contribution)
        }.sorted { $0.key.lexicographicallyPrecedes($1.key) }
        let amounts = HardenedSettlement.amounts(
            total: total, ordered.map { .init(key: $0.key, contribution: $0.sum) })
        // The token mints no nothing: who is paid none has no payout.
        let payouts = zip(ordered, amounts).filter { $0.1 != 0 }.map {
            Payout(node: $0.node, address: address($0.node, within: notes, state), amount: $1)
        }
        let before = state.settlement(epoch: epoch)?.snapshot.previous
        return EpochSnapshot(
            epoch: epoch, first: first, receiptCount: receiptCount, notes: notes, total: total,
            payouts: payouts,
            previous: before ?? state.settlements.last?.snapshot.root ?? networkID,
            head: state.head(receiptCount: receiptCount),
            notesHead: state.notes.head(count: notes), root: ""
        ).rooted
    }
}

extension EpochSnapshot {
    /// The canonical JSON whose digest is the root. Golden-bearing.
    package var document: [UInt8] {
        JSONValue.object([
            JSONMember("epoch", .string(epoch)),
            JSONMember("first", .integer(first)),
            JSONMember("head", .string(head)),
            JSONMember("notes", .integer(notes)),
            JSONMember("notes_head", .string(notesHead)),
            JSONMember("payouts", .string(PayoutText.text(payouts))),
            JSONMember("previous", .string(previous)),
            JSONMember("receipt_count", .integer(receiptCount)),
            JSONMember("total", .string(String(total))),
        ]).compactText.bytes
    }

    /// The snapshot with the root that binds all of it.
    fileprivate var rooted: EpochSnapshot {
        named(HardenedDomain.snapshot.digest(document).text)
    }

    func named(_ root: String) -> EpochSnapshot {
        EpochSnapshot(
            epoch: epoch, first: first, receiptCount: receiptCount, notes: notes, total: total,
            payouts: payouts, previous: previous, head: head, notesHead: notesHead, root: root)
    }
}
