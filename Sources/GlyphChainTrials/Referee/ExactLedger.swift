internal import Scenarios

/// The referee's own ledger: balances in exact integers, from the blocks alone.
struct ExactLedger {
    private var balances: [String: Int] = [:]  // sorted before it is read out, else never iterated
    private(set) var nonces: [String: Int] = [:]  // looked up, never iterated
    private(set) var supply = 0

    /// "address balance" of whoever has something, sorted.
    var lines: [String] {
        balances.filter { $0.value != 0 }.map { "\($0.key) \($0.value)" }.sorted()
    }

    /// **Result:** what does not hold. **Bounds:** the supply keeps every sum far below 2^63.
    mutating func apply(_ block: ExactBlock, height: Int) -> String? {
        let reward = ExactSchedule.reward(height)
        guard block.reward == reward else { return "a reward of \(block.reward), not \(reward)" }
        balances[block.miner, default: 0] += reward
        supply += reward
        for payment in block.payments {
            let balance = balances[payment.from] ?? 0
            guard payment.amount <= balance else {
                return "\(payment.from) pays \(payment.amount) of \(balance)"
            }
            guard payment.nonce > nonces[payment.from] ?? -1 else {
                return "nonce \(payment.nonce) of \(payment.from) a second time"
            }
            nonces[payment.from] = payment.nonce
            balances[payment.from] = balance - payment.amount
            balances[payment.to, default: 0] += payment.amount
        }
        return nil
    }
}
