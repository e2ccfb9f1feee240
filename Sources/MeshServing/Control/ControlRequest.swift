internal import Encodings
package import MeshNetwork

/// A request that cannot be read, or that the node refused, as its sender is told.
package struct ControlRefusal: Error, Equatable, CustomStringConvertible {
    /// `form`, `token`, `name`, `value`, `epochs`, `owner`, `busy`, or a guard's name.
    package let code: String
    package let message: String

    package var description: String { "\(code): \(message)" }

    package init(_ code: String, _ message: String) {
        self.code = code
        self.message = message
    }
}

/// A request of a node's operator: a line of strict JSON.
package struct ControlRequest: Sendable, Equatable {
    package enum Ask: Sendable, Equatable {
        case status
        /// Signs a value and stores it at its holders, believed for so many epochs from this on.
        case store(name: [UInt8], value: [UInt8], epochCount: Int)
        /// Finds the values under a name, of one owner or of all.
        case find(name: [UInt8], owner: MeshKey?)
    }

    /// The bytes of a line; a value of control characters alone takes six for each of its own.
    package static let lineByteCountMax = 1 << 14
    package static let epochCountMax = Int(MeshRecordRules.valueEpochCountMax)

    /// 64 digits that the node wrote into its control file.
    package let token: String
    package let ask: Ask

    package init(token: String, _ ask: Ask) {
        self.token = token
        self.ask = ask
    }

    /// Reads a line. **Throws:** ``ControlRefusal``.
    package init(line: [UInt8]) throws(ControlRefusal) {
        do {
            let value = try JSONParser.parse(line, byteCountMax: Self.lineByteCountMax)
            let document = StrictJSON(value)
            let word = value.member("ask")?.stringValue
            let more: [String] =
                switch word {
                case "store": ["name", "value", "epochs"]
                case "find": ["name", "owner"]
                default: []
                }
            let members = try document.members(["token", "ask"] + more)
            token = try members[0].string(byteCountMax: 64)
            switch word {
            case "status": ask = .status
            case "store":
                ask = .store(
                    name: Array(try members[2].string().utf8),
                    value: Array(try members[3].string().utf8),
                    epochCount: try members[4].integer(in: 1...Self.epochCountMax))
            case "find":
                let owner = try members[3].optional { text throws(StrictJSON.Failure) in
                    MeshKey(try text.bytes(count: 32))
                }
                ask = .find(name: Array(try members[2].string().utf8), owner: owner ?? nil)
            default: throw members[1].refused("status, store or find")
            }
        } catch let error as StrictJSON.Failure {
            throw ControlRefusal("form", "\(error)")
        } catch {
            throw ControlRefusal("form", "expected a line of JSON, got: \(error)")
        }
        try check()
    }

    private func check() throws(ControlRefusal) {
        switch ask {
        case .status: break
        case .store(let name, let value, _):
            try check(name)
            guard value.count <= MeshRecord.valueByteCountMax else {
                throw ControlRefusal(
                    "value",
                    "expected at most \(MeshRecord.valueByteCountMax) bytes, "
                        + "got \(value.count)")
            }
        case .find(let name, _): try check(name)
        }
    }

    private func check(_ name: [UInt8]) throws(ControlRefusal) {
        guard (1...MeshRecord.nameByteCountMax).contains(name.count) else {
            throw ControlRefusal(
                "name", "expected 1 to \(MeshRecord.nameByteCountMax) bytes, got \(name.count)")
        }
    }

    /// The line without its end. Names and values are texts: ``init(line:)`` makes no others.
    package var line: [UInt8] {
        func text(_ bytes: [UInt8]) -> JSONValue {
            .string(String(decoding: bytes, as: UTF8.self))
        }
        var members = [JSONMember("token", .string(token))]
        switch ask {
        case .status: members.append(JSONMember("ask", .string("status")))
        case .store(let name, let value, let epochCount):
            members += [
                JSONMember("ask", .string("store")), JSONMember("name", text(name)),
                JSONMember("value", text(value)), JSONMember("epochs", .integer(epochCount)),
            ]
        case .find(let name, let owner):
            members += [
                JSONMember("ask", .string("find")), JSONMember("name", text(name)),
                JSONMember(
                    "owner", owner.map { .string(Hexadecimal.text(of: $0.bytes)) } ?? .null),
            ]
        }
        return Array(JSONValue.object(members).compactText.utf8)
    }
}
