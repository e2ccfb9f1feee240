import BigInt
import Chains
import Cryptography
import GlyphChain
import GlyphChainTrials
import PythonValues
import TestSupport
import Testing

/// The referee reads by code of its own; that it reads what the system reads is tried here.
@Suite("The referee's own reading of the chain")
struct RefereeReadingTests {
    private static let id = EntryID(digest: Digests.sha256("an entry".utf8))
    private static let messages: [GossipMessage] = [
        .status(tip: id, work: 1 << 200), .request(locator: []), .request(locator: [id, id]),
        .blocks(parent: id, blocks: []), .blocks(parent: id, blocks: [[1, 2, 3], [], [4]]),
        .transaction([]), .transaction([5, 6]), .peersRequest,
        .peers([PeerAddress(7), PeerAddress(8)]),
    ]

    private static func expected(_ bytes: [UInt8]) -> ExactMessage? {
        switch try? GossipMessage(bytes: bytes) {
        case nil: nil
        case .blocks(let parent, let blocks)?:
            .blocks(parent: parent.digest.bytes, blocks: blocks)
        case .transaction(let bytes)?: .transaction(bytes)
        default: .other
        }
    }

    @Test("A message means what the node takes it for, whatever byte is changed, cut or added")
    func messages() {
        for message in Self.messages {
            let whole = message.bytes
            #expect(ExactMessage(whole) != nil && ExactMessage(whole) == Self.expected(whole))
            var others = whole.indices.map { Array(whole[..<$0]) } + [whole + [0]]
            for place in whole.indices {
                for change: UInt8 in [1, 2, 3, 4, 0x40, 0x80, 0xFF] {
                    var bytes = whole
                    bytes[place] ^= change
                    others.append(bytes)
                }
            }
            for bytes in others {
                #expect(ExactMessage(bytes) == Self.expected(bytes), "\(bytes)")
            }
        }
        let many = GossipMessage.blocks(
            parent: Self.id, blocks: [[UInt8]](repeating: [9], count: 65))
        #expect(ExactMessage(many.bytes) == nil && Self.expected(many.bytes) == nil)
    }

    @Test("A published target is the schedule's, double for double, at any height")
    func targets() throws {
        var random = SeededGenerator(seed: 7)
        for round in 0..<200 {
            let height = Int.random(in: 1...32, using: &random)
            var seconds = 0
            let blocks = (1..<max(height, 2)).map { _ in
                seconds += Int.random(in: round % 4 == 0 ? -900...900 : 0...120, using: &random)
                let digits = (0..<64).map { _ in
                    String(Int.random(in: 0...15, using: &random), radix: 16)
                }
                let zeros = Int.random(in: 1...60, using: &random)
                return (
                    timestampSeconds: seconds,
                    target: String(repeating: "0", count: zeros) + digits[zeros...].joined()
                )
            }
            let chain =
                [PublishedVerifier.genesis]
                + blocks.map { block in
                    var members = PythonDictionary()
                    members["timestamp"] = .integer(BigInt(block.timestampSeconds))
                    members["target"] = .text(block.target)
                    return PythonValue.dictionary(members)
                }
            let target = try PublishedSchedule.target(
                index: .integer(BigInt(height)), chain: chain)
            let digits = String(target, radix: 16)
            #expect(
                PublishedTargets.target(height, blocks)
                    == String(repeating: "0", count: 64 - digits.count) + digits, "\(round)")
        }
    }

    @Test("A file's blocks are split where the array says so, and nowhere inside of them")
    func outlines() {
        func elements(_ text: String) -> [String]? {
            ArrayOutline.elements(Array(text.utf8))?.map { String(decoding: $0, as: UTF8.self) }
        }
        #expect(elements("[]") == [] && elements(" [ ] \n") == [])
        #expect(
            elements(#"[{"a":[1,2],"b":"],\"[,"}, NaN ,["x,\\"]]"#)
                == [#"{"a":[1,2],"b":"],\"[,"}"#, "NaN", #"["x,\\"]"#])
        for text in ["", "[", "{}", "[1]]", "[[1]", #"["a]"#, "[1}{2]", "[1] 2"] {
            #expect(elements(text) == nil, "\(text)")
        }
    }
}
