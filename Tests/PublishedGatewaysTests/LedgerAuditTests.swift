import BigInt
import PublishedGateways
import PythonValues
import Testing

@Suite("The check of a published ledger")
struct LedgerAuditTests {
    private static func ledger() throws -> PublishedLedger {
        let ledger = try PublishedLedger()
        for number in 1...3 {
            try ledger.add(GatewayWorld.receipt(node: "a", tokens: number, session: "\(number)"))
        }
        return ledger
    }

    private static func audit(_ ledger: PublishedLedger) throws -> LedgerAudit {
        try LedgerAudit.audit(ledger, verifiesSignatures: true, threadCount: 2) { _ in }
    }

    @Test("The rows of a gateway hold")
    func whole() throws {
        let ledger = try Self.ledger()
        let audit = try Self.audit(ledger)
        #expect(audit.rowCount == 3 && audit.findings == [])
        #expect(try ledger.chainHead().equals(.text(audit.head)))
    }

    @Test(
        "Rows of the lowest and the highest number are looked at, too", arguments: [Int.min, .max])
    func extremes(number: Int) throws {
        let ledger = try Self.ledger()
        try ledger.store.rows(
            "INSERT INTO receipts(id,receipt_id,payload) VALUES(?,'x','no receipt')",
            [.integer(number)])
        let audit = try Self.audit(ledger)
        #expect(audit.rowCount == 4)
        #expect(audit.findings.contains { $0.row == number && $0.column == "payload" })
    }

    @Test(
        "A table that hides rows from their numbers is no ledger",
        arguments: ["NULL", "7", "'a text'"])
    func hidden(number: String) throws {
        let ledger = try Self.ledger()
        try ledger.store.run(
            script: """
                CREATE TABLE loose AS SELECT * FROM receipts;
                DROP TABLE receipts;
                ALTER TABLE loose RENAME TO receipts;
                INSERT INTO receipts(id) VALUES (\(number));
                """)
        for _ in 0..<LedgerAudit.pageRowCount {
            try ledger.store.rows("INSERT INTO receipts(id) VALUES (\(number))")
        }
        #expect(throws: PythonError.self) { try Self.audit(ledger) }
    }

    @Test(
        "A column that repeats the stored text and says something else is found",
        arguments: [
            ("created_at", "1"), ("created_at", "NULL"), ("session_id", "'other'"),
            ("node_pubkey", "'other'"), ("gateway_pubkey", "x'00'"), ("gateway_sig", "NULL"),
            ("node_sig", "'AAAA'"),
        ])
    func columns(column: String, value: String) throws {
        let ledger = try Self.ledger()
        try ledger.store.run(script: "UPDATE receipts SET \(column)=\(value) WHERE id=2")
        let audit = try Self.audit(ledger)
        #expect(audit.findings.map(\.row) == [2])
        #expect(audit.findings.map(\.column) == [column])
    }

    /// Values as SQLite keeps them: digits in a column of texts, floats in one of floats.
    @Test("Members of other types than columns hold what SQLite makes of them")
    func affinities() throws {
        let ledger = try PublishedLedger()
        for (number, time) in [PythonValue.integer(5), .text("7"), .text("x"), .none].enumerated() {
            var members = try GatewayWorld.receipt(
                node: "a", tokens: 1, session: "\(number)"
            ).members
            members["created_at"] = time
            members["session_id"] = .integer(BigInt(number))
            var receipt = try PublishedReceipt(members)
            let payload = try receipt.payload()
            receipt.gatewaySignature = .text(
                GatewayWorld.identity("gateway").signature(of: payload))
            receipt.nodeSignature = .text(GatewayWorld.identity("a").signature(of: payload))
            try ledger.add(receipt)
        }
        let audit = try LedgerAudit.audit(
            ledger, verifiesSignatures: false, threadCount: 1
        ) { _ in }
        #expect(audit.rowCount == 4 && audit.findings == [])
    }
}
