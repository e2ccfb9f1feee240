import BigInt
import Cryptography
import MeshTrials
import PublishedMeshChain
import PythonValues
import Scenarios
import TestSupport
import Testing
import Trials

/// The published pallet as attacks meet it.
@Suite("The published chain under attack")
struct PublishedChainSystemTests {
    private static let one = ChainFraction.one
    private static let source = Source(0)

    private static func node(_ id: UInt32, _ nodeClass: NodeClass) -> ChainNode {
        ChainNode(
            id: id, hotkey: 1000 + UInt64(id), coldkey: 500 + UInt64(id), nodeClass: nodeClass,
            peers: [Array("peer\(id)".utf8)])
    }

    /// Epochs of 20 blocks; the present is the first block of epoch 5.
    private static func system(
        validators: UInt32, idle: UInt32 = 0, guards: Guards = .all,
        curve: RewardCurve = .published
    ) -> PublishedChainSystem {
        let nodes =
            (0..<validators).map { (node($0 + 1, .validator), 1000 * one) }
            + (0..<idle).map { (node(validators + $0 + 1, .idle), 1000 * one) }
        return PublishedChainSystem(
            PublishedChainSystem.Setup(
                parameters: ChainParameters(
                    clock: ChainClock(length: 20, slot: 3), idleEpochs: 9, includedEpochs: 9,
                    weightThreshold: 0, stakeMin: 100 * one, immunityEpochs: 3),
                nodes: nodes, guards: guards, seed: "chain", startMilliseconds: 0,
                startBlock: 103, curve: curve))
    }

    private static func clock(block: Int) -> LogicalClock {
        LogicalClock(milliseconds: (block - 103) * PublishedChainSystem.millisecondsPerBlock)
    }

    private static func codes(
        _ system: inout PublishedChainSystem, _ call: PublishedChainCall, block: Int = 103
    ) throws -> [String] {
        try system.submit(
            call.bytes(), to: PublishedChainSystem.call, from: source, at: clock(block: block)
        ).refusals.map(\.by.name)
    }

    private static func elected(_ system: PublishedChainSystem) throws -> UInt32 {
        try #require(system.chain.elected[system.chain.epoch])
    }

    private static func end(_ system: inout PublishedChainSystem) throws -> ChainEmission {
        system.advance(to: clock(block: 123))
        return try #require(system.emissions.last).emission
    }

    /// What a stake has grown by, in thousandths.
    private static func growth(_ id: UInt32, _ system: PublishedChainSystem) -> Int {
        let stake = system.chain.stakes[1000 + UInt64(id)] ?? 0
        return Int(stake / (one / 1000)) - 1_000_000
    }

    private static func scores(_ nodes: ClosedRange<UInt32>, _ score: UInt128 = one)
        -> [ChainScore]
    {
        nodes.map { ChainScore(node: $0, score: score) }
    }

