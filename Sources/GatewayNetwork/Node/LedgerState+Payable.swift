internal import BigInt

extension LedgerState {
    /// The payouts of all settlements by address, in the order in which addresses first have one.
    var payable: [(address: String, amount: BigInt)] {
        var sums: [(address: String, amount: BigInt)] = []
        var places: [[UInt8]: Int] = [:]  // looked up, never iterated
        for payout in settlements.flatMap(\.payouts) {
            if let place = places[payout.address.bytes] {
                sums[place].amount += payout.amount
            } else {
                places[payout.address.bytes] = sums.count
                sums.append((payout.address, payout.amount))
            }
        }
        return sums
    }

    /// Rows that no chain binds.
    var boundRows: [LogRow] { log.filter(\.kind.isBound) }
}
