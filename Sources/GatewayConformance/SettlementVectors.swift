internal import BigInt
internal import Conformance
internal import PublishedGateways
internal import PythonValues
internal import Routing

/// A settlement of given receipts.
struct SettlementVectors: VectorJudge {
    let name = "settlement"

    func recognises(_ document: PythonDictionary) -> Bool {
        document.firstCase.map { $0["schema"] != nil && $0["epoch_rows"] != nil } ?? false
    }

    func outcomes(of document: PythonDictionary) throws -> [VectorOutcome] {
        try document.vectorDocument.member("cases").elements().map { vector in
            VectorOutcome(
                index: try vector.caseIndex(), expected: try Self.expected(vector),
                got: try Self.got(vector))
        }
    }

    private static let answerMembers = ["epoch_id", "payouts", "root", "gateway_sig", "sum"]

    private static func expected(_ vector: VectorValue) throws -> String {
        var parts = [try OutcomeText.expected(vector)]
        if try vector.isAccepted() {
            for name in answerMembers {
                parts.append(try PythonJSONWriter.text(vector.member(name).value))
            }
        }
        parts.append(String(try vector.member("epoch_rows").int()))
        return parts.joined(separator: " ")
    }

    private static func got(_ vector: VectorValue) throws -> String {
        let tables =
            try vector.member("schema").string() == "fresh" ? LedgerTables.fresh : .migrated
        let gateway = try PublishedGateway(
            identity: VectorParty.identity("gateway"), ledger: PublishedLedger(tables: tables),
            surroundings: QuietSurroundings())
        let now = try PythonValue.string(vector.member("now").text()).convertedToFloat()
        for receipt in try vector.member("receipts").elements() {
            try add(receipt, to: gateway, now: now)
        }
        let named = try vector.member("addresses").elements().map { try $0.string() }
        for (index, node) in named.enumerated() {
            let digits = String(index + 1, radix: 16)
            let zeros = String(repeating: "0", count: 40 - digits.count)
            try gateway.ledger.setAddress(
                PythonText("0x" + zeros + digits), ofNode: VectorParty.key(node), now: now)
        }
        let body = try vector.member("body").string()
        let outcome = gateway.outcome(of: "/epoch/settle", body, now: now)
        var parts = [try OutcomeText.got(outcome, like: vector)]
        if case .accepted = outcome.verdict, let snapshot = outcome.value {
            parts += try told(snapshot)
        }
        parts.append(String(try gateway.ledger.epochRows().count))
        return parts.joined(separator: " ")
    }

    /// [node, session, output tokens, time, quality or null, "refused" where gossip refuses it].
    private static func add(
        _ vector: VectorValue, to gateway: PublishedGateway, now: PythonFloat
    ) throws {
        let parts = try vector.elements()
        guard parts.count >= 5 else {
            throw VectorFormError(
                place: vector.place, expected: "five elements", got: "\(parts.count)")
        }
        let receipt = try VectorParty.receipt(
            node: parts[0].string(), session: parts[1].value, outputTokens: number(parts[2]),
            createdAt: number(parts[3]))
        let acceptedCount = try gateway.accept([receipt], now: now)
        guard acceptedCount == (parts.count == 5 ? 1 : 0) else {
            throw VectorFormError(
                place: vector.place, expected: "a receipt that gossip takes as it says",
                got: "\(acceptedCount) accepted")
        }
        guard !parts[4].isNull else { return }
        try gateway.ledger.recordQuality(
            receipt: PythonText(try receipt.id()), node: VectorParty.key(parts[0].string()),
            score: number(parts[4]).convertedToFloat(), now: now)
    }

    private static let exponents = 0...10_000

    /// A text of JSON, or `10**k` for a power of ten, k at most 10,000.
    static func number(_ vector: VectorValue) throws -> PythonValue {
        let text = try vector.string()
        if text.hasPrefix("10**"), let exponent = Int(text.dropFirst(4)) {
            guard exponents.contains(exponent) else {
                throw VectorFormError(
                    place: vector.place, expected: "10**k with k of 0 to 10000", got: text)
            }
            return .integer(BigInt(10).power(exponent))
        }
        do throws(PythonJSONError) {
            return try PythonJSONParser.parse(Array(text.utf8), byteCountMax: .max)
        } catch {
            throw VectorFormError(place: vector.place, expected: "JSON", got: text)
        }
    }

    /// The members of a snapshot as vectors tell them: nodes by name, amounts as texts, their sum.
    private static func told(_ snapshot: PythonValue) throws -> [String] {
        let names = ["a", "b", "c", "d"].map { "node-\($0)" }
        var sum: BigInt = 0
        var payouts: [PythonValue] = []
        for payout in try snapshot.member("payouts").elements() {
            let key = try payout.member("node_pubkey").requiredText()
            let amount = try payout.member("amount").convertedToInteger()
            sum += amount
            let name = names.first { VectorParty.key($0) == key }
            payouts.append(
                .list([
                    name.map(PythonValue.text) ?? .string(key), try payout.member("eth_address"),
                    .text(try amount.pythonText()),
                ]))
        }
        return [
            try PythonJSONWriter.text(snapshot.member("epoch_id")),
            try PythonJSONWriter.text(.list(payouts)),
            try PythonJSONWriter.text(snapshot.member("root")),
            try PythonJSONWriter.text(snapshot.member("gateway_sig")),
            try PythonJSONWriter.text(.text(sum.pythonText())),
        ]
    }
}
