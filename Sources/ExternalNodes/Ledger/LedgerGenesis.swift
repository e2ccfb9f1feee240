internal import Cryptography
internal import Encodings

/// The accounts that a ledger begins with.
struct LedgerGenesis: Sendable {
    struct Account: Sendable {
        /// A public key, 64 hex digits.
        let key: String
        let units: Int
    }

    /// In ascending order of their keys, each once.
    let accounts: [Account]
    /// The name of the ledger and of its head before the first block, 64 hex digits.
    let hash: String

    /// **Precondition:** keys that differ.
    init(_ accounts: [Account]) {
        self.accounts = accounts.sorted { $0.key < $1.key }
        let lines = self.accounts.map { "\($0.key) \($0.units)\n" }
        hash = Digests.sha256(("toy-ledger/1 genesis\n" + lines.joined()).utf8).text
    }

    var json: JSONValue {
        .array(
            accounts.map { account in
                .object([
                    JSONMember("account", .string(account.key)),
                    JSONMember("balance", .integer(account.units)),
                ])
            })
    }
}
