internal import Encodings
internal import GatewayNetwork
package import Scenarios
internal import Trials

/// A change of the gateway's stored bytes by somebody who has its disk.
package enum GatewayDamage: Sendable {
    /// Keeps the stored bytes, or puts back those that were kept.
    case snapshot, restore
    /// A column of a row of the log, or of the balances; of `bytes` the bytes, not their base64.
    case change(table: String, row: Int, column: Int, splice: Splice)
    /// A cell of a table of a published gateway.
    case cell(PublishedCell, Splice)
    /// Two rows of the log, or of the published receipts, change places.
    case swap(row: Int, with: Int)
    /// The last rows of these go.
    case drop(count: Int)
    /// All of it.
    case splice(Splice)

    static let logColumns = ["kind", "bytes", "name", "link"]
    static let accountColumns = ["user", "balance", "reserved"]
    static let balanceColumns = ["address", "amount"]

    var name: String {
        switch self {
        case .snapshot: "snapshot"
        case .restore: "an older copy"
        case .change(let table, let row, _, let splice): "\(table) row \(row): \(splice)"
        case .cell(let cell, let splice): "\(cell.name): \(splice)"
        case .swap(let row, let other): "rows \(row) and \(other) change places"
        case .drop(let count): "the last \(count) rows go"
        case .splice(let splice): "\(splice)"
        }
    }

    /// **Throws:** ``StepFault`` where there is no such row.
    func applied(to document: [UInt8], _ profile: Profile) throws -> [UInt8] {
        switch self {
        case .cell(let cell, let splice):
            guard profile == .published else { throw StepFault("no table of that name") }
            return try cell.changed(in: document, by: splice)
        case .swap(let row, let other) where profile == .published:
            return try PublishedCell.swapping(row, other, in: document)
        case .drop(let count) where profile == .published:
            return try PublishedCell.dropping(count, in: document)
        case .snapshot, .restore: return document
        case .splice(let splice): return try splice.applied(to: document)
        case .change(let table, let row, let column, let splice):
            return try Self.changing(document, table) { rows in
                guard row < rows.count else {
                    throw StepFault("row: expected less than \(rows.count), got \(row)")
                }
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
                    throw StepFault(
                        "row, with: expected less than \(rows.count), got \(row) and \(other)")
                }
                rows.swapAt(row, other)
            }
        case .drop(let count):
            return try Self.changing(document, "log") { rows in
                guard count <= rows.count else {
                    throw StepFault("count: expected at most \(rows.count) rows, got \(count)")
                }
                rows.removeLast(count)
            }
        }
    }

    private static func changing(
        _ document: [UInt8], _ table: String, _ change: (inout [[String]]) throws -> Void
    ) throws -> [UInt8] {
        let value = try JSONParser.parse(document, byteCountMax: GatewayLimits.storeByteCountMax)
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
