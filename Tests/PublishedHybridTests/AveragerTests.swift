import PublishedHybrid
import PythonValues
import Testing

@Suite("The published averager")
struct AveragerTests {
    private static let key = String(repeating: "a1", count: 48)
    private static let identifier = [UInt8](repeating: 7, count: 32)

    private func averager(
        key: String? = AveragerTests.key, calls: RecordCalls = .awaitable,
        without checks: [HybridCheck] = []
    ) -> Averager {
        Averager(
            publicKeyText: key.map { PythonText($0) }, calls: calls,
            checks: HybridChecks(without: checks))
    }

    private func outcome(
        _ averager: Averager, _ records: [DeltaRecord], peerCount: Int = .max,
        gate: Bool = true
    ) throws -> (outcome: AggregationOutcome, records: Int) {
        var store = RecordStore()
        let round = Averager.Round(
            records: records, peerCount: peerCount, aggregateIdentifier: Self.identifier)
        let outcome = try averager.aggregate(round, store: &store, now: 5, gate: { _ in gate })
        return (outcome, store.count)
    }

    @Test("Each reason, and what happens without the guard")
    func reasons() throws {
        let delta = DeltaRecord.readable(try TestDeltas.delta(1))
        let cases: [(HybridCheck, Averager, [DeltaRecord], Bool)] = [
            (.noneRetrieved, averager(), [.missing, .empty, .unreadable], true),
            (.gate, averager(), [delta], false),
            (.validatorPublicKey, averager(key: nil), [delta], true),
            (.validatorPublicKey, averager(key: "zz"), [delta], true),
            (.validatorPublicKey, averager(key: String(Self.key.dropLast(4))), [delta], true),
        ]
        for (check, averager, records, gate) in cases {
            let refused = try outcome(averager, records, gate: gate)
            #expect(refused.outcome.refusal == check)
            #expect(refused.records == 0)
            var open = averager
            open.checks = HybridChecks(without: [check])
            let passed = try outcome(open, records, gate: gate)
            #expect(passed.outcome.isAccepted)
            #expect(passed.records == 1)
        }
    }

    @Test("As shipped, and where reads give bytes, nothing is ever retrieved")
    func calls() throws {
        let delta = DeltaRecord.readable(try TestDeltas.delta(1))
        for calls in [RecordCalls.asShipped, .awaitableBytes] {
            let refused = try outcome(averager(calls: calls), [delta])
            #expect(refused.outcome.refusal == .noneRetrieved)
        }
    }

    @Test("The shorter of ids and peers counts")
    func peers() throws {
        let delta = DeltaRecord.readable(try TestDeltas.delta(1))
        for (count, refusal) in [(0, HybridCheck.noneRetrieved), (-1, .noneRetrieved), (1, nil)] {
            let found = try outcome(averager(), [delta, delta], peerCount: count)
            #expect(found.outcome.refusal == refusal)
        }
    }

    @Test("One misshaped delta ends the round, with nothing acknowledged")
    func misshaped() throws {
        let records = try [
            TestDeltas.delta(1, 1), TestDeltas.delta(1, 1), TestDeltas.delta(1, 1),
            TestDeltas.delta(1, 2, 3),
        ].map { DeltaRecord.readable($0) }
        #expect(try outcome(averager(), Array(records.prefix(3))).outcome.isAccepted)
        #expect(throws: PythonError.self) { try outcome(averager(), records) }
    }

    @Test("An acknowledgement that the store does not take is answered as one that it takes")
    func storing() throws {
        var store = RecordStore()
        let averager = averager()
        let round = Averager.Round(
            records: [.readable(TestDeltas.empty)], peerCount: 1,
            aggregateIdentifier: Self.identifier)
        let first = try averager.aggregate(round, store: &store, now: 5, gate: { _ in true })
        #expect(first.acknowledgement?.isStored == true)
        let second = try averager.aggregate(round, store: &store, now: 5, gate: { _ in true })
        #expect(second.acknowledgement?.isStored == false)
        #expect(second.isAccepted)
        #expect(first.acknowledgement?.key == second.acknowledgement?.key)
    }

    @Test("An acknowledgement of any id, at any time")
    func acknowledging() {
        let peer = PeerIdentifier(publicKey: [UInt8]())
        func publish(_ text: String, now: Int = 0) -> (Bool, [String]) {
            var store = RecordStore()
            let isPublished = AcknowledgementPublication.publish(
                updateIdentifier: PythonText(text), peer: peer, calls: .awaitable, in: &store,
                now: now)
            return (isPublished, store.heldRecords.map(\.key.text))
        }
        let tail = ":e3b0c44298fc1c14"
        #expect(publish("") == (true, ["ack:" + tail]))
        #expect(publish("0A 0b") == (true, ["ack:0a0b" + tail]))
        #expect(publish("0x0a") == (false, []))
        #expect(publish("0a0") == (false, []))
        #expect(publish("0a", now: .max) == (true, ["ack:0a" + tail]))
        #expect(publish("0a", now: .min) == (true, ["ack:0a" + tail]))
    }
}
