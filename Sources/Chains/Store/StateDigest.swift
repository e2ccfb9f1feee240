package import Cryptography
internal import Encodings

/// A digest of a set of rows that can be kept up as rows come and go: the sum of their digests
/// modulo 2^256. It finds accidents; against forgers, ``ChainState`` binds it to all blocks.
struct RowSum: Sendable, Equatable {
    /// Least significant first.
    private var words: [UInt64] = [0, 0, 0, 0]

    mutating func add(_ row: [UInt8], place: Int) {
        var carry: UInt64 = 0
        for (index, word) in Self.words(of: row, place: place).enumerated() {
            let (first, overflow) = words[index].addingReportingOverflow(word)
            let (second, again) = first.addingReportingOverflow(carry)
            words[index] = second
            carry = overflow || again ? 1 : 0
        }
    }

    mutating func remove(_ row: [UInt8], place: Int) {
        var borrow: UInt64 = 0
        for (index, word) in Self.words(of: row, place: place).enumerated() {
            let (first, overflow) = words[index].subtractingReportingOverflow(word)
            let (second, again) = first.subtractingReportingOverflow(borrow)
            words[index] = second
            borrow = overflow || again ? 1 : 0
        }
    }

    private static func words(of row: [UInt8], place: Int) -> [UInt64] {
        var writer = CanonicalWriter()
        writer.add(raw: Array("glyphlab/row/1".utf8))
        writer.add(UInt64(place))
        writer.add(raw: row)
        let digest = Digests.sha256(writer.bytes).bytes
        return (0..<4).map { word in
            digest[8 * word..<8 * word + 8].reversed().reduce(0) { $0 << 8 | UInt64($1) }
        }
    }

    var bytes: [UInt8] {
        var writer = CanonicalWriter()
        for word in words { writer.add(word) }
        return writer.bytes
    }
}

/// All accounts at a block, with a digest for every height on the way there.
///
/// The digest of a height binds the bytes of all blocks up to it, the undo of each and all
/// accounts: two nodes with equal digests hold the same, and a change of any of these bytes is
/// found.
struct ChainState<Account: AccountRow>: Sendable {
    var book = AccountBook<Account>()
    private(set) var sum = RowSum()
    /// By height.
    private(set) var digests: [Digest] = []

    /// The state with these accounts after the blocks that `digests` are of.
    init(accounts: [Account] = [], digests: [Digest] = []) {
        book = AccountBook(accounts)
        self.digests = digests
        for (place, account) in accounts.enumerated() { sum.add(account.row, place: place) }
    }

    /// Ends a block whose payments the book has.
    ///
    /// **Result:** the block's undo, and the places of accounts that it changed or made.
    mutating func seal(_ block: EntryID) -> (undo: Undo<Account>, places: [Int]) {
        let undo = book.takeUndo()
        for (place, account) in undo.accounts {
            sum.remove(account.row, place: place)
            sum.add(book.accounts[place].row, place: place)
        }
        let new = undo.accountCount..<book.accounts.count
        for place in new { sum.add(book.accounts[place].row, place: place) }
        digests.append(Self.digest(after: digests.last, block, undo.bytes, sum))
        return (undo, undo.accounts.map(\.place) + Array(new))
    }

    /// Takes the last block back. **Result:** the places of accounts that it had changed and that
    /// are still there.
    mutating func revert(_ undo: Undo<Account>) -> [Int] {
        revert(unsealed: undo)
        digests.removeLast()
        return undo.accounts.map(\.place)
    }

    /// Takes the last block back from the accounts and their sum; the digests stay.
    mutating func revert(unsealed undo: Undo<Account>) {
        for place in undo.accountCount..<book.accounts.count {
            sum.remove(book.accounts[place].row, place: place)
        }
        for (place, account) in undo.accounts {
            sum.remove(book.accounts[place].row, place: place)
            sum.add(account.row, place: place)
        }
        book.revert(undo)
    }

    /// Golden-bearing.
    static func digest(
        after previous: Digest?, _ block: EntryID, _ undo: [UInt8], _ sum: RowSum
    ) -> Digest {
        var writer = CanonicalWriter()
        writer.add(raw: Array("glyphlab/state/1".utf8))
        writer.add(raw: previous?.bytes ?? [UInt8](repeating: 0, count: 32))
        writer.add(raw: block.digest.bytes)
        writer.add(raw: Digests.sha256(undo).bytes)
        writer.add(raw: sum.bytes)
        return Digests.sha256(writer.bytes)
    }
}

/// The lab's name of a block, whatever hash its own rules give it: a digest of its bytes and of
/// those of all blocks before it.
package struct EntryID: Sendable, Hashable {
    package let digest: Digest

    package init(digest: Digest) {
        self.digest = digest
    }

    /// Golden-bearing.
    package init(parent: EntryID?, bytes: [UInt8]) {
        digest = Digests.sha256(
            Array("glyphlab/entry/1".utf8)
                + (parent?.digest.bytes ?? [UInt8](repeating: 0, count: 32)) + bytes)
    }
}
