internal import Conformance
internal import PublishedGateways
internal import PythonValues
internal import Routing

/// Accounts of a ledger, and prices under the asks in a directory.
struct AccountVectors: VectorJudge {
    let name = "accounts"

    func recognises(_ document: PythonDictionary) -> Bool {
        document["histories"] != nil && document.firstCase?["asks"] != nil
    }

    func outcomes(of document: PythonDictionary) throws -> [VectorOutcome] {
        let whole = document.vectorDocument
        let steps = try whole.member("histories").elements().flatMap { history in
            let ledger = try PublishedLedger()
            let number = try history.member("history").int()
            return try history.member("steps").elements().map { step in
                VectorOutcome(
                    index: "history \(number) \(try step.caseIndex())",
                    expected: try Self.expected(step), got: try Self.got(step, ledger))
            }
        }
        return try steps + whole.member("cases").elements().map(Self.price)
    }

    // MARK: Accounts

    private static func expected(_ step: VectorValue) throws -> String {
        var parts = [try step.member("verdict").string()]
        for name in ["reason", "exception"] {
            if let text = try step.optional(name) { parts.append(try text.string()) }
        }
        for name in ["balance", "balances", "txns", "payments"] {
            if let value = try step.optional(name) {
                parts.append(try PythonJSONWriter.text(value.value))
            }
        }
        return parts.joined(separator: " ")
    }

    private static func got(_ step: VectorValue, _ ledger: PublishedLedger) throws -> String {
        let user = try step.member("user").text()
        let now = PythonFloat(1_700_000_000)
        var balance: PythonValue?
        var parts: [String] = []
        do throws(PythonError) {
            switch try step.operation() {
            case .credit(let amount, let payment):
                try ledger.credit(user, amount: amount, payment: payment, now: now)
            case .debit(let amount): try ledger.debit(user, amount: amount, now: now)
            case .ensure: try ledger.ensureAccount(user, now: now)
            case .balance: balance = try ledger.balance(of: user)
            case .unknown(let name): throw .other(name: "operation", name)
            }
            parts.append("accept")
        } catch .value(let reason) {
            parts += ["reject", reason]
        } catch {
            parts += ["crash", error.name]
        }
        if let balance { parts.append(try PythonJSONWriter.text(balance)) }
        let balances = try ledger.accounts().map { account in
            try PythonValue.list([
                account.user, .string(account.balance.text()),
            ])
        }
        parts.append(try PythonJSONWriter.text(.list(balances)))
        for table in ["account_txns", "payments"] {
            parts.append(String(try ledger.store.rows("SELECT id FROM \(table)").count))
        }
        return parts.joined(separator: " ")
    }

    // MARK: Prices

    private static func price(_ vector: VectorValue) throws -> VectorOutcome {
        let now = PythonFloat(1_700_000_000)
        let directory = PublishedDirectory()
        for ask in try vector.member("asks").elements() {
            let parts = try ask.elements()
            guard parts.count == 3 else {
                throw VectorFormError(
                    place: ask.place, expected: "three elements", got: "\(parts.count)")
            }
            let age = PythonNumber.integer(try parts[2].integer())
            guard case .float(let time) = try .float(now) - age else { continue }
            directory.publish(askText: try parts[1].string(), of: try parts[0].text(), at: time)
        }
        let gateway = try PublishedGateway(
            identity: VectorParty.identity("gateway"), ledger: PublishedLedger(),
            surroundings: QuietSurroundings(), directory: directory)
        let outcome = gateway.outcome(
            of: "/price/quote", try vector.member("body").string(), now: now)
        return VectorOutcome(
            index: try vector.caseIndex(), expected: try OutcomeText.expected(vector),
            got: try OutcomeText.got(outcome, like: vector))
    }
}

private enum AccountOperation {
    case credit(PythonValue, payment: PythonText?)
    case debit(PythonValue)
    case ensure, balance
    case unknown(String)
}

extension VectorValue {
    fileprivate func operation() throws(PythonError) -> AccountOperation {
        do {
            switch try member("op").string() {
            case "credit":
                let payment = try optional("txid").flatMap { $0.isNull ? nil : try $0.text() }
                return .credit(
                    try SettlementVectors.number(member("amount")), payment: payment)
            case "debit": return .debit(try SettlementVectors.number(member("amount")))
            case "ensure": return .ensure
            case "balance": return .balance
            case let name: return .unknown(name)
            }
        } catch {
            return .unknown("\(error)")
        }
    }
}
