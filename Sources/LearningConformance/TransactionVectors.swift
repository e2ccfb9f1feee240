internal import Conformance
internal import PublishedLearning
internal import PythonValues

/// Payments, one each: the handler's verdict, the digest of what would be hashed, and the balances
/// behind it.
struct TransactionVectors: VectorJudge {
    let name = "transactions"

    func recognises(_ document: PythonDictionary) -> Bool {
        document.firstCase.map { $0["transaction"] != nil && $0["balances"] != nil } ?? false
    }

    func outcomes(of document: PythonDictionary) throws -> [VectorOutcome] {
        try document.vectorDocument.member("cases").elements().enumerated().map {
            index, vector in
            VectorOutcome(
                index: String(index), expected: try Self.expected(vector),
                got: try Self.got(vector))
        }
    }

    private static func expected(_ vector: VectorValue) throws -> String {
        var parts = try [vector.member("verdict").string(), vector.reason()]
        for name in ["exception", "transaction_hash_text", "to_dict_exception"] {
            if let member = try vector.optional(name) { parts.append(try member.string()) }
        }
        if let balances = try vector.optional("balances_after") {
            parts.append(try PublishedHash.encoding(balances.value))
        }
        if let exception = try vector.optional("update_exception") {
            parts.append(try exception.string())
        }
        return parts.joined(separator: " ")
    }

    private static func got(_ vector: VectorValue) throws -> String {
        let now = try vector.member("now").spelledFloat()
        let ledger = PublishedLedger(now: now)
        ledger.balances = try vector.member("balances").balances()
        let value = try vector.member("transaction").document()
        let payment: PublishedTransaction
        do throws(PythonError) {
            payment = try PublishedTransaction(value, now: now, rebuildsProof: false)
            if let refusal = try ledger.add(payment) { return "reject " + refusal.rawValue }
        } catch {
            return "reject exception " + error.name
        }
        var parts = ["accept", "-"]
        do throws(PythonError) {
            parts.append(try PublishedHash.hash(payment.object()))
        } catch {
            parts.append(error.name)
        }
        do throws(PythonError) {
            let rebuilt = try PublishedTransaction(value, now: now, rebuildsProof: true)
            try ledger.book(rebuilt)
            parts.append(try PublishedHash.encoding(ledger.balances.spelt))
        } catch {
            parts.append(error.name)
        }
        return parts.joined(separator: " ")
    }
}

extension VectorValue {
    /// The refusal's name; a dash for null.
    func reason() throws -> String {
        let reason = try member("reason")
        return reason.isNull ? "-" : try reason.string()
    }

    /// A table of balances that `repr` spelt.
    func balances() throws -> BalanceTable {
        guard case .dictionary(let members) = value else {
            throw VectorFormError(place: place, expected: "an object", got: value.typeName)
        }
        var table = BalanceTable()
        for (address, balance) in members.members {
            try table.set(
                .string(address),
                VectorValue(balance, place: "\(place).\(address.shown)").spelledNumber())
        }
        return table
    }
}

extension BalanceTable {
    /// The balances as the files have them: numbers as `repr` spells them.
    var spelt: PythonValue {
        get throws(PythonError) {
            var members = PythonDictionary()
            for entry in entries {
                guard case .string(let address) = entry.address else { continue }
                members[address] = .string(try PythonValue.number(entry.balance).representation())
            }
            return .dictionary(members)
        }
    }
}
