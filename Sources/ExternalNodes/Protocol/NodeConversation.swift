internal import Encodings
internal import Trials

/// Requests and answers over one link, from the greeting on.
final class NodeConversation {
    private let link: any NodeLink
    private var lastID = 0
    let greeting: NodeGreeting
    private let guards: [Guard]

    /// Greets a node that was just started. - Parameter profile: rules of the guards that refuse.
    ///
    /// **Throws:** ``AdapterFault``, ``NodeLinkEnd``.
    init(_ link: any NodeLink, _ profile: Profile) throws {
        self.link = link
        lastID = 1
        let hello = NodeWire.request(
            id: 1, "hello", [JSONMember("protocol", .string(NodeWire.name))])
        greeting = try NodeGreeting(
            NodeWire.result(try Self.answer(link, hello), id: 1, "hello"))
        guards = greeting.guards(profile)
    }

    private static func answer(_ link: any NodeLink, _ line: [UInt8]) throws -> [UInt8] {
        do {
            return try link.answer(to: line)
        } catch NodeLinkEnd.talkative(let how) {
            throw AdapterFault(how)
        }
    }

    private func ask(_ method: String, _ parameters: [JSONMember]) throws -> NodeAnswer {
        lastID += 1
        let line = NodeWire.request(id: lastID, method, parameters)
        return try NodeWire.result(try Self.answer(link, line), id: lastID, method)
    }

    /// **Throws:** ``AdapterFault``; ``NodeLinkEnd`` where the node is gone. So do the others.
    func perform(_ act: NodeAct) throws -> NodeReply {
        try NodeReply(try ask(act.method, act.parameters), guards: guards)
    }

    func state() throws -> NodeState { try NodeState(try ask("state", [])) }

    func block(_ height: Int) throws -> [UInt8] {
        var answer = try ask("block", [JSONMember("height", .integer(height))])
        let bytes = try answer.bytes("bytes")
        try answer.finish()
        return bytes
    }

    /// Lets the adapter tidy up. Nobody cares any more whether it does.
    func finish() {
        _ = try? ask("bye", [])
    }
}
