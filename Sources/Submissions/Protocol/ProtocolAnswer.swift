internal import Encodings

/// Lines of the laboratory to a script, without their line feeds.
enum ProtocolAnswer {
    static func result(_ result: JSONValue, id: Int) -> [UInt8] {
        line([JSONMember("id", .integer(id)), JSONMember("result", result)])
    }

    /// - Parameter id: nil where the request had none that could be read.
    static func fault(_ fault: ProtocolFault, id: Int?) -> [UInt8] {
        line([
            JSONMember("id", id.map { .integer($0) } ?? .null),
            JSONMember(
                "error",
                .object([
                    JSONMember("code", .integer(fault.code.rawValue)),
                    JSONMember("message", .string(fault.message)),
                ])),
        ])
    }

    static func notification(_ method: String, _ parameters: [JSONMember]) -> [UInt8] {
        line([
            JSONMember("method", .string(method)), JSONMember("params", .object(parameters)),
        ])
    }

    private static func line(_ members: [JSONMember]) -> [UInt8] {
        let head = JSONMember("jsonrpc", .string("2.0"))
        return Array(JSONValue.object([head] + members).compactText.utf8)
    }
}
