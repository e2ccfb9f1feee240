internal import BigInt
internal import Conformance
internal import PublishedGateways
internal import PythonValues

/// The gateway and the platform of one case of bots.
final class BotVectorSurroundings: Surroundings {
    static let gateway = "http://gateway"
    static let service = "http://service"

    private let inference: CallAnswer
    private let registration: CallAnswer
    private let nodes: [UInt8]
    /// The platform's list of messages for the bot.
    private let messages: [UInt8]

    init(_ vector: VectorValue, _ face: BotFace) throws {
        var answerLength = 0
        let characters = try vector.member("gateway_answer_characters")
        if !characters.isNull { answerLength = try characters.int() }
        guard (0...1_000_000).contains(answerLength) else {
            throw VectorFormError(
                place: characters.place, expected: "0 to 1,000,000", got: "\(answerLength)")
        }
        inference = try Self.answer(vector.member("gateway"), answerLength)
        registration = try Self.answer(vector.member("registration"), 0)
        var listed: [PythonValue] = []
        if try vector.member("nodes_listed").boolean() {
            listed = (1...9).map { number in
                var node = PythonDictionary()
                node["pubkey"] = .text("USERKEY\(number)=")
                return .dictionary(node)
            }
        }
        nodes = Array(try PythonJSONWriter.text(.list(listed)).utf8)
        let elements = try vector.member("messages").elements().map { message in
            try Self.element(message, face)
        }
        messages = Array(("[" + elements.joined(separator: ",") + "]").utf8)
    }

    private static func answer(_ name: VectorValue, _ length: Int) throws -> CallAnswer {
        switch try name.string() {
        case "ok":
            let text = String(repeating: "x", count: length)
            return .answered(status: 200, body: Array(#"{"text":"\#(text)"}"#.utf8))
        case "no_text": return .answered(status: 200, body: Array("{}".utf8))
        case "not_object": return .answered(status: 200, body: Array("[]".utf8))
        case "timeout": return .timedOut
        case "down": return .unreachable
        case let status:
            guard let code = Int(status) else {
                throw VectorFormError(
                    place: name.place, expected: "a status or a kind of answer", got: status)
            }
            return .answered(status: code, body: Array("{}".utf8))
        }
    }

    /// An element of the platform's list. The user `?` stands for an element that is given whole.
    private static func element(_ message: VectorValue, _ face: BotFace) throws -> String {
        let parts = try message.elements()
        guard parts.count > 2 else {
            throw VectorFormError(
                place: message.place, expected: "a user, a text and a number", got: "less")
        }
        if try parts[0].string() == "?" { return try parts[1].string() }
        var (outer, inner) = (PythonDictionary(), PythonDictionary())
        if case .signal = face {
            inner["source"] = parts[0].value
            var data = PythonDictionary()
            data["message"] = parts[1].value
            inner["dataMessage"] = .dictionary(data)
            inner["timestamp"] = parts[2].value
            outer["envelope"] = .dictionary(inner)
        } else {
            inner["id"] = .text("m\(try parts[2].int())")
            outer["id"] = .dictionary(inner)
            outer["from"] = parts[0].value
            outer["body"] = parts[1].value
            if parts.count > 3 { outer["fromMe"] = parts[3].value }
        }
        return try PythonJSONWriter.text(.dictionary(outer))
    }

    func answer(to call: OutgoingCall) -> CallAnswer {
        switch call.url {
        case Self.gateway + "/inference": inference
        case Self.gateway + "/set_eth_address": registration
        case Self.gateway + "/nodes": .answered(status: 200, body: nodes)
        default:
            .answered(status: 200, body: call.method == "GET" ? messages : Array("{}".utf8))
        }
    }

    /// Bots draw none.
    func uniqueID() -> String { "" }
}
