internal import BigInt
internal import Conformance
internal import PublishedGateways
internal import PythonValues
internal import Routing

/// A ledger that somebody with the disk damages, read afterwards.
struct StorageVectors: VectorJudge {
    let name = "storage"

    func recognises(_ document: PythonDictionary) -> Bool {
        document.firstCase.map { $0["op"] != nil && $0["verify_chain"] != nil } ?? false
    }

    private static let results = [
        "verify_chain", "head", "listed", "next_accepted", "verify_chain_after", "settle",
    ]

    func outcomes(of document: PythonDictionary) throws -> [VectorOutcome] {
        try document.vectorDocument.member("cases").elements().map { vector in
            let expected = try Self.results.map {
                try PythonJSONWriter.text(vector.member($0).value)
            }
            return VectorOutcome(
                index: try vector.caseIndex(), expected: expected.joined(separator: " "),
                got: try Self.got(vector))
        }
    }

    private static func got(_ vector: VectorValue) throws -> String {
        let gateway = try PublishedGateway(
            identity: VectorParty.identity("gateway"), ledger: PublishedLedger(),
            surroundings: QuietSurroundings())
        let now = PythonFloat(1_700_000_500)
        let ledger = gateway.ledger
        for (index, node) in ["node-a", "node-b", "node-c"].enumerated() {
            let zeros = String(repeating: "0", count: 39)
            try ledger.setAddress(
                PythonText("0x\(zeros)\(index + 1)"), ofNode: VectorParty.key(node), now: now)
        }
        for receipt in try vector.member("receipts").elements() {
            let parts = try receipt.elements()
            guard parts.count == 4 else {
                throw VectorFormError(
                    place: receipt.place, expected: "four elements", got: "\(parts.count)")
            }
            _ = try gateway.accept(
                [
                    VectorParty.receipt(
                        node: parts[0].string(), session: parts[1].value,
                        outputTokens: parts[2].value, createdAt: parts[3].value)
                ], now: now)
        }
        try StorageDamage(vector).apply(to: ledger)
        let next = try VectorParty.receipt(
            node: "node-a", session: .text("after"), outputTokens: .integer(7),
            createdAt: .integer(1_700_000_400))
        let values = [
            told { () throws(PythonError) in .boolean(try ledger.isChainGood()) },
            told { () throws(PythonError) in try ledger.chainHead() },
            told { () throws(PythonError) in .integer(BigInt(try ledger.receipts().count)) },
            PythonValue.integer(BigInt(try gateway.accept([next], now: now))),
            told { () throws(PythonError) in .boolean(try ledger.isChainGood()) },
            try settled(gateway, now: now),
        ]
        return try values.map { try PythonJSONWriter.text($0) }.joined(separator: " ")
    }

    private static func told(_ body: () throws(PythonError) -> PythonValue) -> PythonValue {
        do throws(PythonError) {
            return try body()
        } catch {
            return .text("crash:\(error.name)")
        }
    }

    /// The payouts of the window's settlement, nodes by their letter.
    private static func settled(
        _ gateway: PublishedGateway, now: PythonFloat
    ) throws -> PythonValue {
        let outcome = gateway.outcome(
            of: "/epoch/settle",
            #"{"total_amount": 1000, "start_time": 1700000000, "end_time": 1700000450}"#, now: now)
        if case .crashed(let error) = outcome.verdict { return .text("crash:\(error.name)") }
        guard let snapshot = outcome.value else { return .none }
        let letters = ["a", "b", "c"]
        return .list(
            try snapshot.member("payouts").elements().map { payout in
                let key = try payout.member("node_pubkey").requiredText()
                let letter = letters.first { VectorParty.key("node-\($0)") == key }
                return .list([
                    letter.map(PythonValue.text) ?? .string(key), try payout.member("amount"),
                ])
            })
    }
}
