internal import BigInt
package import PythonValues

extension PublishedLedger {
    /// Opens an account of nothing where there is none.
    package func ensureAccount(_ user: PythonText, now: PythonFloat) throws(PythonError) {
        try store.rows(
            "INSERT OR IGNORE INTO accounts(user_pubkey,balance,created_at,updated_at) "
                + "VALUES(?,?,?,?)",
            [.text(try user.utf8()), .integer(0), .real(now), .real(now)])
    }

    /// In thousandths of a GLYPH, towards zero; 0 without an account.
    package func balance(of user: PythonText) throws(PythonError) -> PythonValue {
        let row = try store.row(
            "SELECT balance FROM accounts WHERE user_pubkey=?", [.text(try user.utf8())])
        guard let balance = try row?[0].value() else { return .integer(0) }
        return .integer(try balance.convertedToInteger())
    }

    /// Adds to a balance; no endpoint does.
    ///
    /// - Parameters:
    ///   - amount: in thousandths of a GLYPH, from 0 on.
    ///   - payment: an id of a payment, which is recorded, too, however often; nil or empty for
    ///     none.
    /// **Throws:** ``PythonError``: AssertionError for less than 0, a type for what has no order
    /// with 0, an overflow outside 64 bits. The account is there afterwards but for the first two.
    package func credit(
        _ user: PythonText, amount: PythonValue, memo: PythonText = PythonText(),
        reference: PythonText? = nil, payment: PythonText? = nil, now: PythonFloat
    ) throws(PythonError) {
        try Self.requireNotNegative(amount)
        try ensureAccount(user, now: now)
        let balance = try balance(of: user).requiredNumber() + amount.requiredNumber()
        let entry = AccountEntry(
            user: user, delta: amount, kind: "credit", memo: memo, reference: reference)
        try store.transaction { () throws(PythonError) in
            try set(user, balance: balance, entry, now: now)
            if let payment, !payment.codePoints.isEmpty {
                try store.rows(
                    "INSERT INTO payments(user_pubkey,amount,txid,status,created_at) "
                        + "VALUES(?,?,?,?,?)",
                    [
                        .text(try user.utf8()), try TableCell(binding: amount, place: 2),
                        .text(try payment.utf8()), .text("credited"), .real(now),
                    ])
            }
        }
    }

    /// Takes from a balance.
    ///
    /// **Throws:** ``PythonError``, as ``credit(_:amount:memo:reference:payment:now:)`` does, and a
    /// value where the balance is less.
    package func debit(
        _ user: PythonText, amount: PythonValue, memo: PythonText = PythonText(),
        reference: PythonText? = nil, now: PythonFloat
    ) throws(PythonError) {
        try Self.requireNotNegative(amount)
        try ensureAccount(user, now: now)
        let balance = try balance(of: user).requiredNumber()
        let price = try amount.requiredNumber()
        guard !balance.isLess(than: price) else { throw .value("insufficient balance") }
        let left = try balance - price
        let delta = try PythonNumber.integer(0) - price
        let entry = AccountEntry(
            user: user, delta: .number(delta), kind: "debit", memo: memo, reference: reference)
        try store.transaction { () throws(PythonError) in
            try set(user, balance: left, entry, now: now)
        }
    }

    private static func requireNotNegative(_ amount: PythonValue) throws(PythonError) {
        // NaN is not from 0 on, either.
        guard try PythonValue.integer(0).isLess(than: amount) || amount.equals(.integer(0)) else {
            throw .other(name: "AssertionError", "")
        }
    }

    private func set(
        _ user: PythonText, balance: PythonNumber, _ entry: AccountEntry, now: PythonFloat
    ) throws(PythonError) {
        try store.rows(
            "UPDATE accounts SET balance=?, updated_at=? WHERE user_pubkey=?",
            [
                try TableCell(binding: .number(balance), place: 1), .real(now),
                .text(try user.utf8()),
            ])
        let reference = try entry.reference?.utf8()
        try store.rows(
            "INSERT INTO account_txns(user_pubkey,delta_amount,kind,memo,ref_id,created_at) "
                + "VALUES(?,?,?,?,?,?)",
            [
                .text(try user.utf8()), try TableCell(binding: entry.delta, place: 2),
                .text(entry.kind), .text(try entry.memo.utf8()),
                reference.map { .text($0) } ?? .null, .real(now),
            ])
    }

    private struct AccountEntry {
        let user: PythonText
        let delta: PythonValue
        let kind: String
        let memo: PythonText
        let reference: PythonText?
    }

    /// By user: the balances as the table has them.
    package func accounts() throws(PythonError) -> [(user: PythonValue, balance: PythonValue)] {
        var accounts: [(user: PythonValue, balance: PythonValue)] = []
        for row in try store.rows(
            "SELECT user_pubkey, balance FROM accounts ORDER BY user_pubkey")
        {
            accounts.append((try row[0].value(), try row[1].value()))
        }
        return accounts
    }
}
