package import Encodings

extension OneElement {
    /// The first member of the file: its format and version.
    static let format = "glyphlab element 1"
    /// A linear layer of the largest width fits: 2^18 integers of up to eleven characters.
    package static let byteCountMax = 8 << 20

    /// The file's content.
    package var json: JSONValue {
        .object([
            JSONMember("format", .string(Self.format)),
            JSONMember("operation", .string(operation)),
            JSONMember("index", .array(index.map(JSONValue.integer))),
            JSONMember("kind", .string(inputs.kindName)),
            JSONMember("inputs", inputs.json),
            JSONMember("expected", .integer(Int(expected))),
            JSONMember("got", .integer(Int(got))),
            JSONMember("origin", origin?.json ?? .null),
        ])
    }

    /// **Throws:** ``ElementFileError`` with the file's name where a member is missing, unknown,
    /// mistyped or beyond its bound.
    package init(json bytes: [UInt8], file: String) throws(ElementFileError) {
        let document: JSONValue
        do {
            document = try JSONParser.parse(bytes, byteCountMax: Self.byteCountMax)
        } catch {
            throw .notJSON(file: file, cause: error)
        }
        let parts: Parts
        do throws(StrictObject.Failure) {
            parts = try Parts(document)
        } catch {
            throw .malformed(file: file, cause: error)
        }
        do throws(ElementError) {
            try self.init(
                operation: parts.operation, index: parts.index, inputs: parts.inputs,
                expected: parts.expected, got: parts.got, origin: parts.origin)
        } catch {
            throw .beyondBounds(file: file, cause: error)
        }
    }

    /// The parts of the document; only its form is checked.
    private struct Parts {
        let operation: String
        let index: [Int]
        let inputs: ElementInputs
        let expected: Int64
        let got: Int64
        let origin: Origin?

        init(_ document: JSONValue) throws(StrictObject.Failure) {
            // The version is checked first: the other members of another version's file are not
            // judged.
            guard let format = document.member("format")?.stringValue, format == OneElement.format
            else {
                throw StrictObject.Failure(
                    "format", expected: "\"\(OneElement.format)\"",
                    got: document.member("format")?.kind ?? "nothing")
            }
            let object = try StrictObject(
                document, "",
                keys: [
                    "format", "operation", "index", "kind", "inputs", "expected", "got", "origin",
                ])
            operation = try object.string("operation")
            index = try object.integers("index").map(Int.init)
            inputs = try ElementInputs(object.value("inputs"), kind: object.string("kind"))
            expected = try object.integer("expected")
            got = try object.integer("got")
            origin = try Origin(object.value("origin"))
        }
    }
}

/// Reasons for which a file describes no element.
package enum ElementFileError: Error, Equatable, CustomStringConvertible {
    case notJSON(file: String, cause: JSONParseError)
    case malformed(file: String, cause: StrictObject.Failure)
    case beyondBounds(file: String, cause: ElementError)

    package var description: String {
        switch self {
        case .notJSON(let file, let cause): "\(file): \(cause)"
        case .malformed(let file, let cause): "\(file): \(cause)"
        case .beyondBounds(let file, let cause): "\(file): \(cause)"
        }
    }
}

// MARK: Parts

extension OneElement.Origin {
    fileprivate var json: JSONValue {
        .object([
            JSONMember("integer_weights_hash", .string(integerWeightsHash)),
            JSONMember("salt", .string(salt)),
            JSONMember("prompt", .string(prompt)),
        ])
    }

    /// Nil for JSON's null.
    fileprivate init?(_ json: JSONValue) throws(StrictObject.Failure) {
        if case .null = json { return nil }
        let object = try StrictObject(
            json, "origin", keys: ["integer_weights_hash", "salt", "prompt"])
        integerWeightsHash = try object.string("integer_weights_hash")
        salt = try object.string("salt")
        prompt = try object.string("prompt")
        guard Hexadecimal.bytes(of: integerWeightsHash)?.count == 32 else {
            throw StrictObject.Failure(
                "origin.integer_weights_hash", expected: "64 lower-case hex digits",
                got: JSONValue.quoted(integerWeightsHash, scalarCountMax: 80))
        }
    }
}

extension RotaryTurn {
    fileprivate var json: JSONValue {
        .object([
            JSONMember("base", .integer(base)), JSONMember("position", .integer(position)),
            JSONMember("head_width", .integer(headWidth)),
            JSONMember("column", .integer(column)),
        ])
    }

