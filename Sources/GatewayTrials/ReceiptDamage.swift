internal import Encodings
internal import ReceiptNetwork
package import Scenarios
internal import Trials

/// What somebody with the gateway's disk in his hands does to what is stored.
package enum ReceiptDamage: Sendable {
    /// Keeps what is stored now, or puts back what was kept.
    case snapshot, restore
    /// A column of a row of the log, or of the balances; of `bytes` what the row holds itself.
    case change(table: String, row: Int, column: Int, splice: Splice)
    /// Two rows of the log change places.
    case swap(row: Int, with: Int)
    /// The log's last rows go.
    case drop(count: Int)
    /// All of it.
    case splice(Splice)

    static let logColumns = ["kind", "bytes", "name", "link"]
    static let balanceColumns = ["address", "amount"]

    var name: String {
        switch self {
        case .snapshot: "snapshot"
        case .restore: "an older copy"
        case .change(let table, let row, _, let splice): "\(table) row \(row): \(splice)"
        case .swap(let row, let other): "rows \(row) and \(other) change places"
        case .drop(let count): "the last \(count) rows go"
        case .splice(let splice): "\(splice)"
        }
    }

    /// **Throws:** ``StepFault`` where there is no such row.
    func applied(to document: [UInt8]) throws -> [UInt8] {
        switch self {
        case .snapshot, .restore: return document
        case .splice(let splice): return try splice.applied(to: document)
        case .change(let table, let row, let column, let splice):
            return try Self.changing(document, table) { rows in
                guard row < rows.count else { throw StepFault("no row \(row) of \(rows.count)") }
                let isBlob = table == "log" && column == 1
                let old = rows[row][column]
                let bytes = isBlob ? Base64Reading.bytes(of: old) ?? [] : Array(old.utf8)
                let new = try splice.applied(to: bytes)
                rows[row][column] =
                    isBlob ? Base64Reading.text(of: new) : String(decoding: new, as: UTF8.self)
            }
        case .swap(let row, let other):
            return try Self.changing(document, "log") { rows in
                guard max(row, other) < rows.count else {
                    throw StepFault("no rows \(row) and \(other) of \(rows.count)")
                }
                rows.swapAt(row, other)
            }
        case .drop(let count):
            return try Self.changing(document, "log") { rows in
                guard count <= rows.count else { throw StepFault("\(rows.count) rows are fewer") }
                rows.removeLast(count)
            }
        }
    }

    private static func changing(
        _ document: [UInt8], _ table: String, _ change: (inout [[String]]) throws -> Void
    ) throws -> [UInt8] {
        let value = try JSONParser.parse(document, byteCountMax: ReceiptLimits.storeByteCountMax)
        let members = try (value.objectValue ?? []).map { member in
            guard member.key == table else { return member }
            var rows = (member.value.arrayValue ?? []).map {
                ($0.arrayValue ?? []).compactMap(\.stringValue)
            }
            try change(&rows)
            return JSONMember(table, .array(rows.map { .array($0.map { .string($0) }) }))
        }
        return Array(JSONValue.object(members).compactText.utf8)
    }
}

extension ReceiptGround {
    /// **Throws:** ``StepFault`` where nothing is changed.
    func apply(_ damage: ReceiptDamage) throws {
        let before = books.disk ?? system.storeDocument
        record.note("somebody with the disk: \(damage.name)")
        if case .snapshot = damage {
            books.snapshot = before
            return
        }
        if books.heldBefore == nil { books.heldBefore = storedView }
        var after = before
        if case .restore = damage {
            guard let snapshot = books.snapshot else { throw StepFault("no snapshot was taken") }
            after = snapshot
        } else {
            after = try damage.applied(to: before)
        }
        guard after != before else { throw StepFault("the damage changes nothing") }
        books.disk = after
    }

    /// Starts from what lies on the disk; where that is refused, from the operator's own copy,
    /// which is what the gateway held.
    func restart() throws {
        let bytes = books.disk ?? system.storeDocument
        let isDamaged = books.disk != nil
        if books.heldBefore == nil { books.heldBefore = storedView }
        books.disk = nil
        let reply = try send(
            bytes, to: ReceiptSurfaces.store, from: Self.honestSource, as: "what is stored",
            isAttack: isDamaged)
        books.heldAfter = storedView
        if !isDamaged, let refusal = reply.refusals.first {
            throw StepFault("an unchanged store is refused: \(refusal)")
        }
    }

    /// What a restart must not change.
    var storedView: [String] {
        system.receipts.map {
            "receipt \($0.id) \($0.chainHash) \(Base64Reading.text(of: $0.bytes))"
        }
            + system.votes.map { "vote \(Base64Reading.text(of: $0.bytes))" }
            + system.settlements.map { settlement in
                let payouts = settlement.payouts.map { "\($0.node) \($0.address) \($0.amount)" }
                return "settlement \(Base64Reading.text(of: settlement.bytes)) "
                    + payouts.joined(separator: ", ")
            } + system.balances.map { "balance \($0.address) \($0.amount)" }
    }
}
