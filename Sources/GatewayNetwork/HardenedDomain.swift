internal import Cryptography

/// The purpose of a hash or a signature. Golden-bearing: the domain's name and a zero byte stand
/// before the bytes that are hashed or signed, so that nothing made for one purpose passes for
/// another.
enum HardenedDomain: String {
    case network, id, ledger, snapshot, receipt, vote
    case note, notes, order, ask, credit
    case batch, mint, pause, proposal, record, user

    private var prefix: [UInt8] { Array("glyphlab/receipts/1/\(rawValue)".utf8) + [0] }

    func digest(_ bytes: [UInt8]) -> Digest { Digests.sha256(prefix + bytes) }

    /// The bytes to sign: the domain, then the payload.
    func message(_ payload: [UInt8]) -> [UInt8] { prefix + payload }
}
