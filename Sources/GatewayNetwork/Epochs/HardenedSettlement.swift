internal import BigInt

/// The division of an epoch's total, in integers: the payouts sum to the total exactly.
enum HardenedSettlement {
    /// The contribution of a node to an epoch.
    struct Share {
        /// The node's public key.
        let key: [UInt8]
        /// Tokens times thousandths, from 0 on where the guards stand.
        let contribution: BigInt
    }

    /// Each share's part of `total`: the floor of its exact part, and one unit more for those with
    /// the largest remainders until nothing is left; of equal remainders the one whose key's bytes
    /// come first.
    ///
    /// **Bounds:** fewer units are left than there are shares, for the remainders sum to less than
    /// as many whole units. Zeros where nobody contributed, or less than nothing in sum.
    /// **Determinism:** depends on the shares, not on their order.
    static func amounts(total: BigInt, _ shares: [Share]) -> [BigInt] {
        let sum = shares.reduce(BigInt(0)) { $0 + $1.contribution }
        guard sum > 0 else { return shares.map { _ in 0 } }
        var amounts: [BigInt] = []
        var remainders: [BigInt] = []
        for share in shares {
            let (amount, remainder) = floorDivision(total * share.contribution, sum)
            amounts.append(amount)
            remainders.append(remainder)
        }
        let left = total - amounts.reduce(0, +)
        let order = shares.indices.sorted { first, second in
            remainders[first] != remainders[second]
                ? remainders[first] > remainders[second]
                : shares[first].key.lexicographicallyPrecedes(shares[second].key)
        }
        for place in order.prefix(Int(left)) { amounts[place] += 1 }
        return amounts
    }

    /// Division that rounds down, so that the remainder is from 0 on, whatever the sign.
    /// **Precondition:** a divisor above 0.
    private static func floorDivision(_ left: BigInt, _ right: BigInt) -> (BigInt, BigInt) {
        let (quotient, remainder) = left.quotientAndRemainder(dividingBy: right)
        return remainder < 0 ? (quotient - 1, remainder + right) : (quotient, remainder)
    }
}
