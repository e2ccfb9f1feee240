internal import PublishedGateways
internal import PythonValues

/// The tables of a published gateway as one document: what somebody with its disk reads and
/// writes.
enum PublishedDisk {
    /// Compact JSON, `{"TABLE":{"columns":[name],"rows":[[cell]]}}`.
    static func document(of ledger: PublishedLedger) -> [UInt8] {
        guard let document = try? LedgerDocument(of: ledger.store),
            let json = try? document.json()
        else { return [] }
        return PublishedTexts.compact(json) ?? []
    }

    /// **Throws:** `PythonError`: DatabaseError for bytes that are no such document.
    static func ledger(
        _ bytes: [UInt8], _ checks: PublishedChecks
    ) throws(PythonError) -> PublishedLedger {
        let json: PythonValue
        do throws(PythonJSONError) {
            json = try PythonJSONParser.parse(bytes, byteCountMax: .max)
        } catch {
            throw .other(name: "DatabaseError", "file is not a database")
        }
        return try PublishedLedger(rows: LedgerDocument(json: json), checks: checks)
    }
}
