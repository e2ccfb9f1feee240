/// The first JSON value of some bytes, as Go's `encoding/json` (1.19) checks it; the rest is
/// ignored.
///
/// The values lie one behind the other in the order of the bytes, each with the place behind it, so
/// that no depth of nesting is met by recursion.
/// **Bounds:** at most one value a byte, so the caller bounds the bytes; depth 10,000, as in Go.
package struct GoDocument: Sendable {
    let bytes: [UInt8]
    let nodes: [GoNode]

    /// Nil where the bytes hold no JSON value.
    package init?(_ bytes: [UInt8]) {
        var scanner = GoScanner(bytes)
        guard scanner.scan() else { return nil }
        self.bytes = bytes
        nodes = scanner.nodes
    }

    package var root: GoValue { GoValue(document: self, place: 0) }
}

/// A value in a document.
package struct GoValue: Sendable {
    let document: GoDocument
    let place: Int

    private var node: GoNode { document.nodes[place] }
    var kind: GoNode.Kind { node.kind }
    var isNull: Bool { kind == .null }
    var literal: ArraySlice<UInt8> { document.bytes[node.literal] }

    /// The text of a string.
    var text: [UInt8]? { kind == .string ? GoText.decoded(literal) : nil }

    /// The elements of an array, or names and values of an object by turns.
    var children: [GoValue] {
        var children: [GoValue] = []
        guard kind == .array || kind == .object else { return children }
        var child = place + 1
        while child < node.next {
            children.append(GoValue(document: document, place: child))
            child = document.nodes[child].next
        }
        return children
    }

    /// The members of an object in their order, equal names among them.
    var members: [(name: [UInt8], value: GoValue)] {
        guard kind == .object else { return [] }
        let children = children
        return stride(from: 0, to: children.count - 1, by: 2).map {
            (children[$0].text ?? [], children[$0 + 1])
        }
    }

    /// The value as it is written after it was read into an `interface{}`: numbers through
    /// float64, of equal names the last, names in the order of their bytes. Nil where a number is
    /// beyond the largest float64.
    package func reencoded() -> [UInt8]? {
        for place in place..<node.next where document.nodes[place].kind == .number {
            guard GoNumber.text(document.bytes[document.nodes[place].literal]) != nil else {
                return nil
            }
        }
        var output: [UInt8] = []
        // The work that is left, the next last: bytes or values.
        var work: [Work] = [.value(self)]
        while let next = work.popLast() {
            switch next {
            case .bytes(let bytes): output += bytes
            case .value(let value): value.write(&output, &work)
            }
        }
        return output
    }

    private enum Work {
        case bytes([UInt8])
        case value(GoValue)
    }

    private func write(_ output: inout [UInt8], _ work: inout [Work]) {
        switch kind {
        case .null, .boolean: output += literal
        case .number: output += GoNumber.text(literal) ?? []
        case .string: output += GoText.literal(GoText.decoded(literal))
        case .array:
            output.append(UInt8(ascii: "["))
            work.append(.bytes([UInt8(ascii: "]")]))
            for (index, child) in children.enumerated().reversed() {
                work.append(.value(child))
                if index > 0 { work.append(.bytes([UInt8(ascii: ",")])) }
            }
        case .object:
            output.append(UInt8(ascii: "{"))
            work.append(.bytes([UInt8(ascii: "}")]))
            for (index, member) in sortedMembers.enumerated().reversed() {
                work.append(.value(member.value))
                work.append(.bytes(GoText.literal(member.name) + [UInt8(ascii: ":")]))
                if index > 0 { work.append(.bytes([UInt8(ascii: ",")])) }
            }
        }
    }

    /// In the order of the names' bytes, of equal names the last.
    private var sortedMembers: [(name: [UInt8], value: GoValue)] {
        let sorted = members.sorted {
            $0.name == $1.name
                ? $0.value.place < $1.value.place : $0.name.lexicographicallyPrecedes($1.name)
        }
        return sorted.indices.filter {
            $0 + 1 == sorted.count || sorted[$0].name != sorted[$0 + 1].name
        }.map { sorted[$0] }
    }
}
