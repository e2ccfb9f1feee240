internal import BigInt
package import PublishedMeshChain
package import PythonValues

/// A call to the published pallet, as the surface `call` takes it: an object of `call`, `by` (the
/// hotkey that signed, which the runtime has checked) and the call's members.
package enum PublishedChainCall: Sendable {
    /// `{"call":"propose","by":1004,"data":[[1,"1000000000000000000"]],"prioritize":5,"remove":6}`,
    /// the last two of which may be absent.
    case propose(
        by: UInt64, data: [ChainScore], prioritized: UInt32? = nil, removed: UInt32? = nil)
    /// `{"call":"attest","by":1004}`
    case attest(by: UInt64)

    /// The bytes of a call are no more than these.
    package static let byteCountMax = 1 << 20

    // MARK: Writing

    package var value: PythonValue {
        var members = PythonDictionary()
        switch self {
        case .propose(let hotkey, let data, let prioritized, let removed):
            members["by"] = .integer(BigInt(hotkey))
            members["call"] = .text("propose")
            members["data"] = .list(
                data.map { .list([.integer(BigInt($0.node)), .text(String($0.score))]) })
            if let prioritized { members["prioritize"] = .integer(BigInt(prioritized)) }
            if let removed { members["remove"] = .integer(BigInt(removed)) }
        case .attest(let hotkey):
            members["by"] = .integer(BigInt(hotkey))
            members["call"] = .text("attest")
        }
        return .dictionary(members)
    }

    /// **Throws:** ``PythonError`` never, as all members can be written.
    package func bytes() throws(PythonError) -> [UInt8] {
        Array(try PythonJSONWriter.text(value).utf8)
    }

    // MARK: Reading

    /// Nil where the bytes are no call. Unknown members are ignored.
    package init?(_ bytes: [UInt8]) {
        guard let value = Self.parsed(bytes), case .dictionary(let members) = value,
            case .string(let name)? = members["call"],
            let hotkey: UInt64 = Self.number(members["by"])
        else { return nil }
        if name.equals("attest") {
            self = .attest(by: hotkey)
        } else if name.equals("propose"), let data = Self.scores(members["data"]),
            let prioritized = Self.optionalID(members["prioritize"]),
            let removed = Self.optionalID(members["remove"])
        {
            self = .propose(by: hotkey, data: data, prioritized: prioritized, removed: removed)
        } else {
            return nil
        }
    }

    private static func parsed(_ bytes: [UInt8]) -> PythonValue? {
        do throws(PythonJSONError) {
            return try PythonJSONParser.parse(bytes, byteCountMax: byteCountMax)
        } catch {
            return nil
        }
    }

    /// An integer, or a text of its decimal digits.
    private static func number<Number: FixedWidthInteger>(_ value: PythonValue?) -> Number? {
        switch value {
        case .integer(let integer)?: return Number(exactly: integer)
        case .string(let text)?:
            let digits = text.shown.utf8
            guard (1...39).contains(digits.count), digits.allSatisfy({ (48...57).contains($0) })
            else { return nil }
            return Number(text.shown)
        default: return nil
        }
    }

    /// The id, nil inside where there is none, and nil where it is no id.
    private static func optionalID(_ value: PythonValue?) -> UInt32?? {
        switch value {
        case nil, PythonValue.none?: return .some(nil)
        default:
            guard let id: UInt32 = number(value) else { return nil }
            return .some(id)
        }
    }

    private static func scores(_ value: PythonValue?) -> [ChainScore]? {
        guard case .list(let entries)? = value else { return nil }
        var scores: [ChainScore] = []
        scores.reserveCapacity(entries.count)
        for entry in entries {
            guard case .list(let pair) = entry, pair.count == 2,
                let node: UInt32 = number(pair[0]), let score: UInt128 = number(pair[1])
            else { return nil }
            scores.append(ChainScore(node: node, score: score))
        }
        return scores
    }
}
