/// Balances and nonces by the ledger's rules, in exact integers.
///
/// **Bounds:** no balance passes the genesis's sum, which is far below 2^63.
struct LedgerAccounts: Sendable {
    struct Account: Sendable, Equatable {
        var units = 0
        var nonce = 0
    }

    let genesis: LedgerGenesis
    private var accounts: [String: Account] = [:]  // sorted, else never iterated

    init(_ genesis: LedgerGenesis) {
        self.genesis = genesis
        for account in genesis.accounts {
            accounts[account.key] = Account(units: account.units)
        }
    }

    /// The account of a public key; an empty one where nobody has heard of it.
    func account(_ key: String) -> Account { accounts[key] ?? Account() }

    /// All accounts that the genesis or a transfer named, in ascending order of their keys.
    var sorted: [(key: String, account: Account)] {
        accounts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// The rule that a transfer breaks, by the guard's name and for people; nil where it may be
    /// counted.
    func obstacle(to transfer: LedgerTransfer) -> (rule: LedgerRule, complaint: String)? {
        let payer = account(transfer.payer)
        guard transfer.nonce == payer.nonce else {
            return (.nonce, "its nonce is \(transfer.nonce), and \(payer.nonce) is the next")
        }
        guard transfer.amount <= payer.units else {
            return (.balance, "it pays \(transfer.amount) units of \(payer.units)")
        }
        return nil
    }

    /// Counts a transfer, whose payer has the units.
    mutating func count(_ transfer: LedgerTransfer) {
        accounts[transfer.payer, default: Account()].units -= transfer.amount
        accounts[transfer.payer, default: Account()].nonce += 1
        accounts[transfer.payee, default: Account()].units += transfer.amount
    }
}

/// A rule that a transfer keeps to. A node's own names for its guards may be others.
enum LedgerRule: String, Sendable, CaseIterable {
    case form, signature, nonce, balance, room
}
