import Chains
import Cryptography
import Fingerprints
import Foundation
import GlyphChain
import TestSupport
import Testing
import Trials

@Suite("A node that is started again from a file that somebody changed")
struct RestartTests {
    /// A system with a chain of a few blocks in a file, and what can be done to the file.
    fileprivate struct Trial<Rules: ChainRules> {
        let folder: TemporaryFolder
        let path: String
        var system: ChainSystem<Rules>

        init(_ rules: Rules, height: Int = 6) throws {
            folder = try TemporaryFolder(inMemory: true)
            path = folder.path + "/chain.db"
            system = try ChainSystem(rules: rules, newAt: path, peers: [PeerAddress(1)])
            let source = try SmallChains.node(rules)
            try SmallChains.extend(source, by: height, seed: "restart", pays: true)
            for block in try SmallChains.blocks(source) { try take(block) }
        }

        mutating func take(_ block: [UInt8]) throws {
            let reply = try system.submit(
                block, to: ChainSurfaces.block, from: Source(1),
                at: NodeCases<Rules>.clock)
            #expect(reply.isAccepted, "\(reply.refusals)")
        }

        /// One block more than the chain has.
        func next() throws -> [UInt8] {
            let other = try SmallChains.node(system.rules)
            _ = try other.submit(
                Array(system.blocks().dropFirst()), clockSeconds: NodeCases<Rules>.clock.seconds)
            try SmallChains.extend(other, by: 1, seed: "next")
            return try other.blockBytes(atHeight: other.height)
        }

        func bytes() throws -> [UInt8] { try [UInt8](Data(contentsOf: URL(filePath: path))) }

        func write(_ bytes: [UInt8]) throws {
            try Data(bytes).write(to: URL(filePath: path))
        }

        /// Changes a byte that stands so far behind a text that is once in the file.
        func change(_ offset: Int, after text: [UInt8]) throws {
            let content = Data(try bytes())
            let range = try #require(content.range(of: Data(text)))
            var bytes = [UInt8](content)
            bytes[range.upperBound + offset] ^= 1
            try write(bytes)
        }
    }

    private func refusals<Rules: ChainRules>(
        _ rules: (Guards) -> Rules, _ guards: Guards, _ change: (Trial<Rules>) throws -> Void
    ) throws -> [Guard] {
        var trial = try Trial(rules(guards))
        let (head, digest) = (trial.system.head, trial.system.stateDigest)
        let honest = try trial.bytesAfterClosing()
        try change(trial)
        let found = try trial.system.reopen().map(\.by)
        #expect(trial.system.head == head && trial.system.stateDigest == digest)
        if !found.isEmpty {
            // It is down, and up again with the file that it had.
            try trial.write(honest)
            #expect(try trial.system.reopen().isEmpty)
        }
        return found
    }

    private func cases<Rules: ChainRules>(_ rules: @escaping (Guards) -> Rules) throws {
        func one(
            _ name: String, _ by: Guard, next: Guard? = nil,
            _ change: @escaping (Trial<Rules>) throws -> Void
        ) -> GuardCase {
            GuardCase(name, by, next: next) { try refusals(rules, $0, change) }
        }
        let pin = Array(rules(.all).pin.description.utf8.dropLast(1))
        let digest = try Trial(rules(.all)).system.stateDigests[3].bytes
        let account = try #require(try Trial(rules(.all)).system.accountRows.first)
        let cases = [
            // The last byte of SQLite's user version, which is the database's.
            one("another version", CommonGuards.storedPages) { trial in
                var bytes = try trial.bytes()
                bytes[63] ^= 1
                try trial.write(bytes)
            },
            one("another program's", CommonGuards.storedPages) { trial in
                var bytes = try trial.bytes()
                bytes[68] ^= 1
                try trial.write(bytes)
            },
            one("for another model", CommonGuards.storedPin) { try $0.change(0, after: pin) },
            one("a state that is none", CommonGuards.storedRecords) { trial in
                try trial.change(-1, after: digest)
            },
            one("a balance that nobody paid", CommonGuards.storedRecords) { trial in
                // The last digit in published, the balance's last byte in hardened.
                let place = Rules.self == HardenedRules.self ? 27 : account.count - 6
                try trial.change(place - account.count, after: account)
            },
        ]
        for one in cases { try one.check() }
    }

    @Test("Each guard of a store stops a change that gets through without it")
    func guards() throws {
        try cases { PublishedRules(proofs: DigestProofs(), weightsHash: Self.weights, guards: $0) }
        try cases { SmallChains.hardened(guards: $0) }
    }

    private static let weights = Digest(bytes: [UInt8](repeating: 0x11, count: 32))

