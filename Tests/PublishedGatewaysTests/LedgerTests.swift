import BigInt
import PublishedGateways
import PythonValues
import TestSupport
import Testing

@Suite("The published ledger")
struct LedgerTests {
    private func receipt(session: String, createdAt: Double) throws -> PublishedReceipt {
        var members = PythonDictionary()
        members["gateway_pubkey"] = .text("R1c=")
        for name in ["node_pubkey", "route"] { members[name] = .text("Tk8=") }
        members["session_id"] = .text(session)
        members["input_tokens"] = .integer(3)
        members["output_tokens"] = .integer(5)
        members["wall_time_ms"] = .integer(7)
        members["created_at"] = .float(PythonFloat(createdAt))
        return try PublishedReceipt(members)
    }

    @Test("The page's chain hashes follow from its receipts; a known id changes nothing")
    func chain() throws {
        let ledger = try PublishedLedger()
        let first = try receipt(session: "s-1", createdAt: 1_700_000_000.25)
        #expect(try ledger.add(first))
        #expect(try !ledger.add(first))
        #expect(
            try ledger.chainHead().equals(
                .text("813fa82e205e01452e5e6709caedc817f361eb069641eb194fe8c70c027d1145")))
        try ledger.add(receipt(session: "s-é", createdAt: 1_700_000_001))
        #expect(
            try ledger.chainHead().equals(
                .text("98bb730d951d0b783afe517db10684f335b7c8e3e28dca24c687e8230925b8b7")))
        #expect(try ledger.isChainGood())
        // The receipt that was ignored took a number all the same.
        #expect(try ledger.receiptRows().map(\.number) == [1, 3])
    }

    @Test("Keys that differ behind a character 0 are two keys")
    func zeros() throws {
        let ledger = try PublishedLedger()
        for (number, key) in ["K\0A", "K\0B"].enumerated() {
            try ledger.setAddress(
                PythonText("0x" + String(repeating: "\(number)", count: 40)),
                ofNode: PythonText(key), now: GatewayWorld.now)
        }
        let addresses = try ledger.addresses()
        #expect(addresses.count == 2)
        #expect(addresses[0].node.equals(.text("K\0A")))
    }

    @Test("NaN becomes null and is pulled by nobody; a text is later than every number")
    func times() throws {
        let ledger = try PublishedLedger()
        for (session, time) in [
            ("nan", PythonValue.float(PythonFloat(.nan))), ("text", .text("abc")),
            ("true", .boolean(true)), ("numeric", .text("2.5")),
        ] {
            try ledger.add(
                GatewayWorld.receipt(node: "node-a", tokens: 1, session: session, createdAt: time))
        }
        let times = try ledger.receiptRows().map { try $0.createdAt.representation().shown }
        #expect(times == ["None", "'abc'", "1.0", "2.5"])
        let sessions = try ledger.objects(since: PythonFloat(0), limit: .integer(-1)).map {
            try $0.member("session_id").requiredText().shown
        }
        #expect(sessions == ["true", "numeric", "text"])
        let refusal = try #require(throws: PythonError.self) {
            try ledger.latestReceiptTime()
        }
        #expect(refusal.name == "ValueError")
    }

    @Test(
        "SQLite takes no list, no wide integer and no surrogate",
        arguments: [
            (PythonValue.list([]), "ProgrammingError"),
            (.integer(BigInt(1) << 63), "OverflowError"),
            (.string(PythonText(codePoints: [0xD800])), "UnicodeEncodeError"),
        ])
    func binding(value: PythonValue, name: String) throws {
        let ledger = try PublishedLedger()
        let receipt = try GatewayWorld.receipt(node: "node-a", tokens: 1, createdAt: value)
        guard case .refused(.store(let error)) = ledger.take(receipt.members) else {
            Issue.record("the receipt was not refused by the store")
            return
        }
        #expect(error.name == name)
        #expect(try ledger.receiptRows().isEmpty)
    }

    @Test("On the tables as shipped no epoch is saved, however large its total")
    func shippedTables() throws {
        for (tables, name) in [
            (LedgerTables.fresh, "OperationalError"), (.migrated, "OverflowError"),
        ] {
            let ledger = try PublishedLedger(tables: tables)
            var snapshot = PythonDictionary()
            snapshot["total_amount"] = .integer(BigInt(1) << 64)
            let error = try #require(throws: PythonError.self) {
                try ledger.saveEpoch(PythonText("e"), snapshot: snapshot)
            }
            #expect(error.name == name)
        }
    }

    @Test("A credit beyond 64 bits changes nothing but opens the account")
    func overflow() throws {
        let ledger = try PublishedLedger()
        let user = PythonText("user")
        try ledger.credit(user, amount: .integer(1), now: GatewayWorld.now)
        let error = try #require(throws: PythonError.self) {
            try ledger.credit(
                user, amount: .integer(BigInt(Int.max)), payment: PythonText("p"),
                now: GatewayWorld.now)
        }
        #expect(error.name == "OverflowError")
        #expect(try ledger.balance(of: user).equals(.integer(1)))
        #expect(try ledger.document()[table: "account_txns"]?.rows.count == 1)
        #expect(try ledger.document()[table: "payments"]?.rows.isEmpty == true)
    }

    // MARK: The disk

    @Test("Rows that are taken out, changed and put in again are what the next ledger reads")
    func document() throws {
        let ledger = try PublishedLedger()
        for number in 0..<3 {
            try ledger.add(
                GatewayWorld.receipt(node: "node-a", tokens: number, session: "s-\(number)"))
        }
        var document = try LedgerDocument(json: ledger.document().json())
        #expect(document == (try ledger.document()))
        var receipts = try #require(document[table: "receipts"])
        receipts.rows.removeLast()
        document[table: "receipts"] = receipts
        let next = try PublishedLedger(rows: document)
        #expect(try next.receipts().count == 2)
        #expect(try next.isChainGood())
        // The number of a row that was cut off is never given again.
        try next.add(GatewayWorld.receipt(node: "node-a", tokens: 9, session: "after"))
        #expect(try next.receiptRows().map(\.number) == [1, 2, 4])
    }

    @Test("Rows without room in the tables are refused, and nothing changes")
    func refusedDocuments() throws {
        let ledger = try PublishedLedger()
        try ledger.add(GatewayWorld.receipt(node: "node-a", tokens: 1))
        let before = try ledger.document()
        let cell = TableCell.text("x")
        for (table, columns, rows, name) in [
            ("nothing", ["a"], [], "ValueError"), ("quality", ["a\""], [], "ValueError"),
            ("quality", ["score"], [[cell, cell]], "ValueError"),
            ("quality", ["receipt_id"], [[cell], [cell]], "IntegrityError"),
        ] as [(String, [String], [[TableCell]], String)] {
            let document = LedgerDocument(tables: [
                .init(name: table, columns: columns, rows: rows)
            ])
            let error = try #require(throws: PythonError.self) {
                try document.replaceRows(in: ledger.store)
            }
            #expect(error.name == name)
            #expect(try ledger.document() == before)
        }
    }

    @Test("A ledger in a file is there again")
    func file() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/ledger.sqlite"
        let receipt = try GatewayWorld.receipt(node: "node-a", tokens: 1)
        do {
            let ledger = try PublishedLedger(path: path)
            try ledger.add(receipt)
        }
        let ledger = try PublishedLedger(path: path)
        #expect(try ledger.receipts().map { try $0.id() } == [receipt.id()])
        let error = try #require(throws: PythonError.self) {
            try PublishedLedger(path: folder.path)
        }
        #expect(error.name == "OperationalError")
    }
}
