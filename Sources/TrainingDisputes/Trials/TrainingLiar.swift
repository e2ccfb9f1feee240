internal import Arbitration
internal import Cryptography
internal import Trials

/// A party that stands by a false run, and cheats in its answers where that is its way.
struct TrainingLiar: TrainingDisputeParty {
    /// The way in which answers are changed; the number counts the party's questions from 0.
    enum Conduct {
        case none
        case breaksRoot
        case alters(question: Int)
        case altersPath
        case stops(question: Int)
        case altersOpening
        case refusesOpening
        case babbles(question: Int)
        case floods(question: Int)
    }

    private var party: TrainingParty
    private let conduct: Conduct
    private var questionCount = 0
    private var random: ActorRandom

    init(_ party: TrainingParty, _ conduct: Conduct, random: ActorRandom) {
        self.party = party
        self.conduct = conduct
        self.random = random
    }

    mutating func answer(_ question: TrainingQuestion) throws -> DisputeAnswer {
        defer { questionCount += 1 }
        switch conduct {
        case .stops(let place) where questionCount >= place: return .nothing
        case .refusesOpening where question.name == "open": return .nothing
        case .babbles(let place) where questionCount == place:
            return .line(Babble.line(random.integer(in: 0...Babble.count - 1)))
        case .floods(let place) where questionCount == place:
            let count = TrainingDisputeLimits.answerByteCountMax + 1
            return random.happens(permille: 500)
                ? .tooLong : .line([UInt8](repeating: 0x20, count: count))
        default: break
        }
        guard let reply = try party.reply(question) else { return .nothing }
        return .line(changed(reply).line)
    }

    private mutating func changed(_ reply: TrainingReply) -> TrainingReply {
        switch (conduct, reply) {
        case (.breaksRoot, .root(let trace, _)): return .root(trace: trace, root: digest())
        case (.alters(let place), _) where questionCount == place: return altered(reply)
        case (.altersOpening, .open): return altered(reply)
        case (.altersPath, .leaf(let weights, let before, var siblings)):
            switch random.integer(in: 0...2) {
            case 0 where !siblings.isEmpty:
                siblings[random.integer(in: 0...siblings.count - 1)] = digest()
            case 1: siblings.append(digest())
            default: return .leaf(weights: weights, before: digest(), siblings: siblings)
            }
            return .leaf(weights: weights, before: before, siblings: siblings)
        default: return reply
        }
    }

    /// A well-formed answer other than the one that follows from the run.
    private mutating func altered(_ reply: TrainingReply) -> TrainingReply {
        switch reply {
        case .root: return .root(trace: digest(), root: digest())
        case .nodes(var nodes):
            nodes[random.integer(in: 0...nodes.count - 1)] = digest()
            return .nodes(nodes)
        case .leaf(_, let before, let siblings):
            return .leaf(weights: digest(), before: before, siblings: siblings)
        case .record(var roots):
            roots[random.integer(in: 0...roots.count - 1)] = digest()
            return .record(roots: roots)
        case .weights(var bytes):
            bytes[random.integer(in: 0...bytes.count - 1)] ^= 1
            return .weights(bytes)
        case .tile(var elements):
            elements[random.integer(in: 0...elements.count - 1)] ^= 1
            return .tile(elements)
        case .open(var tiles):
            let place = random.integer(in: 0...tiles.count - 1)
            switch random.integer(in: 0...3) {
            case 0:
                let element = random.integer(in: 0...tiles[place].elements.count - 1)
                tiles[place].elements[element] ^= 1
            case 1: tiles[place].elements.removeLast()
            case 2: tiles[place].siblings.append(digest())
            default: tiles.removeLast()
            }
            return .open(tiles)
        }
    }

    private mutating func digest() -> Digest { Digest(bytes: random.bytes32()) }
}

/// Bytes that are no answer to any question.
enum Babble {
    static let count = lines.count

    static func line(_ place: Int) -> [UInt8] { lines[place] }

    private static let lines: [[UInt8]] = [
        [], [0xFF, 0xFE, 0x00], Array("no".utf8), Array("{}".utf8), Array("null".utf8),
        [UInt8](repeating: UInt8(ascii: "["), count: 100_000),
        Array(#"{"nodes":[]}"#.utf8), Array(#"{"nodes":["00"]}"#.utf8),
        Array(#"{"nodes":"x","nodes":"x"}"#.utf8), Array(#"{"roots":[]}"#.utf8),
        Array(#"{"elements":[1e999]}"#.utf8), Array(#"{"elements":[9223372036854775808]}"#.utf8),
        Array(#"{"elements":[-9223372036854775808]}"#.utf8),
        Array(#"{"weights":"","before":null,"siblings":[]}"#.utf8),
        Array(#"{"weights":null,"before":null,"siblings":null}"#.utf8),
        Array(#"{"tiles":[]}"#.utf8), Array(#"{"tiles":[{"elements":[],"siblings":[]}]}"#.utf8),
        Array(#"{"tiles":null}"#.utf8), Array(#"{"bytes":""}"#.utf8),
        Array(#"{"bytes":"zz"}"#.utf8), Array(#"{"trace":"","root":""}"#.utf8),
        Array((#"{"nodes":["# + String(repeating: "1,", count: 50_000) + "1]}").utf8),
        Array(#"{"roots":"\ud800"}"#.utf8),
    ]
}
