internal import Encodings

/// An account as it is stored. Golden-bearing: states are digests of these bytes.
package protocol AccountRow: Sendable {
    associatedtype Key: Hashable & Sendable

    /// The key that finds the account in a table; nil if it is found by comparison with each.
    var key: Key? { get }
    var row: [UInt8] { get }
    /// The owner, for people.
    var ownerText: String { get }
    /// The balance, for people.
    var balanceText: String { get }

    /// **Throws:** ``RowError`` for bytes that are no account.
    init(row: [UInt8]) throws(RowError)
}

/// Bytes that are no stored row.
package struct RowError: Error, Equatable {
    package let expected: String

    package init(expected: String) {
        self.expected = expected
    }
}

/// Accounts in the order in which they were first paid, and the changes since the last block.
///
/// An account's place in that order never changes as long as the chain does not go back.
package struct AccountBook<Account: AccountRow>: Sendable {
    package private(set) var accounts: [Account] = []
    private var places: [Account.Key: Int] = [:]  // looked up, never iterated
    /// Accounts of the last block that have changed since, as they were then.
    private var before: [(place: Int, account: Account)] = []
    private var changed: Set<Int> = []  // membership only, never iterated
    private var countBefore = 0

    package init() {}

    /// The book that holds these accounts.
    package init(_ accounts: [Account]) {
        self.accounts = accounts
        for (place, account) in accounts.enumerated() {
            if let key = account.key { places[key] = place }
        }
        countBefore = accounts.count
    }

    package func place(of key: Account.Key) -> Int? { places[key] }

    /// The place of the new account.
    package mutating func append(_ account: Account) -> Int {
        if let key = account.key { places[key] = accounts.count }
        accounts.append(account)
        return accounts.count - 1
    }

    /// Changes an account in anything but its key.
    package mutating func update(_ place: Int, _ change: (inout Account) -> Void) {
        if place < countBefore, changed.insert(place).inserted {
            before.append((place, accounts[place]))
        }
        change(&accounts[place])
    }

    /// Ends a block. **Result:** its undo.
    package mutating func takeUndo() -> Undo<Account> {
        let undo = Undo(
            accountCount: countBefore, accounts: before.sorted { $0.place < $1.place })
        forgetChanges()
        return undo
    }

    /// Takes back the changes since the last block.
    package mutating func takeBack() {
        let undo = takeUndo()
        revert(undo)
    }

    /// Takes a block back. **Precondition:** the undo of the last block, nothing changed since, as
    /// ``Undo/fits(accountCount:)`` tells of stored ones.
    package mutating func revert(_ undo: Undo<Account>) {
        precondition(undo.fits(accountCount: accounts.count), "an undo of another book")
        for account in accounts[undo.accountCount...] {
            if let key = account.key { places[key] = nil }
        }
        accounts.removeLast(accounts.count - undo.accountCount)
        for (place, account) in undo.accounts { accounts[place] = account }
        forgetChanges()
    }

    private mutating func forgetChanges() {
        before = []
        changed = []
        countBefore = accounts.count
    }
}

/// The undo of a block's payments: the number of accounts before the block, and the accounts that
/// it changed, as they were.
package struct Undo<Account: AccountRow>: Sendable {
    package let accountCount: Int
    /// The accounts that the block changed, ascending by place.
    package let accounts: [(place: Int, account: Account)]

    init(accountCount: Int, accounts: [(place: Int, account: Account)]) {
        self.accountCount = accountCount
        self.accounts = accounts
    }

    /// Whether it can be the undo of the last block of a book with so many accounts.
    func fits(accountCount count: Int) -> Bool {
        accountCount <= count && accounts.allSatisfy { $0.place < accountCount }
    }

    /// Golden-bearing.
    var bytes: [UInt8] {
        var writer = CanonicalWriter()
        writer.add(UInt64(accountCount))
        writer.add(UInt64(accounts.count))
        for (place, account) in accounts {
            writer.add(UInt64(place))
            writer.add(lengthAndBytes: account.row)
        }
        return writer.bytes
    }

    /// **Throws:** ``RowError``.
    init(bytes: [UInt8]) throws(RowError) {
        var reader = CanonicalReader(bytes)
        guard let accountCount = reader.integer(), let count = reader.integer(),
            count <= accountCount
        else { throw RowError(expected: "an undo's counts") }
        var accounts: [(place: Int, account: Account)] = []
        while accounts.count < count {
            guard let place = reader.integer(), place < accountCount,
                place > accounts.last?.place ?? -1, let row = reader.lengthAndBytes()
            else { throw RowError(expected: "an undo's places, ascending") }
            accounts.append((place, try Account(row: row)))
        }
        guard reader.isAtEnd else { throw RowError(expected: "an undo's end") }
        self.init(accountCount: accountCount, accounts: accounts)
    }
}
