import Foundation
import LearningNetwork
import Testing
import Trials

@Suite("Hostile bytes at the hardened learning network")
struct HostileTests {
    /// All 100,000 if asked to be thorough.
    private static let caseCount =
        ProcessInfo.processInfo.environment["GLYPHLAB_THOROUGH"] == "1" ? 100_000 : 6_000

    /// Goods of an honest chain, with their surfaces.
    private static func goods() throws -> [(surface: Surface, bytes: [UInt8])] {
        let bench = try GoldenChain.made()
        let blocks = bench.system.tree.main.compactMap(\.block)
        var goods: [(Surface, [UInt8])] = blocks.map { (LearningSurfaces.block, $0.bytes) }
        goods += blocks.flatMap(\.transactions).map { (LearningSurfaces.transaction, $0.bytes) }
        goods += blocks.flatMap(\.proofs).map { (LearningSurfaces.proof, $0.bytes) }
        goods += blocks.flatMap(\.certificates).flatMap(\.votes).map {
            (LearningSurfaces.vote, $0.bytes)
        }
        for opening in bench.openings { goods.append((LearningSurfaces.opening, opening)) }
        for (surface, bytes) in goods.prefix(40) {
            let head = Array("\(surface.name)\n".utf8)
            goods.append((LearningSurfaces.gossip, head + bytes))
        }
        goods.append((LearningSurfaces.gossip, Array("ask\n{\"known\":[]}".utf8)))
        goods.append((LearningSurfaces.store, bench.system.storeDocument))
        return goods
    }

    private static let words = [
        "true", "null", "-1", "1e400", "NaN", "\"\"", "[]", "{}", "9223372036854775808",
        "4611686018427387904", "\"\\ud800\"", "0.5", "[[[[[[",
    ]

    private static func mutated(_ bytes: [UInt8], _ random: inout ActorRandom) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<random.integer(in: 1...3) where !bytes.isEmpty {
            let place = random.integer(in: 0...bytes.count - 1)
            switch random.integer(in: 0...5) {
            case 0: bytes[place] = UInt8(random.integer(in: 0...255))
            case 1: bytes.remove(at: place)
            case 2: bytes.insert(UInt8(random.integer(in: 0...255)), at: place)
            case 3: bytes.removeLast(bytes.count - place)
            case 4:
                let word = words[random.integer(in: 0...words.count - 1)]
                // In the place of a value, if one begins here.
                let start = bytes[place...].firstIndex(of: UInt8(ascii: ":")) ?? place
                let end = bytes[start...].firstIndex(of: UInt8(ascii: ",")) ?? start
                bytes.replaceSubrange(min(start + 1, end)..<end, with: Array(word.utf8))
            default: bytes += bytes[place...].prefix(200)
            }
        }
        return bytes
    }

    /// - Parameter guards: those that stand; without one, bytes go farther.
    private func submit(caseCount: Int, seed: String, _ guards: (inout ActorRandom) -> Guards)
        throws
    {
        var random = ActorRandom(seed: seed, actor: "hostile")
        let goods = try Self.goods()
        var bench = LearningBench()
        var taken = 0
        for number in 0..<caseCount {
            if number % 200 == 0 {
                bench = LearningBench(guards: guards(&random))
                try bench.mineToEpoch(number / 200 % 3)
            }
            let (surface, bytes) = goods[random.integer(in: 0...goods.count - 1)]
            let message = Self.mutated(bytes, &random)
            let reply = try bench.system.submit(
                message, to: surface, from: Source(UInt32(number)), at: bench.clock)
            taken += reply.isAccepted ? 1 : 0
        }
        // Most are refused; all were answered.
        #expect(taken < caseCount / 4)
    }

    @Test("Changed messages are answered under all guards")
    func guarded() throws {
        try submit(caseCount: Self.caseCount / 2, seed: "guarded") { _ in .all }
    }

    @Test("Changed messages are answered where guards are taken out")
    func unguarded() throws {
        try submit(caseCount: Self.caseCount / 2, seed: "unguarded") { random in
            LearningGuards.all.reduce(Guards.all) { guards, one in
                random.happens(permille: 500) ? guards.without(one) : guards
            }
        }
    }

    @Test("Changed genesis files are read or refused")
    func genesis() throws {
        var random = ActorRandom(seed: "genesis", actor: "hostile")
        let bytes = LearningBench.genesis().bytes
        for _ in 0..<Self.caseCount / 10 {
            let changed = Self.mutated(bytes, &random)
            guard let genesis = try? LearningGenesis(changed) else { continue }
            #expect(genesis.bytes == changed)
        }
    }
}
