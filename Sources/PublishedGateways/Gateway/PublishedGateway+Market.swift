internal import BigInt
internal import PythonValues
internal import PythonWeb

/// Prices, and what a gateway publishes in the directory.
extension PublishedGateway {
    private static let quoteSchema = RequestSchema([
        RequestMember("input_tokens", .integer), RequestMember("output_tokens", .integer),
        RequestMember("wall_time_ms", .integer, isNullable: true),
    ])

    func quotePrice(_ request: GatewayRequest) throws -> PythonValue {
        let members = try Self.quoteSchema.members(ofBody: request.body)
        let base = base(now: request.now)
        return .object([
            "milli_glyph": try Self.price(of: members, base: base), "milli_glyph_per_1k": base,
        ])
    }

    /// Thousandths of the token for 1,000 tokens of text: of any type, as asks are.
    func base(now: PythonFloat) -> PythonValue {
        PublishedPrice.base(asks: directory?.priceAsks(at: now) ?? PythonDictionary())
    }

    /// - Parameter result: with the numbers of tokens and of milliseconds, null for none.
    static func price(
        of result: PythonDictionary, base: PythonValue
    ) throws(PythonError) -> PythonValue {
        func integer(_ name: String) -> BigInt {
            guard case .integer(let integer)? = result[name] else { return 0 }
            return integer
        }
        return .integer(
            try PublishedPrice.cost(
                inputTokens: integer("input_tokens"), outputTokens: integer("output_tokens"),
                wallMilliseconds: integer("wall_time_ms"), base: base))
    }

    /// Publishes an ask and the receipt; a failure is passed over.
    func publish(_ receipt: PublishedReceipt, now: PythonFloat) {
        guard let directory else { return }
        let ask = PythonDictionary([
            "milli_glyph_per_1k": .integer(BigInt(PublishedPrice.defaultBase)),
            "timestamp": .float(now),
        ])
        try? directory.publish(ask: ask, of: PythonText(identity.publicKey), at: now)
        try? directory.publish(receipts: [receipt.members], at: now)
    }

    func publish(epoch id: PythonText, _ snapshot: PythonDictionary, now: PythonFloat) {
        try? directory?.publish(epoch: id, snapshot: snapshot, at: now)
    }
}
