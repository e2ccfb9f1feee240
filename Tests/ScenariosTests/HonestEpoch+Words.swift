import Cryptography
import GatewayTrials
import Trials

/// What users, gateways, validators and nodes say besides receipts, votes and requests.
extension HonestEpoch {
    private static let prompt = "hey"

    /// A user pays and gets a text, where gateways ask 8,000 and 12,000.
    mutating func payPublished(_ receipt: [UInt8]) {
        books.noteAsk(of: "gateway-b", 12_000)
        books.noteAsk(of: "gateway", 8_000)
        books.notePayment(of: "ada", amount: 1_000, "payment-1")
        books.noteServed(receipt, to: "ada", tokenCountMax: 100)
        // 3 tokens in and 5 out cost 24 and 40.
        view.accounts = [("ada", 936)]
    }

    /// The same in messages, with a note of each kind, three records and a call of the token.
    mutating func sayAll(_ receipt: [UInt8]) {
        let ada = keyring.key("ada")
        say(
            "credit", by: GatewayParties.treasury, name: "payment-1",
            [("amount", "1000"), ("payment", "\"payment-1\""), ("user", "\"\(ada)\"")])
        ask("gateway-b", 12_000)
        ask("gateway", 8_000)
        order(of: ada)
        row("receipt", receipt, name: "s-1", link: "")
        // 8 tokens cost 64 units, and 7 milliseconds of work round these up.
        view.accounts = [(ada, 935)]
        rate(receiptID, by: "validator-a")
        move("node-a", to: address)
        record("gateway", "receipts", 0)
        record("gateway", "receipts", 1)
        record("gateway-b", "receipts", 0)
        view.records.removeFirst()
        call(signer: GatewayParties.minter)
    }

    // MARK: Messages

    /// A message in its one form. Its signature is nobody's, as the referee knows by his books who
    /// signed.
    private func message(_ members: [(String, String)]) -> [UInt8] {
        let signature = String(repeating: "A", count: 86) + "=="
        let all = members + [("network", "\"\""), ("signature", "\"\(signature)\"")]
        let sorted = all.sorted { $0.0 < $1.0 }.map { "\"\($0.0)\":\($0.1)" }
        return Array("{\(sorted.joined(separator: ","))}".utf8)
    }

    private mutating func row(_ kind: String, _ bytes: [UInt8], name: String, link: String) {
        view.rows.append(GatewayView.Row(kind: kind, bytes: bytes, name: name, link: link))
    }

    /// Sends a message, which the gateway takes.
    ///
    /// - Parameter signer: nil for nobody.
    @discardableResult
    private mutating func send(
        _ surface: String, by signer: String?, _ members: [(String, String)]
    ) -> [UInt8] {
        let bytes = message(members)
        if let signer { books.noteMessage(bytes, surface, key: keyring.key(signer), reading) }
        send(bytes, surface)
        return bytes
    }

    private mutating func say(
        _ kind: String, by signer: String?, name: String = "", link: String = "",
        _ members: [(String, String)]
    ) {
        row(kind, send(kind, by: signer, members), name: name, link: link)
    }

    private mutating func order(of user: String) {
        let order = message([
            ("gateway", "\"\(keyring.key("gateway"))\""), ("max_price", "100"),
            ("max_tokens", "100"), ("nonce", "0"),
            ("prompt", "\"\(Digests.sha256(Self.prompt.utf8).text)\""), ("user", "\"\(user)\""),
        ])
        let whole =
            Array("{\"order\":".utf8) + order + Array(",\"prompt\":\"\(Self.prompt)\"}".utf8)
        books.noteMessage(whole, "order", key: user, reading)
        send(whole, "order")
        row(
            "order", order, name: "s-1",
            link: "\(Self.clock.milliseconds) 3 1 \(keyring.key("node-a"))")
    }

    /// A gateway's price for 1,000 tokens.
    mutating func ask(_ gateway: String, _ millis: Int, round: Int = 0, isSigned: Bool = true) {
        say(
            "ask", by: isSigned ? gateway : nil, link: String(Self.clock.milliseconds),
            [
                ("gateway", "\"\(keyring.key(gateway))\""), ("millis", String(millis)),
                ("round", String(round)),
            ])
    }

    /// A validator's word on a receipt.
    mutating func rate(
        _ receipt: String, by validator: String, round: Int = 0, isSigned: Bool = true
    ) {
        say(
            "note", by: isSigned ? validator : nil,
            [
                ("node", "\"\(keyring.key("node-a"))\""), ("permille", "800"),
                ("receipt", "\"\(receipt)\""), ("round", String(round)),
                ("validator", "\"\(keyring.key(validator))\""),
            ])
    }

    /// A node's word on where it is paid.
    mutating func move(
        _ node: String, to address: String, round: Int = 0, isSigned: Bool = true
    ) {
        say(
            "note", by: isSigned ? node : nil,
            [
                ("address", "\"\(address)\""), ("node", "\"\(keyring.key(node))\""),
                ("round", String(round)),
            ])
    }

    /// A gateway's record for the directory, which holds it.
    mutating func record(
        _ gateway: String, _ kind: String, _ sequence: Int, isSigned: Bool = true
    ) {
        let bytes = send(
            "record", by: isSigned ? gateway : nil,
            [
                ("body", "\"head\""), ("gateway", "\"\(keyring.key(gateway))\""),
                ("kind", "\"\(kind)\""), ("sequence", String(sequence)),
            ])
        view.records.append(bytes)
    }

    /// A call of the token in the minter's name.
    mutating func call(signer: String) {
        send(
            "token", by: signer,
            [
                ("batch", "\"a batch\""), ("certificate", "[]"), ("index", "0"),
                ("minter", "\"\(keyring.key(GatewayParties.minter))\""), ("snapshot", "{}"),
            ])
    }
}
