package import Chains
internal import Encodings

/// An account of the hardened chain: an address, its balance and its nonce. Golden-bearing.
package struct HardenedAccount: AccountRow {
    package let address: Address
    /// At most the supply.
    package internal(set) var balance: UInt64 = 0
    /// The nonce of the address's next transaction.
    package internal(set) var nonce: UInt64 = 0

    init(address: Address) {
        self.address = address
    }

    package var key: Address? { address }
    package var ownerText: String { Hexadecimal.text(of: address.bytes) }
    package var balanceText: String { String(balance) }

    package var row: [UInt8] {
        var writer = CanonicalWriter()
        writer.add(raw: address.bytes)
        writer.add(balance)
        writer.add(nonce)
        return writer.bytes
    }

    package init(row: [UInt8]) throws(RowError) {
        var reader = CanonicalReader(row)
        guard let address = reader.raw(Address.byteCount).flatMap(Address.init(bytes:)),
            let balance = reader.uint64(), let nonce = reader.uint64(), reader.isAtEnd
        else { throw RowError(expected: "address, balance and nonce") }
        self.address = address
        self.balance = balance
        self.nonce = nonce
    }
}
