package import BigInt
internal import Cryptography
internal import Encodings

/// A batch of rewards as a transaction, signed by its sender.
///
/// Signatures are stood in for: a transaction is its sender's because it says so, and its hash is a
/// SHA-256 of its members, where the real one is of other bytes by another function.
package struct ChainTransaction: Sendable, Equatable {
    package let sender: TokenAddress
    package let nonce: Int
    package let recipients: [TokenAddress]
    /// In the token's smallest units, one for each recipient.
    package let amounts: [BigUInt]
    /// The text of the epoch, which the token only tells on.
    package let epoch: [UInt8]
    package let gasLimit: Int
    /// The most that is paid for a unit of gas, in wei.
    package let feePerGasMax: BigUInt
    /// The miner's share of it, in wei.
    package let tipPerGasMax: BigUInt

    package init(
        sender: TokenAddress, nonce: Int, recipients: [TokenAddress], amounts: [BigUInt],
        epoch: [UInt8], gasLimit: Int, feePerGasMax: BigUInt, tipPerGasMax: BigUInt
    ) {
        self.sender = sender
        self.nonce = nonce
        self.recipients = recipients
        self.amounts = amounts
        self.epoch = epoch
        self.gasLimit = gasLimit
        self.feePerGasMax = feePerGasMax
        self.tipPerGasMax = tipPerGasMax
    }

    package var call: TokenCall { .batchMintRewards(recipients: recipients, amounts: amounts) }

    /// `0x` and 64 digits; the same for equal transactions alone.
    package var hash: String {
        let fields =
            [sender.text, String(nonce), String(gasLimit), String(feePerGasMax)]
            + [String(tipPerGasMax), Hexadecimal.text(of: epoch)]
            + zip(recipients, amounts).map { "\($0.text) \($1)" }
        return "0x" + Digests.sha256(fields.joined(separator: "\n").utf8).text
    }
}
