public import Chains
internal import Encodings

/// What the hardened chain knows of an address. Golden-bearing.
public struct HardenedAccount: AccountRow {
    public let address: Address
    /// At most the supply.
    public internal(set) var balance: UInt64 = 0
    /// Of the next transaction.
    public internal(set) var nonce: UInt64 = 0

    init(address: Address) {
        self.address = address
    }

    public var key: Address? { address }
    public var ownerText: String { Hexadecimal.text(of: address.bytes) }
    public var balanceText: String { String(balance) }

    public var row: [UInt8] {
        var writer = CanonicalWriter()
        writer.add(raw: address.bytes)
        writer.add(balance)
        writer.add(nonce)
        return writer.bytes
    }

    public init(row: [UInt8]) throws(RowError) {
        var reader = CanonicalReader(row)
        guard let address = reader.raw(Address.byteCount).flatMap(Address.init(bytes:)),
            let balance = reader.uint64(), let nonce = reader.uint64(), reader.isAtEnd
        else { throw RowError(expected: "address, balance and nonce") }
        self.address = address
        self.balance = balance
        self.nonce = nonce
    }
}
