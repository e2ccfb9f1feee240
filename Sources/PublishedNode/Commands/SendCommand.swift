internal import BigInt
internal import Cryptography
internal import Encodings
internal import GlyphChain
internal import PythonValues

/// The command `send`: signs a payment and puts it into the mempool, unchecked.
struct SendCommand {
    let surroundings: NodeSurroundings
    let chain: PythonValue

    func send(
        from name: PythonText, to receiver: PythonText, coins: PythonText
    ) throws(NodeFault) {
        let wallets = try surroundings.folder.wallets()
        let (sender, to) = try NodeFault.python { () throws(PythonError) in
            let sender = try Self.wallet(name, in: wallets)
            return (sender, try Self.address(receiver, in: wallets))
        }
        let units = try NodeFault.python { () throws(PythonError) in
            try PublishedMoney.units(ofCoins: coins)
        }
        let line = try surroundings.folder.files.alone { () throws(NodeFault) in
            try queue(from: sender, name, to: to, receiver, units)
        }
        surroundings.printLine(line)
    }

    /// Puts the payment behind the others. **Result:** the line that tells it.
    private func queue(
        from sender: PythonValue, _ name: PythonText, to: PythonValue, _ receiver: PythonText,
        _ units: PythonValue
    ) throws(NodeFault) -> String {
        let mempool = try surroundings.folder.mempool()
        let (payments, line) = try NodeFault.python { () throws(PythonError) in
            let payment = try payment(from: sender, to: to, units: units, mempool)
            guard case .list(let payments) = mempool else {
                throw .attribute("'\(mempool.typeName)' object has no attribute 'append'")
            }
            let amount = try PublishedMoney.coins(units.requiredNumber())
            let balance = try PublishedMoney.coins(balance(of: sender.member("address")))
            let line =
                "[tx] queued \(amount) GLY from \(name.shown) -> \(receiver.shown)"
                + " (balance \(balance))"
            return (payments + [payment], line)
        }
        try surroundings.folder.writeMempool(.list(payments))
        return line
    }

    private static func wallet(
        _ name: PythonText, in wallets: PythonValue
    ) throws(PythonError) -> PythonValue {
        guard case .dictionary(let members) = wallets else {
            throw .type("'\(wallets.typeName)' indices must be integers or slices, not str")
        }
        guard let wallet = members[name] else { throw .key("'\(name.shown)'") }
        return wallet
    }

    /// The address of the wallet of that name, or else the text itself.
    private static func address(
        _ receiver: PythonText, in wallets: PythonValue
    ) throws(PythonError) -> PythonValue {
        guard case .dictionary(let members) = wallets, let wallet = members[receiver] else {
            return .string(receiver)
        }
        return try wallet.member("address")
    }

    private func payment(
        from sender: PythonValue, to receiver: PythonValue, units: PythonValue,
        _ mempool: PythonValue
    ) throws(PythonError) -> PythonValue {
        var payment = PythonDictionary()
        let address = try sender.member("address")
        payment["from"] = address
        payment["to"] = receiver
        payment["amount"] = units
        payment["nonce"] = try nextNonce(of: address, mempool)
        payment["pubkey"] = try sender.member("public")
        let key = try sender.member("private").requiredText().bytesFromHexadecimal()
        let payload = try PublishedSignature.payload(.dictionary(payment))
        guard
            let signature = Secp256k1.signWithSHA1(
                digest: Digests.sha1(payload), privateKey: key)
        else { throw .value("the wallet's private key is no key") }
        payment["signature"] = .text(Hexadecimal.text(of: signature))
        return .dictionary(payment)
    }

    /// The number above the greatest of the sender's nonces, in the mempool and in the chain.
    private func nextNonce(
        of sender: PythonValue, _ mempool: PythonValue
    ) throws(PythonError) -> PythonValue {
        var greatest = PythonNumber.integer(-1)
        func look(at payments: PythonValue) throws(PythonError) {
            for payment in try payments.elements()
            where try payment.optionalMember("from").equals(sender) {
                let nonce = try payment.member("nonce").requiredNumber()
                if greatest.isLess(than: nonce) { greatest = nonce }
            }
        }
        try look(at: mempool)
        for block in try chain.elements() { try look(at: block.member("transactions")) }
        return try .number(greatest + .integer(1))
    }

    /// 0 for one who was never paid, and for all where the chain's payments do not hold.
    private func balance(of sender: PythonValue) throws(PythonError) -> PythonNumber {
        let accounts = try surroundings.verifier(of: chain).accounts(of: chain) ?? []
        return accounts.first { $0.owner.equals(sender) }?.balance ?? .integer(0)
    }
}
