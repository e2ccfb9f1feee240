internal import BigInt
internal import Conformance
internal import PublishedNode
internal import PythonValues

/// The record of several published nodes on one clock.
struct ScenarioRecord {
    private static let host = "127.0.0.1"
    private static let portBase = 19_500

    let document: VectorValue
    let chains: NodeChains
    /// The names of all nodes, those that are scripted among them, in order.
    let names: [String]
    private(set) var events: [ScenarioEvent] = []

    init(_ document: VectorValue, _ chains: NodeChains) throws {
        self.document = document
        self.chains = chains
        var names: [String] = []
        for event in try document.member("events").elements() {
            for role in ["node", "from", "to"] {
                guard let name = try event.optional(role) else { continue }
                let text = try name.string()
                if !names.contains(text) { names.append(text) }
            }
        }
        self.names = names.sorted()
        for told in try document.member("events").elements() {
            events.append(try event(told))
        }
    }

    // MARK: Addresses

    /// The port that stands for a node's; all have as many digits as those of the record.
    func port(of name: String) -> Int {
        Self.portBase + (names.firstIndex(of: name) ?? names.count)
    }

    /// A text with addresses in the places where the record has names.
    func addressed(_ text: String) -> String {
        names.reduce(text) { text, name in
            text.replacing("{\(name)}", with: "\(Self.host):\(port(of: name))")
        }
    }

    func addressed(_ value: PythonValue) -> PythonValue {
        switch value {
        case .string(let text): return .text(addressed(text.shown))
        case .list(let elements): return .list(elements.map { addressed($0) })
        case .none, .boolean, .integer, .float, .dictionary: return value
        }
    }

    // MARK: Chains

    /// The blocks from genesis to the one of that hash.
    func chain(to told: VectorValue) throws -> [PythonValue] {
        let blocks = try document.member("blocks")
        var chain: [PythonValue] = []
        var hash = try told.text()
        while true {
            guard case .dictionary(let members) = blocks.value, let block = members[hash],
                chain.count <= members.count
            else {
                throw VectorFormError(
                    place: told.place, expected: "a block of the record", got: hash.shown)
            }
            chain.append(block)
            let value = VectorValue(block, place: "document.blocks.\(hash.shown)")
            guard try value.member("index").integer() > 0 else { return chain.reversed() }
            hash = try value.member("prev_hash").text()
        }
    }

    /// All blocks that stand on the one of that hash.
    func blocks(on hash: PythonValue) throws -> [PythonValue] {
        guard case .dictionary(let blocks) = try document.member("blocks").value else { return [] }
        return blocks.members.map(\.value).filter { block in
            (try? block.member("prev_hash"))?.equals(hash) ?? false
        }
    }

    // MARK: Events

    private func event(_ told: VectorValue) throws -> ScenarioEvent {
        ScenarioEvent(
            number: try told.member("n").int(),
            milliseconds: try Self.milliseconds(told.member("clock")), kind: try kind(of: told))
    }

    private static func milliseconds(_ told: VectorValue) throws -> Int {
        do {
            let number = try told.value.requiredNumber() * .integer(1000)
            let integer = try PythonValue.number(number).convertedToInteger()
            if let milliseconds = Int(exactly: integer) { return milliseconds }
            throw PythonError.overflow("too large for a clock")
        } catch let error as PythonError {
            throw VectorFormError(place: told.place, expected: "a clock", got: "\(error)")
        }
    }

    private func kind(of told: VectorValue) throws -> ScenarioEvent.Kind {
        let kind = try told.member("kind")
        func node() throws -> String { try told.member("node").string() }
        switch try kind.string() {
        case "start":
            let command = try told.member("command").elements()
            return .start(
                node: try node(), command: try command.map { addressed(try $0.string()) },
                variables: try variables(told.member("env")))
        case "message": return .message(try message(told))
        case "printed":
            return .printed(
                node: try node(), line: addressed(try told.member("line").string()))
        case "exit": return .exit(node: try node(), code: try told.member("code").int())
        case "stop": return .stop(node: try node())
        case "note": return .note
        case let other:
            throw VectorFormError(place: kind.place, expected: "a kind of event", got: other)
        }
    }

    private func variables(
        _ told: VectorValue
    ) throws -> [(name: String, text: String)] {
        guard case .dictionary(let members) = told.value else { return [] }
        return try members.members.map { member in
            let value = VectorValue(member.value, place: "\(told.place).\(member.key.shown)")
            return (member.key.shown, addressed(try value.string()))
        }
    }

    private func message(_ told: VectorValue) throws -> ScenarioEvent.Message {
        let request = try told.member("request")
        let response = try told.member("response")
        let body = try request.member("body")
        let chain = body.isNull ? nil : try body.optional("chain_to").map { try self.chain(to: $0) }
        var answered: [UInt8]?
        if case .dictionary = response.value {
            answered = try bytes(response, firstLine: response.member("status"))
        }
        return ScenarioEvent.Message(
            from: try told.member("from").string(), to: try told.member("to").string(),
            request: try bytes(request, firstLine: request.member("start")), chain: chain,
            response: answered)
    }

    // MARK: Bytes

    private func bytes(_ told: VectorValue, firstLine: VectorValue) throws -> [UInt8] {
        var lines = [try firstLine.string()]
        for field in try told.member("headers").elements() {
            lines.append(try field.elements().map { try $0.string() }.joined(separator: ": "))
        }
        let head = addressed(lines.joined(separator: "\r\n")) + "\r\n\r\n"
        return try Array(head.utf8) + body(told.member("body"))
    }

    private func body(_ told: VectorValue) throws -> [UInt8] {
        if told.isNull { return [] }
        if let text = try told.optional("text") { return Array(addressed(try text.string()).utf8) }
        return try bytes(ofChain: told, isSpaced: true)
    }

    /// A file as `final` tells it.
    func file(_ told: VectorValue) throws -> [UInt8] {
        guard case .dictionary = told.value else {
            return try FolderForms.indented(addressed(told.value), told.place)
        }
        let isSpaced = try told.member("form").string().utf8.elementsEqual("spaced".utf8)
        return try bytes(ofChain: told, isSpaced: isSpaced)
    }

    /// A chain, of which the record tells how many bytes its spaced form has.
    private func bytes(ofChain told: VectorValue, isSpaced: Bool) throws -> [UInt8] {
        let chain = PythonValue.list(try chain(to: told.member("chain_to")))
        let count = try told.member("bytes")
        let spaced: [UInt8]
        do {
            spaced = try NodeJSON.spaced(chain)
        } catch {
            throw VectorFormError(place: told.place, expected: "a chain", got: "\(error)")
        }
        guard try count.int() == spaced.count else {
            throw VectorFormError(
                place: count.place, expected: "\(spaced.count), as the chain has it",
                got: String(try count.int()))
        }
        return isSpaced ? spaced : try FolderForms.indented(chain, told.place)
    }
}
