internal import Encodings
internal import MeshNetwork

/// Answers to a node's operator: lines of JSON, `{"result": …}` or `{"error": …}`.
enum ControlAnswer {
    static func line(_ result: JSONValue) -> [UInt8] {
        line(of: JSONMember("result", result))
    }

    static func line(_ refusal: ControlRefusal) -> [UInt8] {
        line(
            of: JSONMember(
                "error",
                .object([
                    JSONMember("code", .string(refusal.code)),
                    JSONMember("message", .string(refusal.message)),
                ])))
    }

    private static func line(of member: JSONMember) -> [UInt8] {
        Array(JSONValue.object([member]).compactText.utf8) + [0x0A]
    }

    static func status(
        _ node: MeshNode, at address: MeshPeerAddress, connectionCount: Int
    ) -> JSONValue {
        .object([
            JSONMember("address", .string("\(address)")),
            JSONMember("id", .string(Hexadecimal.text(of: node.id.bytes))),
            JSONMember("mesh", .string(node.parameters.name)),
            JSONMember("network", .string(Hexadecimal.text(of: node.parameters.network))),
            JSONMember("slot", .integer(Int(clamping: node.slot))),
            JSONMember(
                "epoch", .integer(Int(clamping: node.parameters.epoch(ofSlot: node.slot)))),
            JSONMember("registered", .integer(node.registry.peers.count)),
            JSONMember("contacts", .integer(node.table.count)),
            JSONMember("records", .integer(node.storage.recordCount)),
            JSONMember("connections", .integer(connectionCount)),
        ])
    }

    static func stored(_ record: MeshRecord, _ outcome: MeshOutcome) -> JSONValue {
        .object([
            JSONMember("sequence", .integer(Int(clamping: record.sequence))),
            JSONMember("expiry_epoch", .integer(Int(clamping: record.expiry))),
            JSONMember("holders", .integer(outcome.holders.count)),
            JSONMember("is_quorum", .boolean(outcome.isDone)),
            JSONMember("hops", .integer(outcome.hopCount)),
            JSONMember("calls", .integer(outcome.callCount)),
        ])
    }

    static func found(_ outcome: MeshOutcome) -> JSONValue {
        .object([
            JSONMember("records", .array(outcome.records.map(record))),
            JSONMember(
                "equivocators",
                .array(
                    outcome.equivocations.map {
                        .string(Hexadecimal.text(of: $0.0.owner.bytes))
                    })),
            JSONMember("hops", .integer(outcome.hopCount)),
            JSONMember("calls", .integer(outcome.callCount)),
        ])
    }

    /// The value as text, if it is one, and in hexadecimal.
    private static func record(_ record: MeshRecord) -> JSONValue {
        let isText = UTF8Validation.firstInvalidOffset(in: record.value) == nil
        return .object([
            JSONMember(
                "value", isText ? .string(String(decoding: record.value, as: UTF8.self)) : .null),
            JSONMember("value_bytes", .string(Hexadecimal.text(of: record.value))),
            JSONMember("owner", .string(Hexadecimal.text(of: record.owner.bytes))),
            JSONMember("sequence", .integer(Int(clamping: record.sequence))),
            JSONMember("expiry_epoch", .integer(Int(clamping: record.expiry))),
        ])
    }
}
