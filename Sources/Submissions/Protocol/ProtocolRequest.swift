internal import Encodings

/// A request of a script: a line of JSON-RPC 2.0 with an id, a method and parameters.
struct ProtocolRequest {
    /// The longest line, its line feed apart.
    static let lineByteCountMax = 1 << 20

    let id: Int
    let method: String
    /// Members of `params`; empty where there are none.
    let parameters: [JSONMember]

    /// - Parameter id: the next id, which the request must have.
    ///
    /// **Throws:** ``ProtocolFault`` of a kind that ends the session.
    init(line: [UInt8], id: Int) throws(ProtocolFault) {
        let value: JSONValue
        do {
            value = try JSONParser.parse(line, byteCountMax: Self.lineByteCountMax)
        } catch {
            throw ProtocolFault(.notJSON, "\(error)")
        }
        guard let members = value.objectValue else {
            throw ProtocolFault(.noRequest, "expected a request, got \(value.kind)")
        }
        for member in members
        where !["jsonrpc", "id", "method", "params"].contains(where: { $0.isSpelled(member.key) }) {
            throw ProtocolFault(
                .noRequest,
                "expected jsonrpc, id, method and params, got "
                    + JSONValue.quoted(member.key, scalarCountMax: 40))
        }
        guard value.member("jsonrpc")?.stringValue?.isSpelled("2.0") == true else {
            throw ProtocolFault(
                .noRequest,
                "jsonrpc: expected \"2.0\", got \(value.member("jsonrpc")?.kind ?? "nothing")")
        }
        guard value.member("id")?.integerValue == id else {
            throw ProtocolFault(
                .noRequest, "id: expected \(id), got \(value.member("id")?.kind ?? "nothing")")
        }
        guard let method = value.member("method")?.stringValue else {
            throw ProtocolFault(
                .noRequest,
                "method: expected a text, got \(value.member("method")?.kind ?? "nothing")"
            )
        }
        let parameters = value.member("params")
        guard let object = parameters == nil ? [] : parameters?.objectValue else {
            throw ProtocolFault(
                .noRequest, "params: expected an object, got \(parameters?.kind ?? "nothing")")
        }
        self.id = id
        self.method = method
        self.parameters = object
    }

    /// A request as a line without its line feed.
    static func line(id: Int, method: String, parameters: [JSONMember]) -> [UInt8] {
        Array(
            JSONValue.object([
                JSONMember("jsonrpc", .string("2.0")), JSONMember("id", .integer(id)),
                JSONMember("method", .string(method)), JSONMember("params", .object(parameters)),
            ]).compactText.utf8)
    }
}

extension String {
    /// Whether two texts have the same bytes; Swift's own comparison takes some others for equal.
    func isSpelled(_ other: String) -> Bool { utf8.elementsEqual(other.utf8) }
}
