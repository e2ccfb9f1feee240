internal import Encodings
internal import Scenarios

/// Lines of the protocol node/1.
enum NodeWire {
    static let name = "node/1"
    static let ledger = "toy-ledger/1"
    static let answerByteCountMax = 8 << 20
    /// An answer that takes longer counts as silence.
    static let answerSeconds = 10
    private static let shownScalarCount = 300

    static func request(id: Int, _ method: String, _ parameters: [JSONMember]) -> [UInt8] {
        let value = JSONValue.object([
            JSONMember("jsonrpc", .string("2.0")), JSONMember("id", .integer(id)),
            JSONMember("method", .string(method)), JSONMember("params", .object(parameters)),
        ])
        return Array(value.compactText.utf8)
    }

    /// The `result` of an answer.
    ///
    /// **Throws:** ``AdapterFault`` for any but the answer to this request.
    static func result(
        _ line: [UInt8], id: Int, _ method: String
    ) throws(AdapterFault) -> NodeAnswer {
        let value: JSONValue
        do {
            value = try JSONParser.parse(line, byteCountMax: answerByteCountMax)
        } catch {
            let text = String(decoding: line.prefix(4 * shownScalarCount), as: UTF8.self)
            throw AdapterFault(
                "\(method): expected a line of JSON, got "
                    + "\(JSONValue.quoted(text, scalarCountMax: 80)) (\(error))")
        }
        var answer = try NodeAnswer(value, place: method)
        try answer.text("jsonrpc", equals: "2.0")
        guard try answer.take("id").integerValue == id else {
            throw answer.wrong("id", "\(id)", value.member("id")?.kind ?? "nothing")
        }
        if let error = answer.takeIfThere("error") {
            guard let text = error.stringValue else {
                throw answer.wrong("error", "a text", error.kind)
            }
            let shown = JSONValue.quoted(text, scalarCountMax: shownScalarCount)
            throw AdapterFault("\(method): expected a result, got the error \(shown)")
        }
        let result = try answer.take("result")
        try answer.finish()
        return try NodeAnswer(result, place: "\(method).result")
    }
}

/// An object of an answer, whose members are taken one by one, in any order.
struct NodeAnswer {
    let place: String
    private var left: [JSONMember]

    init(_ value: JSONValue, place: String) throws(AdapterFault) {
        guard let members = value.objectValue else {
            throw AdapterFault("\(place): expected an object, got \(value.kind)")
        }
        self.place = place
        left = members
    }

    func wrong(_ key: String, _ expected: String, _ got: String) -> AdapterFault {
        AdapterFault("\(place).\(key): expected \(expected), got \(got)")
    }

    mutating func takeIfThere(_ key: String) -> JSONValue? {
        let index = left.firstIndex { $0.key.utf8.elementsEqual(key.utf8) }
        return index.map { left.remove(at: $0).value }
    }

    func has(_ key: String) -> Bool {
        left.contains { $0.key.utf8.elementsEqual(key.utf8) }
    }

    mutating func take(_ key: String) throws(AdapterFault) -> JSONValue {
        guard let value = takeIfThere(key) else { throw wrong(key, "a value", "nothing") }
        return value
    }

    mutating func text(_ key: String, equals expected: String) throws(AdapterFault) {
        let value = try take(key)
        guard let text = value.stringValue, text.utf8.elementsEqual(expected.utf8) else {
            throw wrong(key, "\"\(expected)\"", value.kind)
        }
    }

    /// A text of 1 to so many printable characters of ASCII.
    mutating func plainText(_ key: String, byteCountMax: Int) throws(AdapterFault) -> String {
        let value = try take(key)
        guard let text = value.stringValue, (1...byteCountMax).contains(text.utf8.count),
            text.utf8.allSatisfy({ (0x20...0x7E).contains($0) })
        else {
            throw wrong(key, "1 to \(byteCountMax) printable characters of ASCII", value.kind)
        }
        return text
    }

    mutating func digest(_ key: String) throws(AdapterFault) -> String {
        let value = try take(key)
        guard let text = value.stringValue, Hexadecimal.bytes(of: text)?.count == 32 else {
            throw wrong(key, "64 lower-case hex digits", value.kind)
        }
        return text
    }

    mutating func integer(_ key: String, in range: ClosedRange<Int>) throws(AdapterFault) -> Int {
        let value = try take(key)
        guard let integer = value.integerValue, range.contains(integer) else {
            throw wrong(
                key, "an integer from \(range.lowerBound) to \(range.upperBound)", value.kind)
        }
        return integer
    }

    /// The digits of an integer of any size up to 80 characters: a node with a hole may have any.
    mutating func digits(_ key: String) throws(AdapterFault) -> String {
        let value = try take(key)
        guard case .number(let number) = value, number.text.utf8.count <= 80,
            number.text.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2D })
        else { throw wrong(key, "an integer of at most 80 digits", value.kind) }
        return number.text
    }

    mutating func bytes(_ key: String) throws(AdapterFault) -> [UInt8] {
        try Self.bytes(try take(key), "\(place).\(key)")
    }

    static func bytes(_ value: JSONValue, _ place: String) throws(AdapterFault) -> [UInt8] {
        guard let text = value.stringValue, let bytes = Base64.bytes(of: text) else {
            throw AdapterFault("\(place): expected base64 with padding, got \(value.kind)")
        }
        return bytes
    }

    mutating func elements(
        _ key: String, countMax: Int
    ) throws(AdapterFault) -> [(place: String, value: JSONValue)] {
        let value = try take(key)
        guard let elements = value.arrayValue else { throw wrong(key, "an array", value.kind) }
        guard elements.count <= countMax else {
            throw wrong(key, "at most \(countMax) elements", "\(elements.count)")
        }
        return elements.enumerated().map { ("\(place).\(key)[\($0)]", $1) }
    }

    /// Different names of letters, digits, '.', '_' and '-'.
    mutating func names(_ key: String, countMax: Int) throws(AdapterFault) -> [String] {
        var names: [String] = []
        for (place, value) in try elements(key, countMax: countMax) {
            guard let name = value.stringValue, PlainName.isName(name), !names.contains(name)
            else {
                throw AdapterFault(
                    "\(place): expected a name of 1 to 64 letters and digits of ASCII, '.', '_' "
                        + "and '-', each once, got \(value.kind)")
            }
            names.append(name)
        }
        return names
    }

    /// **Throws:** ``AdapterFault`` at a member that was not taken.
    func finish() throws(AdapterFault) {
        guard let member = left.first else { return }
        let key = JSONValue.quoted(member.key, scalarCountMax: 40)
        throw AdapterFault("\(place): expected no other member, got \(key)")
    }
}
