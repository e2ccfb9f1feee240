internal import Cryptography
internal import Encodings
internal import Scenarios

/// The referee of an external node: it reads all bytes by code of its own and compares the node's
/// answers with its books.
struct ExternalReferee {
    let books: ExternalBooks
    /// All that the node tells of itself.
    let view: NodeView

    struct NodeView {
        let height: Int
        let head: String
        /// From height 1 on, ``ExternalBooks/blockCountMax`` at most.
        let blocks: [[UInt8]]
        let state: NodeState
    }

    // MARK: One form

    /// Each byte string that the node took or stores is the one form of something.
    var encodingOneForm: Finding {
        if let odd = books.oddBytes { return .violated(odd) }
        var previous = books.genesis.hash
        var count = 0
        for (index, bytes) in view.blocks.enumerated() {
            let place = "block \(index + 1)"
            guard index < books.blocks.count else {
                return .violated("\(place) was made unasked")
            }
            let lines = LedgerBlock.lines(
                bytes, height: index + 1, previous: previous, time: books.blocks[index].time)
            guard let lines else { return .violated("\(place) is not in the form of its place") }
            if let odd = Self.odd(lines) {
                return .violated("\(place), line \(odd + 1): no transfer in its one form")
            }
            previous = LedgerBlock.name(bytes)
            count += lines.count
        }
        guard view.head == previous else {
            return .violated("the head is not the digest of the last block")
        }
        if let odd = Self.odd(view.state.waiting) {
            return .violated("waiting transfer \(odd + 1) is not in its one form")
        }
        return .intact("\(count + view.state.waiting.count) transfers, each in its one form")
    }

    private static func odd(_ lines: [[UInt8]]) -> Int? {
        lines.firstIndex { LedgerTransfer(line: $0) == nil }
    }

    // MARK: Transfers

    /// The node's transfers in their order, each with its place; lines that are none are left out.
    private var transfers: [(place: String, transfer: LedgerTransfer)] {
        var transfers: [(place: String, transfer: LedgerTransfer)] = []
        func add(_ lines: [[UInt8]], _ place: String) {
            for (index, line) in lines.enumerated() {
                guard let transfer = LedgerTransfer(line: line) else { continue }
                transfers.append(("\(place), transfer \(index + 1)", transfer))
            }
        }
        for (index, bytes) in view.blocks.enumerated() {
            let lines = bytes.split(separator: UInt8(ascii: "\n")).dropFirst(3).map(Array.init)
            add(lines, "block \(index + 1)")
        }
        add(view.state.waiting, "waiting")
        return transfers
    }

    /// Each transfer is signed by its payer; what honest actors signed counts once at most.
    var signatureConsent: Finding {
        var left: [String: Int] = [:]  // looked up, never iterated
        for words in books.signedWords { left[words, default: 0] += 1 }
        let transfers = transfers
        for (place, transfer) in transfers {
            if books.honestKeys.contains(transfer.payer) {
                guard let count = left[transfer.words] else {
                    return .violated(
                        "\(place): pays \(transfer.amount) units of an honest actor who did not "
                            + "sign that")
                }
                guard count > 0 else {
                    return .violated("\(place): counts again what an honest actor signed once")
                }
                left[transfer.words] = count - 1
            }
            guard transfer.isSigned(genesis: books.genesis.hash) else {
                return .violated("\(place): its payer did not sign it")
            }
        }
        return .intact("\(transfers.count) transfers, each signed by its payer")
    }

    /// The books, kept from the node's own transfers by the ledger's rules, are the node's.
    var ledgerExact: Finding {
        var accounts = LedgerAccounts(books.genesis)
        for (place, transfer) in transfers {
            if let (_, complaint) = accounts.obstacle(to: transfer) {
                return .violated("\(place): \(complaint)")
            }
            guard transfer.isSigned(genesis: books.genesis.hash) else {
                return .violated("\(place): counts a transfer without a signature")
            }
            accounts.count(transfer)
        }
        let told = view.state.accounts
        let expected = accounts.sorted
        for (one, next) in zip(told, told.dropFirst())
        where !one.key.utf8.lexicographicallyPrecedes(next.key.utf8) {
            return .violated("its accounts are not in ascending order, each once")
        }
        for (got, (key, account)) in zip(told, expected) {
            guard got.key == key else {
                return .violated("account \(Self.shown(got.key)) stands in the place of \(key)")
            }
            guard got.balance == "\(account.units)" else {
                return .violated(
                    "account \(key) has \(got.balance) units, by the books \(account.units)")
            }
            guard got.nonce == "\(account.nonce)" else {
                return .violated(
                    "the next nonce of \(key) is \(got.nonce), by the books \(account.nonce)")
            }
        }
        guard told.count == expected.count else {
            return .violated("\(told.count) accounts, by the books \(expected.count)")
        }
        let supply = expected.reduce(0) { $0 + $1.account.units }
        return .intact("\(told.count) accounts with \(supply) units, as the books have them")
    }

    private static func shown(_ key: String) -> String {
        JSONValue.quoted(key, scalarCountMax: 64)
    }

    // MARK: Store

    /// Blocks stay as they were made, and a restart changes nothing.
    var storeState: Finding {
        if let complaint = books.storeComplaint { return .violated(complaint) }
        guard view.height == books.blocks.count else {
            return .violated(
                "\(books.blocks.count) blocks were made, and the node has \(view.height)")
        }
        for (index, (bytes, block)) in zip(view.blocks, books.blocks).enumerated()
        where Digests.sha256(bytes) != block.digest {
            return .violated("block \(index + 1) is another than the one that was made")
        }
        return .intact("\(view.blocks.count) blocks as they were made")
    }
}
