internal import BigInt
internal import PythonValues

/// Prices, and what a gateway publishes in the directory.
extension PublishedGateway {
    private static let quoteSchema = RequestSchema([
        RequestMember("input_tokens", .integer), RequestMember("output_tokens", .integer),
        RequestMember("wall_time_ms", .integer, isNullable: true),
    ])

    func quotePrice(_ request: GatewayRequest) throws -> PythonValue {
        let members = try Self.quoteSchema.members(ofBody: request.body)
        return .object(["milli_glyph": try price(of: members, now: request.now)])
    }

    func price(of result: PythonDictionary, now: PythonFloat) throws -> PythonValue { .integer(0) }
    func publish(epoch: PythonText, _ snapshot: PythonDictionary, now: PythonFloat) {}
    func publish(_ receipt: PublishedReceipt, now: PythonFloat) {}
}
package final class PublishedDirectory {}
