import Chains
import Cryptography
import Foundation
import GlyphChain
import TestSupport
import Testing
import Trials

@Suite("A chain whose stored bytes change")
struct TamperTests {
    private static let flipsPerPage = 16

    @Test("One byte flipped in every page of 200 blocks is found, or changes nothing that counts")
    func pages() throws {
        try pages(SmallChains.published)
        try pages(SmallChains.hardened)
    }

    private func pages<Rules: ChainRules>(_ rules: Rules) throws {
        let folder = try TemporaryFolder(inMemory: true)
        let path = folder.path + "/chain.db"
        let truth = try makeChain(rules, at: path)
        let bytes = try [UInt8](Data(contentsOf: URL(filePath: path)))
        let pageByteCount = 4_096
        let pageCount = bytes.count / pageByteCount
        #expect(bytes.count == pageCount * pageByteCount && pageCount > 20)
        var random = SeededGenerator(seed: 200)
        var (found, harmless) = (0, 0)
        for page in 0..<pageCount {
            for flip in 0..<Self.flipsPerPage {
                // The beginning of a page, where its structure lies, more often than the rest.
                let within = Int.random(
                    in: 0..<(flip.isMultiple(of: 2) ? 64 : pageByteCount), using: &random)
                var changed = bytes
                let mask = UInt8.random(in: 1...255, using: &random)
                changed[page * pageByteCount + within] ^= mask
                let place = "page \(page), byte \(within), mask \(mask)"
                let copy = folder.path + "/copy.db"
                try Data(changed).write(to: URL(filePath: copy))
                if try isFound(rules, copy, truth, place) { found += 1 } else { harmless += 1 }
                for name in ["copy.db", "copy.db-wal"] {
                    try? FileManager.default.removeItem(atPath: folder.path + "/" + name)
                }
            }
        }
        #expect(found > harmless)
        print(
            "\(rules.profile.rawValue): \(pageCount) pages, \(found + harmless) flips: "
                + "\(found) found, \(harmless) harmless, none another state")
    }

    private func makeChain<Rules: ChainRules>(_ rules: Rules, at path: String) throws -> Truth {
        let node = try ChainNode(
            rules: rules, beginningIn: try ChainStore(newAt: path, pin: rules.pin))
        try SmallChains.extend(node, by: 198, seed: "tamper", pays: true)
        // Two blocks on a branch, and a payment that waits.
        let other = try SmallChains.node(rules)
        _ = try other.submit(
            Array(try SmallChains.blocks(node).prefix(190)),
            clockSeconds: ChainScript<Rules>.clock)
        try SmallChains.extend(other, by: 2, seed: "branch")
        _ = try node.submit(
            try SmallChains.blocks(other, above: 190), on: node.entryID(atHeight: 190),
            clockSeconds: ChainScript<Rules>.clock)
        let wallet = Wallet(seed: "tamper")
        let payment = try rules.payment(
            from: wallet, to: Wallet(seed: "x").address, amount: 2,
            nonce: node.holding(of: wallet.address).nextNonce)
        _ = try node.submit(transaction: payment).get()
        return Truth(
            state: try ChainScript.state(of: node), height: node.height,
            rows: node.accounts.map(\.row))
    }

    private struct Truth {
        let state: String
        let height: Int
        let rows: [[UInt8]]
    }

    private func open<Rules: ChainRules>(_ rules: Rules, _ path: String) throws -> ChainNode<Rules>
    {
        try ChainNode(rules: rules, opening: try ChainStore(openAt: path))
    }

    private func goOn<Rules: ChainRules>(
        _ rules: Rules, _ path: String, _ truth: Truth, _ place: String
    ) throws {
        let node = try open(rules, path)
        #expect(try ChainScript.state(of: node) == truth.state, "\(place)")
        #expect(node.accounts.map(\.row) == truth.rows, "\(place)")
        try SmallChains.extend(node, by: 1, seed: "after")
    }

    /// Whether opening says so; where it does not, the state must be the true one, and stay so when
    /// the chain goes on.
    private func isFound<Rules: ChainRules>(
        _ rules: Rules, _ path: String, _ truth: Truth, _ place: String
    ) throws -> Bool {
        do {
            try goOn(rules, path, truth, place)
            // What was written after that must open, too.
            let node = try open(rules, path)
            #expect(node.height == truth.height + 1, "\(place)")
            return false
        } catch StoreError.corrupt, StoreError.broken, StoreError.foreign, StoreError.otherPin {
            return true
        }
    }

    @Test("A store says what it was made for, and that it is open already")
    func refusals() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/chain.db"
        let rules = SmallChains.hardened
        #expect(throws: StoreError.missing(path: path + ".none")) {
            try ChainStore(openAt: path + ".none")
        }
        let store = try ChainStore(newAt: path, pin: rules.pin)
        _ = try ChainNode(rules: rules, beginningIn: store)
        #expect(throws: StoreError.inUse(path: path)) {
            try ChainStore(openAt: path)
        }
        let other = HardenedRules(
            parameters: .init(weightsHash: Digests.sha256([1])), evidence: DigestEvidence())
        #expect {
            try ChainNode(rules: other, opening: store)
        } throws: { error in
            if case StoreError.otherPin = error { true } else { false }
        }
        let text = folder.path + "/text.db"
        try Data(repeating: 0x20, count: 8_192).write(to: URL(filePath: text))
        #expect {
            try ChainStore(openAt: text)
        } throws: { error in
            if case StoreError.foreign = error { true } else { false }
        }
    }
}
