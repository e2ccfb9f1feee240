internal import Cryptography
internal import Encodings

/// A transfer of the toy ledger, whose only form is a line of ASCII.
struct LedgerTransfer: Sendable {
    static let amounts = 1...1_000_000_000_000
    static let nonces = 0...1_000_000_000_000
    static let byteCountMax = 400

    /// Public keys, 64 hex digits each.
    let payer: String
    let payee: String
    let amount: Int
    let nonce: Int
    /// 128 hex digits.
    let signature: String

    /// Nil for bytes that are not a transfer in its one form. - Parameter line: no line feed.
    init?(line: [UInt8]) {
        guard line.count <= Self.byteCountMax else { return nil }
        let words = line.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        guard words.count == 6, let amount = Int(words[3]), Self.amounts.contains(amount),
            let nonce = Int(words[4]), Self.nonces.contains(nonce),
            Hexadecimal.bytes(of: words[1])?.count == Ed25519.publicKeyByteCount,
            Hexadecimal.bytes(of: words[2])?.count == Ed25519.publicKeyByteCount,
            Hexadecimal.bytes(of: words[5])?.count == Ed25519.signatureByteCount
        else { return nil }
        (payer, payee) = (words[1], words[2])
        (self.amount, self.nonce, signature) = (amount, nonce, words[5])
        // Other spellings of the same numbers give other bytes.
        guard self.line == line else { return nil }
    }

    /// A transfer that its payer signs. Any integers will do: an attacker may sign what he likes.
    init(
        from key: Ed25519PrivateKey, to payee: String, amount: Int, nonce: Int, genesis: String
    ) {
        payer = Hexadecimal.text(of: key.publicKey)
        (self.payee, self.amount, self.nonce) = (payee, amount, nonce)
        let words = Self.words(payer, payee, amount, nonce)
        signature = Hexadecimal.text(
            of: key.signature(of: Self.message(words, genesis: genesis)))
    }

    private static func words(
        _ payer: String, _ payee: String, _ amount: Int, _ nonce: Int
    ) -> String {
        "transfer \(payer) \(payee) \(amount) \(nonce)"
    }

    private static func message(_ words: String, genesis: String) -> [UInt8] {
        Array("toy-ledger/1 \(genesis) \(words)".utf8)
    }

    /// The words that the payer signs, the ledger's name and genesis apart.
    var words: String { Self.words(payer, payee, amount, nonce) }

    var line: [UInt8] { Array("\(words) \(signature)".utf8) }

    /// Whether the payer signed it, for the ledger of this genesis.
    func isSigned(genesis: String) -> Bool {
        guard let signature = Hexadecimal.bytes(of: signature),
            let key = Hexadecimal.bytes(of: payer)
        else { return false }
        return Ed25519.verifies(
            signature, message: Self.message(words, genesis: genesis), publicKey: key)
    }
}
