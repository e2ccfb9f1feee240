package import BigInt

/// A call to the token. Amounts are in its smallest units, from 0 to below 2²⁵⁶.
package enum TokenCall: Sendable, Equatable {
    case mintReward(to: TokenAddress, amount: BigUInt)
    case batchMintRewards(recipients: [TokenAddress], amounts: [BigUInt])
    case pause
    case unpause
    case transfer(to: TokenAddress, amount: BigUInt)
    case approve(spender: TokenAddress, amount: BigUInt)
    case transferFrom(owner: TokenAddress, to: TokenAddress, amount: BigUInt)
    case burn(amount: BigUInt)
    case burnFrom(owner: TokenAddress, amount: BigUInt)
    case transferOwnership(to: TokenAddress)
    case renounceOwnership
}

/// The reason why a call is undone.
package enum TokenRevert: String, Error, Sendable {
    case owner
    case paused
    case notPaused = "not_paused"
    case zeroAddress = "zero_address"
    case zeroAmount = "zero_amount"
    case zeroOwner = "zero_owner"
    case lengthMismatch = "length_mismatch"
    case empty
    case tooMany = "too_many"
    case cap
    case overflow = "panic_overflow"
    case balance
    case allowance
}
