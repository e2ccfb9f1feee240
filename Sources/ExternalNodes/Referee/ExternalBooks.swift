internal import Cryptography
internal import Encodings

/// The referee's notes of a trial: all that it knows without asking the node.
struct ExternalBooks {
    /// Blocks that a trial may have: those of a script, and of honest use around it.
    static let blockCountMax = 1_100

    let genesis: LedgerGenesis
    /// Public keys of the honest actors.
    let honestKeys: [String]
    /// The words of each transfer that an honest actor signed.
    private(set) var signedWords: [String] = []
    /// Lines of honest transfers that the node took.
    private(set) var takenLines: [[UInt8]] = []
    /// Units and transfers that the node took from each honest payer.
    private var paid: [String: (units: Int, count: Int)] = [:]  // looked up, never iterated
    /// The first bytes that the node took and that are no transfer, for people.
    private(set) var oddBytes: String?
    /// Blocks that were asked for: their digests when they were made, and their times.
    private(set) var blocks: [(digest: Digest, time: Int)] = []
    /// The first time that a restart changed something; nil for none.
    private(set) var storeComplaint: String?

    init(_ genesis: LedgerGenesis, honestKeys: [String]) {
        (self.genesis, self.honestKeys) = (genesis, honestKeys)
    }

    mutating func noteSigned(_ transfer: LedgerTransfer, isTaken: Bool) {
        signedWords.append(transfer.words)
        guard isTaken else { return }
        takenLines.append(transfer.line)
        let before = paid[transfer.payer] ?? (0, 0)
        paid[transfer.payer] = (before.units + transfer.amount, before.count + 1)
    }

    mutating func noteTaken(_ bytes: [UInt8]) {
        guard oddBytes == nil, LedgerTransfer(line: bytes) == nil else { return }
        let shown = JSONValue.quoted(
            String(decoding: bytes.prefix(400), as: UTF8.self), scalarCountMax: 60)
        oddBytes = "it took \(bytes.count) bytes that are no transfer: \(shown)"
    }

    mutating func noteBlock(_ bytes: [UInt8], time: Int) {
        blocks.append((Digests.sha256(bytes), time))
    }

    mutating func noteStore(_ complaint: String) {
        if storeComplaint == nil { storeComplaint = complaint }
    }

    /// Units that an honest payer certainly has: those of the genesis less all that he paid.
    func unitsLeft(of key: String) -> Int {
        let start = genesis.accounts.first { $0.key == key }?.units ?? 0
        return start - (paid[key]?.units ?? 0)
    }

    /// The next nonce of an honest payer.
    func nextNonce(of key: String) -> Int { paid[key]?.count ?? 0 }
}
