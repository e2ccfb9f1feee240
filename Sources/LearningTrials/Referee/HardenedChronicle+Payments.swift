internal import Cryptography
internal import Encodings

extension HardenedChronicle {
    /// Carries out a transaction. **Result:** its fee.
    mutating func pay(_ value: JSONValue) -> Int {
        let key = LearningReading.text(value, "key")
        let from = LearningReading.text(value, "from")
        let amount = LearningReading.integer(value, "amount")
        let fee = LearningReading.integer(value, "fee")
        judgeConsent(value, key, from)
        expect(
            (1...1 << 62).contains(amount) && (0...1 << 61).contains(fee), .ledgerBalances,
            "a payment of \(amount) with a fee of \(fee)")
        guard (1...1 << 62).contains(amount), (0...1 << 61).contains(fee) else { return 0 }
        self[from].nonce = LearningReading.integer(value, "nonce") + 1
        switch LearningReading.text(value, "kind") {
        case "pay":
            let to = LearningReading.text(value, "to")
            expect(
                to.wholeMatch(of: /0x[0-9a-f]{40}/) != nil, .ledgerBalances,
                "coins go to a text that is no address")
            self[from].balance -= amount + fee
            self[to].balance += amount
        case "bond":
            self[from].balance -= amount + fee
            self[from].bond += amount
            self[from].key = key
        default:
            self[from].balance -= fee
            self[from].bond -= amount
            self[from].endings.append((amount, epoch + 2))
        }
        expect(
            self[from].balance >= 0 && self[from].bond >= 0, .ledgerBalances,
            "a sender is left with \(self[from].balance) units and a bond of \(self[from].bond)")
        return fee
    }

    /// A payment counts if the key's holder wanted it, once: the attacker for keys that it has, an
    /// honest holder for the payment that it signed.
    private mutating func judgeConsent(_ value: JSONValue, _ key: String, _ from: String) {
        expect(
            LearningReading.isSigned(value, "transaction", by: "key"), .ledgerConsent,
            "a payment is not signed")
        expect(
            from == LearningReading.address(ofKey: key), .ledgerConsent,
            "a payment is signed by another key than the sender's")
        expect(
            LearningReading.integer(value, "nonce") == self[from].nonce, .ledgerConsent,
            "a payment counts twice")
        expect(
            LearningReading.bytes(value, "network") == network, .ledgerConsent,
            "a payment is of another network")
        guard !books.grantedKeys.contains(key) else { return }
        let bytes = Array(value.compactText.utf8)
        if let place = unusedPayments.firstIndex(of: bytes) {
            unusedPayments.remove(at: place)
        } else {
            complain(.ledgerConsent, "a payment that its sender did not sign, or signed once")
        }
    }
}
