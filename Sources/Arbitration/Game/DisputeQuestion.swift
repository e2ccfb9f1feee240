package import Encodings

/// A question of the referee to a party.
package enum DisputeQuestion: Sendable, Equatable {
    /// The root of its run and the parts that the root is made of.
    case root
    /// The nodes `levelCount` levels below one node of a tree, from left to right.
    case nodes(DisputedTree, level: Int, index: Int, levelCount: Int)
    /// The root of the records of a prompt.
    case prompt(Int)
    /// The record of an operation, and the root of its tensor's tiles.
    case record(prompt: Int, place: Int)
    /// All elements of a tile of an operation's output.
    case tile(prompt: Int, place: Int, tile: Int)
    /// The sums of so many terms each that an element is made of.
    case sums(prompt: Int, place: Int, element: Int, termCount: Int)
    /// Elements of earlier outputs and of parameters, with all that leads to their digests.
    case open(prompt: Int, [WantedElements])

    /// The name of the question in messages.
    package var name: String {
        switch self {
        case .root: "root"
        case .nodes: "nodes"
        case .prompt: "prompt"
        case .record: "record"
        case .tile: "tile"
        case .sums: "sums"
        case .open: "open"
        }
    }
}

/// A tree in which the parties look for the first leaf on which they differ.
package enum DisputedTree: Sendable, Equatable {
    case prompts
    case records(prompt: Int)
    case tiles(prompt: Int, place: Int)

    package var name: String {
        switch self {
        case .prompts: "prompts"
        case .records: "records"
        case .tiles: "tiles"
        }
    }
}

/// Neighbouring elements of one tensor, in the order in which it is digested.
package struct WantedElements: Sendable, Equatable {
    package enum Source: Sendable, Equatable {
        /// The output at this place of the schedule.
        case record(Int)
        case parameter(String)
    }

    package let source: Source
    package let range: Range<Int>

    package init(_ source: Source, _ range: Range<Int>) {
        self.source = source
        self.range = range
    }
}

// MARK: Messages

extension DisputeQuestion {
    package var json: JSONValue {
        var members = [JSONMember("ask", .string(name))]
        func add(_ key: String, _ value: Int) { members.append(JSONMember(key, .integer(value))) }
        switch self {
        case .root: break
        case .nodes(let tree, let level, let index, let levelCount):
            members.append(JSONMember("tree", .string(tree.name)))
            switch tree {
            case .prompts: break
            case .records(let prompt): add("prompt", prompt)
            case .tiles(let prompt, let place):
                add("prompt", prompt)
                add("place", place)
            }
            add("level", level)
            add("index", index)
            add("levels", levelCount)
        case .prompt(let prompt): add("prompt", prompt)
        case .record(let prompt, let place):
            add("prompt", prompt)
            add("place", place)
        case .tile(let prompt, let place, let tile):
            add("prompt", prompt)
            add("place", place)
            add("tile", tile)
        case .sums(let prompt, let place, let element, let termCount):
            add("prompt", prompt)
            add("place", place)
            add("element", element)
            add("terms", termCount)
        case .open(let prompt, let wanted):
            add("prompt", prompt)
            members.append(JSONMember("wanted", .array(wanted.map(\.json))))
        }
        return .object(members)
    }

    /// The question that a line of JSON asks; nil where it asks none.
    package init?(json: JSONValue) {
        func integer(_ key: String) -> Int? {
            guard let value = json.member(key)?.integerValue, value >= 0 else { return nil }
            return value
        }
        let (prompt, place) = (integer("prompt"), integer("place"))
        switch json.member("ask")?.stringValue {
        case "root": self = .root
        case "nodes":
            guard let tree = DisputedTree(json.member("tree")?.stringValue, prompt, place),
                let level = integer("level"), let index = integer("index"),
                let levelCount = integer("levels")
            else { return nil }
            self = .nodes(tree, level: level, index: index, levelCount: levelCount)
        case "prompt":
            guard let prompt else { return nil }
            self = .prompt(prompt)
        case "record":
            guard let prompt, let place else { return nil }
            self = .record(prompt: prompt, place: place)
        case "tile":
            guard let prompt, let place, let tile = integer("tile") else { return nil }
            self = .tile(prompt: prompt, place: place, tile: tile)
        case "sums":
            guard let prompt, let place, let element = integer("element"),
                let termCount = integer("terms"), termCount >= 1
            else { return nil }
            self = .sums(prompt: prompt, place: place, element: element, termCount: termCount)
        case "open":
            guard let prompt, let list = json.member("wanted")?.arrayValue else { return nil }
            let wanted = list.compactMap(WantedElements.init)
            guard wanted.count == list.count else { return nil }
            self = .open(prompt: prompt, wanted)
        default: return nil
        }
    }
}

extension DisputedTree {
    fileprivate init?(_ name: String?, _ prompt: Int?, _ place: Int?) {
        switch (name, prompt, place) {
        case ("prompts", _, _): self = .prompts
        case ("records", let prompt?, _): self = .records(prompt: prompt)
        case ("tiles", let prompt?, let place?): self = .tiles(prompt: prompt, place: place)
        default: return nil
        }
    }
}

extension WantedElements {
    fileprivate var json: JSONValue {
        let source =
            switch source {
            case .record(let place): JSONMember("record", .integer(place))
            case .parameter(let name): JSONMember("parameter", .string(name))
            }
        return .object([
            source, JSONMember("first", .integer(range.lowerBound)),
            JSONMember("count", .integer(range.count)),
        ])
    }

    fileprivate init?(_ json: JSONValue) {
        guard let first = json.member("first")?.integerValue, first >= 0,
            let count = json.member("count")?.integerValue, count >= 1,
            count <= Int.max - first
        else { return nil }
        if let place = json.member("record")?.integerValue, place >= 0 {
            self.init(.record(place), first..<first + count)
        } else if let name = json.member("parameter")?.stringValue {
            self.init(.parameter(name), first..<first + count)
        } else {
            return nil
        }
    }
}
