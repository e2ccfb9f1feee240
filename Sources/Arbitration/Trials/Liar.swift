internal import Cryptography
internal import Fingerprints
internal import Traces

/// A party that stands by a false trace, and cheats in the game as well.
final class Liar: DisputeParty {
    enum Conduct {
        /// Answers as an honest party would that believed in the false trace.
        case plays
        case stalls(from: Int)
        case alters(at: Int)
        case babbles(at: Int)
        case floods(at: Int)
        case altersRoot(KeyPath<RootParts, Digest>)
        case breaksRoot
        case refusesOpening
        case altersOpening
        case altersWeight(String, element: Int, by: Int64)
        /// Adds to the first of its sums the amount that they lack for its value.
        case makesUpSums(by: Int64)
    }

    private let party: TraceParty
    private let conduct: Conduct
    private var random: PythonRandom
    private var questionCount = 0

    init(_ party: TraceParty, _ conduct: Conduct, _ random: PythonRandom) {
        self.party = party
        self.conduct = conduct
        self.random = random
    }

    func answer(_ question: DisputeQuestion) throws -> DisputeAnswer {
        defer { questionCount += 1 }
        switch conduct {
        case .stalls(let start) where questionCount >= start: return .nothing
        case .babbles(let place) where questionCount == place:
            return .line(Babble.line(random.index(below: Babble.count)))
        case .floods(let place) where questionCount == place:
            return random.index(below: 2) == 0
                ? .tooLong
                : .line(
                    [UInt8](repeating: 0x20, count: DisputeLimits.answerByteCountMax + 1))
        default: break
        }
        guard let reply = try party.reply(question) else { return .nothing }
        return changed(reply, to: question).map { .line($0.line) } ?? .nothing
    }

    /// The liar's answer; nil for silence.
    private func changed(_ reply: DisputeReply, to question: DisputeQuestion) -> DisputeReply? {
        switch (conduct, reply) {
        case (.alters(let place), _) where questionCount == place: return altered(reply)
        case (.altersRoot(let part), .root(let parts)):
            return .root(other(parts, part))
        case (.breaksRoot, .root(var parts)):
            parts.prompts = randomDigest()
            return .root(parts)
        case (.refusesOpening, .open): return nil
        case (.altersOpening, .open): return altered(reply)
        case (.altersWeight(let name, let element, let change), .open(let records, var openings)):
            guard case .open(_, let wanted) = question else { return reply }
            for (place, wanted) in wanted.enumerated()
            where wanted.source == .parameter(name) && wanted.range.contains(element) {
                let tile = wanted.range.lowerBound / 256 * 256
                openings[place].elements[element - tile] += change
            }
            return .open(records, openings)
        case (.makesUpSums(let change), .sums(var sums)):
            let place = random.index(below: sums.count)
            sums[place] += change
            return .sums(sums)
        default: return reply
        }
    }

    /// The root parts with one of them replaced.
    private func other(_ parts: RootParts, _ part: KeyPath<RootParts, Digest>) -> RootParts {
        var parts = parts
        if part == \.run { parts.run = randomDigest() } else { parts.integers = randomDigest() }
        parts.root = parts.madeRoot
        return parts
    }

    /// A well-formed answer other than the one that follows from the trace.
    private func altered(_ reply: DisputeReply) -> DisputeReply {
        switch reply {
        case .root(var parts):
            parts.prompts = randomDigest()
            return .root(parts)
        case .nodes(var nodes):
            nodes[random.index(below: nodes.count)] = randomDigest()
            return .nodes(nodes)
        case .prompt: return .prompt(recordsRoot: randomDigest())
        case .record(let record, _): return .record(record, tilesRoot: randomDigest())
        case .tile(var elements):
            elements[random.index(below: elements.count)] ^= 1
            return .tile(elements)
        case .sums(var sums):
            sums[random.index(below: sums.count)] ^= 1
            return .sums(sums)
        case .open(var records, var openings):
            let place = random.index(below: openings.count)
            switch random.index(below: records.isEmpty ? 2 : 4) {
            case 0:
                let element = random.index(below: openings[place].elements.count)
                openings[place].elements[element] ^= 1
            case 1: openings[place].elements.removeLast()
            case 2:
                let record = random.index(below: records.count)
                records[record].digest = randomDigest()
            default:
                let record = random.index(below: records.count)
                records[record].siblings.append(randomDigest())
            }
            return .open(records, openings)
        }
    }

    private func randomDigest() -> Digest {
        Digest(bytes: (0..<32).map { _ in UInt8(random.index(below: 256)) })
    }
}

extension RootParts {
    /// The root that follows from the other parts.
    var madeRoot: Digest {
        Trace.root(runDigest: run, integersDigest: integers, promptsRoot: prompts)
    }
}

/// Bytes that are no answer to any question.
enum Babble {
    static let count = lines.count

    static func line(_ place: Int) -> [UInt8] { lines[place] }

    private static let lines: [[UInt8]] = [
        [], [0xFF, 0xFE, 0x00], Array("no".utf8), Array("{}".utf8), Array("null".utf8),
        Array("[[[[".utf8), [UInt8](repeating: UInt8(ascii: "["), count: 100_000),
        Array(#"{"nodes":[]}"#.utf8), Array(#"{"nodes":["00"]}"#.utf8),
        Array(#"{"nodes":"x","nodes":"x"}"#.utf8), Array(#"{"elements":[1e999]}"#.utf8),
        Array(#"{"elements":[9223372036854775808]}"#.utf8),
        Array(#"{"elements":[-9223372036854775808]}"#.utf8),
        Array(#"{"sums":[9223372036854775807,9223372036854775807]}"#.utf8),
        Array(#"{"state":-1,"digest":null,"tiles":null}"#.utf8),
        Array(#"{"state":257,"digest":null,"tiles":null}"#.utf8),
        Array(#"{"records":[],"openings":[]}"#.utf8), Array(#"{"records":null}"#.utf8),
        Array(#"{"root":"","run":"","integers":"","prompts":""}"#.utf8),
        Array((#"{"nodes":["# + String(repeating: "1,", count: 50_000) + "1]}").utf8),
        Array(#"{"records":"\ud800"}"#.utf8),
    ]
}