    /// Each node's client has its say, the elected one first.
    private static func round(
        _ system: inout PublishedChainSystem, sees: (UInt32) -> [UInt32]
    ) throws {
        let elected = try elected(system)
        let ids = system.chain.nodes.keys
        for id in [elected] + ids.filter({ $0 != elected }) {
            let client = PublishedChainClient(node: id, hotkey: 1000 + UInt64(id))
            let call = try client.call(
                heartbeats: sees(id).map { PythonText("peer\($0)") }, chain: system.chain
            ) { PythonText("peer\($0.id)") }
            if let call { #expect(try codes(&system, call) == []) }
        }
    }

    /// Questions that find something, where the proposer was honest and all nodes were there.
    private static func violated(_ system: PublishedChainSystem) -> [ChainQuestion] {
        var books = ChainBooks()
        books.note(present: Array(system.chain.nodes.keys), epoch: 5)
        books.note(honestProposalOf: 5)
        let referee = ChainReferee(books, system.view)
        return ChainQuestion.allCases.filter { question in
            switch referee.finding(of: question) {
            case .violated: true
            case .intact: false
            }
        }
    }

    @Test("Honest clients that see the same are paid")
    func honest() throws {
        var system = Self.system(validators: 4)
        try Self.round(&system) { _ in [1, 2, 3, 4] }
        #expect(try Self.end(&system).ratio == Self.one)
        #expect(Self.violated(system) == [])
        #expect((1...4).allSatisfy { Self.growth($0, system) > 173_000 })
    }

    @Test("A heartbeat that half of the nodes see splits their scores, and the proposer pays")
    func splitView() throws {
        var system = Self.system(validators: 4)
        let elected = try Self.elected(system)
        try Self.round(&system) { $0 % 2 == 0 ? [1, 2, 3, 4] : [1, 2, 3] }
        let emission = try Self.end(&system)
        #expect(emission.ratio == Self.one / 2)
        #expect(Self.growth(elected, system) == -1000)
        #expect(Self.violated(system) == [.honestUnpunished])
    }

    @Test("Where all agree on nothing, nobody attests and the proposer pays")
    func nothing() throws {
        var system = Self.system(validators: 4)
        let elected = try Self.elected(system)
        try Self.round(&system) { _ in [] }
        #expect(try Self.end(&system).ratio == Self.one / 4)
        #expect(Self.growth(elected, system) == -1000)
        #expect(Self.violated(system) == [.honestUnpunished])
    }

    @Test("Idle nodes carry a proposal that leaves the others out")
    func idleQuorum() throws {
        var system = Self.system(validators: 10, idle: 6)
        let elected = try Self.elected(system)
        let data = [ChainScore(node: elected, score: Self.one)]
        #expect(
            try Self.codes(&system, .propose(by: 1000 + UInt64(elected), data: data)) == [])
        for id: UInt64 in 1011...1016 {
            #expect(try Self.codes(&system, .attest(by: id)) == [])
        }
        #expect(try Self.end(&system).ratio == Self.one / 10 * 7)
        #expect(Self.growth(elected, system) > 690_000)
        #expect(Self.violated(system) == [.quorumValidators])
    }

    @Test("Two libraries pay the same calls otherwise, and their chains part")
    func libraries() throws {
        var digests: [String] = []
        for library in [RewardCurve.Library.msun, .nearest] {
            var system = Self.system(validators: 3, curve: RewardCurve(library))
            let elected = try Self.elected(system)
            let call = PublishedChainCall.propose(
                by: 1000 + UInt64(elected), data: Self.scores(1...3))
            // At the third block 18 are left; seventeen of them pass.
            #expect(try Self.codes(&system, call, block: 105) == [])
            for id: UInt64 in 1001...1003 where id != 1000 + UInt64(elected) {
                #expect(try Self.codes(&system, .attest(by: id), block: 122) == [])
            }
            _ = try Self.end(&system)
            digests.append(system.stateDigest.text)
        }
        #expect(digests[0] != digests[1])
    }

    @Test("Rivals with a score of nothing are not paid, in order")
    func rivals() throws {
        var system = Self.system(validators: 4)
        let elected = try Self.elected(system)
        let data = (1...4).map {
            ChainScore(node: $0, score: $0 == elected ? Self.one : 0)
        }
        #expect(
            try Self.codes(&system, .propose(by: 1000 + UInt64(elected), data: data)) == [])
        for id: UInt64 in 1001...1004 where id != 1000 + UInt64(elected) {
            #expect(try Self.codes(&system, .attest(by: id)) == [])
        }
        #expect(try Self.end(&system).ratio == Self.one)
        for id: UInt32 in 1...4 where id != elected { #expect(Self.growth(id, system) == 0) }
        #expect(Self.violated(system) == [.scoresDeserved])
    }

