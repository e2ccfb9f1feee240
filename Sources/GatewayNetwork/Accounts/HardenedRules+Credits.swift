internal import Encodings
internal import PythonValues
internal import Trials

extension HardenedRules {
    static let creditKeys = ["amount", "network", "payment", "user"]

    func credit(
        _ document: ReceiptDocument, _ state: LedgerState, _ meter: inout SignatureMeter,
        _ origin: Origin
    ) throws(Refusal) -> CreditEntry {
        let fields = try HardenedFields(document, Self.creditKeys + ["signature"], guards)
        try fields.requireTypes(
            texts: ["network", "payment", "signature", "user"], integers: ["amount"])
        let amount = try fields.integer(
            "amount", from: 1, to: GatewayLimits.creditMax, GatewayGuards.creditRange)
        try guards.require(
            amount <= state.accounts.creditLeft, GatewayGuards.creditRange,
            "expected at most \(state.accounts.creditLeft) units, for that many are left")
        try checkNetwork(fields)
        let signature = try fields.signature("signature")
        let user = Base64.text(of: try fields.key("user"))
        let payment = try fields.text("payment")
        try guards.require(
            TextForm.isName(payment), GatewayGuards.paymentForm,
            "expected 1 to \(GatewayLimits.sessionByteCountMax) of ASCII letters, digits and '-._'"
        )
        try guards.require(
            !state.accounts.has(payment: payment), GatewayGuards.paymentOnce,
            "payment \(payment) was credited")
        try checkBudget(meter, origin)
        let signed = Signed(
            signature: signature, key: Base64Text.bytes(lenient: parameters.treasury ?? "") ?? [],
            payload: try document.payload(Self.creditKeys), domain: .credit)
        try check(signed, GatewayGuards.treasurySignature, &meter, origin)
        return CreditEntry(bytes: document.bytes, payment: payment, user: user, amount: amount)
    }
}
