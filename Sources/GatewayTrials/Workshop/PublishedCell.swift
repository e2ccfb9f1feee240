internal import Encodings
internal import Scenarios

/// A cell of a published gateway's tables, in the hands of somebody with its disk.
package struct PublishedCell: Sendable {
    let table: String
    let row: Int
    let column: String

    static let tables = ["receipts", "accounts", "epochs", "node_addresses", "epoch_signatures"]
    static let columns = [
        "payload", "payload_hash", "prev_hash", "chain_hash", "balance", "snapshot_payload",
        "eth_address", "signature",
    ]

    var name: String { "\(table) row \(row), \(column)" }

    /// **Throws:** ``StepFault`` where there is no such cell.
    func changed(in document: [UInt8], by splice: Splice) throws -> [UInt8] {
        try Self.changing(document, table) { columns, rows in
            guard let place = columns.firstIndex(of: column) else {
                throw StepFault("\(table) has no column \(column)")
            }
            guard row < rows.count else {
                throw StepFault("row: expected less than \(rows.count), got \(row)")
            }
            switch rows[row][place] {
            case .string(let text):
                let new = try splice.applied(to: Array(text.utf8))
                rows[row][place] = .string(String(decoding: new, as: UTF8.self))
            case let cell:
                let new = try splice.applied(to: Array(cell.compactText.utf8))
                rows[row][place] = try JSONParser.parse(new, byteCountMax: 1 << 16)
            }
        }
    }

    /// Two receipts change places, all but their numbers.
    static func swapping(_ row: Int, _ other: Int, in document: [UInt8]) throws -> [UInt8] {
        try changing(document, "receipts") { _, rows in
            guard max(row, other) < rows.count else {
                throw StepFault(
                    "row, with: expected less than \(rows.count), got \(row) and \(other)")
            }
            let (number, otherNumber) = (rows[row][0], rows[other][0])
            rows.swapAt(row, other)
            (rows[row][0], rows[other][0]) = (number, otherNumber)
        }
    }

    static func dropping(_ count: Int, in document: [UInt8]) throws -> [UInt8] {
        try changing(document, "receipts") { _, rows in
            guard count <= rows.count else {
                throw StepFault("count: expected at most \(rows.count) rows, got \(count)")
            }
            rows.removeLast(count)
        }
    }

    private static func changing(
        _ document: [UInt8], _ table: String,
        _ change: (_ columns: [String], _ rows: inout [[JSONValue]]) throws -> Void
    ) throws -> [UInt8] {
        let value = try JSONParser.parse(document, byteCountMax: 1 << 26)
        let members = try (value.objectValue ?? []).map { member in
            guard member.key == table else { return member }
            let columns = (member.value.member("columns")?.arrayValue ?? [])
                .compactMap(\.stringValue)
            var rows = (member.value.member("rows")?.arrayValue ?? []).map { $0.arrayValue ?? [] }
            try change(columns, &rows)
            return JSONMember(
                table,
                .object([
                    JSONMember("columns", .array(columns.map { .string($0) })),
                    JSONMember("rows", .array(rows.map { .array($0) })),
                ]))
        }
        return Array(JSONValue.object(members).compactText.utf8)
    }
}