    /// Nil for JSON's null.
    fileprivate init?(_ json: JSONValue) throws(StrictObject.Failure) {
        if case .null = json { return nil }
        let object = try StrictObject(
            json, "inputs.turn", keys: ["base", "position", "head_width", "column"])
        self.init(
            base: try Int(object.integer("base")), position: try Int(object.integer("position")),
            headWidth: try Int(object.integer("head_width")),
            column: try Int(object.integer("column")))
    }
}

extension ElementInputs {
    fileprivate var json: JSONValue {
        func list(_ key: String, _ values: [Int64]) -> JSONMember {
            JSONMember(key, .array(values.map { .integer(Int($0)) }))
        }
        func number(_ key: String, _ value: Int64) -> JSONMember {
            JSONMember(key, .integer(Int(value)))
        }
        return switch self {
        case .embedding(let token, let position):
            .object([number("token", token), number("position", position)])
        case .norm(let row, let column, let gain, let bias):
            .object([
                list("row", row), number("column", Int64(column)), number("gain", gain),
                number("bias", bias),
            ])
        case .rootNorm(let row, let column, let gain):
            .object([
                list("row", row), number("column", Int64(column)), number("gain", gain),
            ])
        case .rotary(let own, let partner, let turn):
            .object([
                number("own", own), number("partner", partner),
                JSONMember("turn", turn?.json ?? .null),
            ])
        case .linear(let row, let weights, let bias):
            .object([list("row", row), list("weights", weights), number("bias", bias)])
        case .scores(let query, let key, let isMasked):
            .object([
                list("query", query), list("key", key),
                JSONMember("is_masked", .boolean(isMasked)),
            ])
        case .softmax(let row, let column):
            .object([list("row", row), number("column", Int64(column))])
        case .mixing(let probabilities, let values):
            .object([list("probabilities", probabilities), list("values", values)])
        case .activation(let x): .object([number("x", x)])
        case .gatedActivation(let gate, let up):
            .object([number("gate", gate), number("up", up)])
        case .residual(let stream, let branch):
            .object([number("stream", stream), number("branch", branch)])
        case .proofRow(let probability): .object([number("probability", probability)])
        }
    }

    fileprivate init(_ json: JSONValue, kind: String) throws(StrictObject.Failure) {
        func object(_ keys: String...) throws(StrictObject.Failure) -> StrictObject {
            try StrictObject(json, "inputs", keys: keys)
        }
        switch kind {
        case "embedding":
            let inputs = try object("token", "position")
            self = try .embedding(
                token: inputs.integer("token"), position: inputs.integer("position"))
        case "norm":
            let inputs = try object("row", "column", "gain", "bias")
            self = try .norm(
                row: inputs.integers("row"), column: Int(inputs.integer("column")),
                gain: inputs.integer("gain"), bias: inputs.integer("bias"))
        case "root_norm":
            let inputs = try object("row", "column", "gain")
            self = try .rootNorm(
                row: inputs.integers("row"), column: Int(inputs.integer("column")),
                gain: inputs.integer("gain"))
        case "rotary":
            let inputs = try object("own", "partner", "turn")
            self = try .rotary(
                own: inputs.integer("own"), partner: inputs.integer("partner"),
                turn: RotaryTurn(inputs.value("turn")))
        case "linear":
            let inputs = try object("row", "weights", "bias")
            self = try .linear(
                row: inputs.integers("row"), weights: inputs.integers("weights"),
                bias: inputs.integer("bias"))
        case "scores":
            let inputs = try object("query", "key", "is_masked")
            self = try .scores(
                query: inputs.integers("query"), key: inputs.integers("key"),
                isMasked: inputs.boolean("is_masked"))
        case "softmax":
            let inputs = try object("row", "column")
            self = try .softmax(
                row: inputs.integers("row"), column: Int(inputs.integer("column")))
        case "mixing":
            let inputs = try object("probabilities", "values")
            self = try .mixing(
                probabilities: inputs.integers("probabilities"),
                values: inputs.integers("values"))
        case "activation": self = try .activation(object("x").integer("x"))
        case "gated_activation":
            let inputs = try object("gate", "up")
            self = try .gatedActivation(
                gate: inputs.integer("gate"), up: inputs.integer("up"))
        case "residual":
            let inputs = try object("stream", "branch")
            self = try .residual(
                stream: inputs.integer("stream"), branch: inputs.integer("branch"))
        case "proof_row":
            self = try .proofRow(probability: object("probability").integer("probability"))
        default:
            throw StrictObject.Failure(
                "kind", expected: Self.kindNames.joined(separator: ", or "),
                got: JSONValue.quoted(kind, scalarCountMax: 40))
        }
    }
}
