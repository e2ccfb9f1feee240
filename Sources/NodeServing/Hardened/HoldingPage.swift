package import Chains
internal import Encodings
internal import GlyphChain
internal import Routing

/// The coins of an address and the nonce of its next payment, for wallets: `GET
/// /holding?address=ADDRESS`.
package enum HoldingPage {
    package static let path = "/holding"
    private static let query = "address="

    /// The address that a request asks for; nil for one that is not for this page.
    ///
    /// **Result:** a failure, with what was expected, where it names none.
    static func address(_ request: WebRequest) -> Result<String, Malformed>? {
        guard request.path == path else { return nil }
        let text = String(request.query.dropFirst(query.count))
        guard request.method == "GET", request.query.hasPrefix(query),
            Address(hexadecimal: text) != nil
        else { return .failure(Malformed()) }
        return .success(text)
    }

    struct Malformed: Error {}

    static let malformed = json(
        400, .object([JSONMember("message", .string("expected GET and address= 40 hex digits"))]))

    static func answer(_ address: String, _ holding: Holding) -> WebAnswer {
        json(
            200,
            .object([
                JSONMember("address", .string(address)),
                JSONMember("units", .string("\(holding.units)")),
                JSONMember("next_nonce", .string("\(holding.nextNonce)")),
            ]))
    }

    /// The holding in an answer; nil for other bytes.
    package static func holding(_ bytes: [UInt8]) -> Holding? {
        guard let value = try? JSONParser.parse(bytes, byteCountMax: 1 << 12),
            let units = value.member("units")?.stringValue.flatMap({ UInt64($0) }),
            let nonce = value.member("next_nonce")?.stringValue.flatMap({ UInt64($0) })
        else { return nil }
        return Holding(units: units, nextNonce: nonce)
    }

    private static func json(_ status: Int, _ value: JSONValue) -> WebAnswer {
        WebAnswer(status: status, body: Array((value.compactText + "\n").utf8))
    }
}