    @Test("Who gives no word is paid in full, and who stands twice is paid for both")
    func wordless() throws {
        var system = Self.system(validators: 8)
        let elected = try Self.elected(system)
        let others = (1...8).filter { $0 != elected }
        let data = [elected, others[0], elected].map { ChainScore(node: $0, score: Self.one) }
        let padded = data + others.dropFirst().map { ChainScore(node: $0, score: Self.one) }
        #expect(
            try Self.codes(&system, .propose(by: 1000 + UInt64(elected), data: padded)) == [])
        for id in others.dropLast() {
            #expect(try Self.codes(&system, .attest(by: 1000 + UInt64(id))) == [])
        }
        _ = try Self.end(&system)
        #expect(Self.growth(others[6], system) == Self.growth(others[0], system))
        #expect(Self.violated(system) == [.attestersPaid, .scoresOnce])
    }

    @Test("Refusals have the pallet's names; without the guard the call gets through")
    func guards() throws {
        var system = Self.system(validators: 2)
        let elected = try Self.elected(system)
        let other = UInt64(1003 - elected)
        #expect(
            try Self.codes(&system, .propose(by: other, data: [])) == ["InvalidValidator"])
        #expect(
            try Self.codes(&system, .attest(by: other)) == ["InvalidSubnetConsensusSubmission"])
        #expect(try Self.codes(&system, .attest(by: 7)) == ["InvalidHotkeySubnetNodeId"])
        var open = Self.system(validators: 2, guards: .all.without(Guard("InvalidValidator")))
        #expect(open.guards == system.guards && open.guards.count == 6)
        #expect(try Self.codes(&open, .propose(by: other, data: [])) == [])
    }

    @Test("Blocks come with the clock, and a jump makes every epoch in between")
    func time() throws {
        var system = Self.system(validators: 3)
        system.advance(to: Self.clock(block: 103 + 20 * 50))
        #expect(system.head == "1103" && system.emissions.count == 50)
        #expect(system.emissions.map(\.epoch) == Array(6...55))
        var twin = Self.system(validators: 3)
        for epoch in 1...50 { twin.advance(to: Self.clock(block: 103 + 20 * epoch)) }
        #expect(twin.stateDigest == system.stateDigest)
        // A clock that stands before the chain's blocks moves nothing.
        system.advance(to: LogicalClock(milliseconds: 0))
        #expect(system.head == "1103")
    }

    @Test("Whatever bytes come, they are refused or taken, and a refusal changes nothing")
    func hostile() throws {
        let whole = try PublishedChainCall.propose(
            by: 1001, data: Self.scores(1...2), prioritized: 3, removed: 4
        ).bytes()
        let texts = try HostileDocuments.texts(like: String(decoding: whole, as: UTF8.self))
        var (refusedCount, takenCount) = (0, 0)
        for text in texts {
            var system = Self.system(validators: 3)
            let before = system.stateDigest
            let reply = try system.submit(
                Array(text.utf8), to: PublishedChainSystem.call, from: Self.source,
                at: Self.clock(block: 103))
            refusedCount += reply.isAccepted ? 0 : 1
            takenCount += reply.isAccepted ? 1 : 0
            #expect(reply.isAccepted || reply.stateDigest == before)
            #expect(!reply.died)
        }
        #expect(refusedCount > 20)
        print("calls: \(refusedCount) refused, \(takenCount) taken")
    }

    @Test("A call is read as it was written, and only with numbers of its size")
    func forms() throws {
        let calls: [PublishedChainCall] = [
            .attest(by: .max),
            .propose(by: 0, data: Self.scores(0...1, .max), prioritized: .max, removed: 0),
            .propose(by: 0, data: []),
        ]
        for call in calls {
            let bytes = try call.bytes()
            #expect(try PublishedChainCall(bytes)?.bytes() == bytes)
        }
        for text in [
            "", "{}", "[]", #"{"call":"attest"}"#, #"{"call":"attest","by":-1}"#,
            #"{"call":"attest","by":18446744073709551616}"#, #"{"call":"attest","by":1.0}"#,
            #"{"call":"other","by":1}"#, #"{"call":"propose","by":1}"#,
            #"{"call":"propose","by":1,"data":[[1]]}"#,
            #"{"call":"propose","by":1,"data":[[1,"340282366920938463463374607431768211456"]]}"#,
            #"{"call":"propose","by":1,"data":[],"remove":"x"}"#,
            #"{"call":"propose","by":1,"data":[[4294967296,"1"]]}"#,
        ] {
            #expect(PublishedChainCall(Array(text.utf8)) == nil, "\(text)")
        }
        var system = Self.system(validators: 1)
        #expect(throws: UnknownSurface.self) {
            try system.submit(
                [], to: Surface("store"), from: Self.source, at: Self.clock(block: 103))
        }
    }
}