    @Test("Whoever believes accounts as they are stored serves a forged balance")
    func forgedBalance() throws {
        var trial = try Trial(
            SmallChains.hardened(guards: .all.without(CommonGuards.storedRecords)))
        let before = trial.system.accounts
        let row = try #require(trial.system.accountRows.first)
        _ = try trial.bytesAfterClosing()
        try trial.change(20 - row.count, after: row)
        #expect(try trial.system.reopen().isEmpty)
        let after = trial.system.accounts
        #expect(before[0].owner == after[0].owner)
        #expect(before[0].balance == "4185" && after[0].balance == "72057594037932121")
        try trial.take(try trial.next())
        #expect(trial.system.height == 7)
    }

    @Test("An older copy of the database is refused in hardened, and taken in published")
    func rollback() throws {
        func refusals<Rules: ChainRules>(_ rules: Rules) throws -> [Guard] {
            var trial = try Trial(rules)
            let old = try trial.bytesAfterClosing()
            #expect(try trial.system.reopen().isEmpty)
            #expect(trial.system.peers == [PeerAddress(1)])
            let block = try trial.next()
            try trial.take(block)
            let digest = trial.system.stateDigest
            #expect(try trial.system.reopen().isEmpty && trial.system.stateDigest == digest)
            try trial.system.close()
            try trial.write(old)
            let found = try trial.system.reopen().map(\.by)
            #expect(trial.system.height == (found.isEmpty ? 6 : 7))
            if found.isEmpty { try trial.take(block) }
            return found
        }
        #expect(try refusals(SmallChains.hardened) == [CommonGuards.storedAnchor])
        let careless = SmallChains.hardened(guards: .all.without(CommonGuards.storedAnchor))
        #expect(try refusals(careless) == [])
        #expect(try refusals(SmallChains.published) == [])
    }

    @Test(
        "Another chain's database, another file, none: each is refused by the guard that it meets")
    func foreign() throws {
        let parameters = HardenedRules.Parameters(weightsHash: Digests.sha256([1]))
        var other = try Trial(
            HardenedRules(parameters: parameters, evidence: DigestEvidence()), height: 0)
        let stranger = try other.bytesAfterClosing()
        func opened(_ guards: Guards, _ bytes: [UInt8]?) throws -> [Guard] {
            try refusals(SmallChains.hardened(guards:), guards) { trial in
                if let bytes {
                    try trial.write(bytes)
                } else {
                    try FileManager.default.removeItem(atPath: trial.path)
                }
            }
        }
        #expect(try opened(.all, stranger) == [CommonGuards.storedPin])
        // Its genesis is another one, too.
        #expect(
            try opened(.all.without(CommonGuards.storedPin), stranger)
                == [CommonGuards.storedRecords])
        let text = [UInt8](repeating: 0x20, count: 8_192)
        for bytes in [text, nil] {
            #expect(try opened(.all, bytes) == [CommonGuards.storedPages])
            // Nothing can be made of these without the guard either.
            #expect(throws: StoreError.self) {
                try opened(.all.without(CommonGuards.storedPages), bytes)
            }
        }
    }

    @Test("A flipped byte is refused by a guard of the store, or leaves the chain as it was")
    func flips() throws {
        try flips(SmallChains.published)
        try flips(SmallChains.hardened)
    }

    private func flips<Rules: ChainRules>(_ rules: Rules) throws {
        var trial = try Trial(rules)
        let (digest, accounts) = (trial.system.stateDigest, trial.system.accounts)
        let honest = try trial.bytesAfterClosing()
        var random = SeededGenerator(seed: 21)
        var counts: [Guard: Int] = [:]
        for _ in 0..<200 {
            let place = Int.random(in: 0..<honest.count, using: &random)
            var changed = honest
            changed[place] ^= UInt8.random(in: 1...255, using: &random)
            try trial.write(changed)
            let refusals = try trial.system.reopen()
            #expect(refusals.allSatisfy { CommonGuards.stored.contains($0.by) })
            for refusal in refusals { counts[refusal.by, default: 0] += 1 }
            #expect(trial.system.stateDigest == digest, "byte \(place)")
            #expect(trial.system.accounts.map(\.balance) == accounts.map(\.balance))
            try trial.system.close()
        }
        try trial.write(honest)
        #expect(try trial.system.reopen().isEmpty)
        #expect(counts.values.reduce(0, +) > 30)
        print(
            "\(rules.profile.rawValue): 200 flips:",
            counts.map { "\($0.key.name) \($0.value)" }.sorted())
    }
}

extension RestartTests.Trial {
    /// The file as it is once the node has stopped.
    mutating fileprivate func bytesAfterClosing() throws -> [UInt8] {
        try system.close()
        return try bytes()
    }
}
