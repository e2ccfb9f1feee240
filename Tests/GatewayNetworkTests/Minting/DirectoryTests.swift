import GatewayNetwork
import Testing
import Trials

@Suite("The directory of records")
struct DirectoryTests {
    private static let clock = LogicalClock(milliseconds: Bench.milliseconds)

    /// A record that one guard stops.
    private struct Case: Sendable {
        let by: Guard
        var also: [Guard] = []
        let bytes: @Sendable (RecordDirectory) throws -> [UInt8]
    }

    private static func directory(_ missing: [Guard] = []) throws -> RecordDirectory {
        try RecordDirectory(
            parameters: MintBench().parameters, guards: Bench.guards(without: missing))
    }

    private static func record(
        kind: String = "receipts", body: String = "{}", sequence: Int = 0,
        gateway: ReceiptIdentity = Bench.gateway
    ) throws -> RawObject {
        TokenBuilder(parameters: try MintBench().parameters)
            .record(kind: kind, body: body, sequence: sequence, gateway: gateway)
    }

    private static func changed(
        _ by: Guard, also: [Guard] = [], _ key: String, _ value: String?
    ) -> Case {
        Case(by: by, also: also) { _ in
            var record = try record()
            record[key] = value
            return TokenBuilder.signed(record: record, by: Bench.gateway).bytes
        }
    }

    private static let cases: [Case] = [
        Case(by: GatewayGuards.size) { _ in
            let body = String(repeating: "x", count: 65_537)
            let record = try record(body: body)
            return TokenBuilder.signed(record: record, by: Bench.gateway).bytes
        },
        Case(by: GatewayGuards.json, also: [GatewayGuards.canonical]) { _ in
            TokenBuilder.signed(record: try record(), by: Bench.gateway).bytes
                + [UInt8(ascii: "x")]
        },
        Case(by: GatewayGuards.canonical) { _ in
            [UInt8(ascii: " ")]
                + TokenBuilder.signed(record: try record(), by: Bench.gateway).bytes
        },
        changed(GatewayGuards.fields, "body", nil),
        Case(by: GatewayGuards.unknownField) { _ in
            var record = TokenBuilder.signed(record: try record(), by: Bench.gateway)
            record["more"] = "1"
            return record.bytes
        },
        changed(GatewayGuards.textType, "body", "5"),
        changed(GatewayGuards.numberType, "sequence", "1.5"),
        changed(GatewayGuards.recordKind, "kind", "\"A b\""),
        changed(GatewayGuards.network, "network", "\"another\""),
        Case(by: GatewayGuards.signatureForm) { _ in
            var record = TokenBuilder.signed(record: try record(), by: Bench.gateway)
            record["signature"] = (record["signature"] ?? "").respelledText
            return record.bytes
        },
        Case(by: GatewayGuards.keyForm) { _ in
            var record = try record()
            record["gateway"] = (record["gateway"] ?? "").respelledText
            return TokenBuilder.signed(record: record, by: Bench.gateway).bytes
        },
        Case(by: GatewayGuards.gatewayRegistered) { _ in
            TokenBuilder.signed(
                record: try record(gateway: MintBench.other), by: MintBench.other
            ).bytes
        },
        Case(by: GatewayGuards.recordRoom) { directory in
            for place in 0..<GatewayLimits.recordKindCountMax {
                _ = try send(
                    TokenBuilder.signed(
                        record: try record(kind: "kind-\(place)"), by: Bench.gateway
                    ).bytes, directory)
            }
            return TokenBuilder.signed(record: try record(), by: Bench.gateway).bytes
        },
        Case(by: GatewayGuards.recordSequence) { directory in
            let new = try record(body: "new", sequence: 7)
            _ = try send(TokenBuilder.signed(record: new, by: Bench.gateway).bytes, directory)
            let old = try record(body: "old", sequence: 7)
            return TokenBuilder.signed(record: old, by: Bench.gateway).bytes
        },
        Case(by: GatewayGuards.sourceBudget) { directory in
            let bad = TokenBuilder.signed(record: try record(), by: MintBench.other).bytes
            for _ in 0..<GatewayLimits.wastedCountMax { _ = try send(bad, directory) }
            return TokenBuilder.signed(record: try record(), by: Bench.gateway).bytes
        },
        Case(by: GatewayGuards.domain) { _ in
            var record = try record()
            record["signature"] = RawObject.text(Bench.gateway.signature(of: record.bytes))
            return record.bytes
        },
        Case(by: GatewayGuards.recordSignature) { _ in
            TokenBuilder.signed(record: try record(), by: MintBench.other).bytes
        },
    ]

    private static func send(
        _ bytes: [UInt8], _ directory: RecordDirectory, from source: Source = Source(1)
    ) throws -> Reply {
        try directory.submit(bytes, to: RecordDirectory.surface, from: source, at: clock)
    }

    @Test(
        "Each guard stops its record and changes nothing, and lets it through where it is missing")
    func eachStops() throws {
        for one in Self.cases {
            let name = Comment("\(one.by.name)")
            let whole = try Self.directory(one.also)
            let bytes = try one.bytes(whole)
            let digest = whole.stateDigest
            let refused = try Self.send(bytes, whole)
            #expect(refused.refusals.map(\.by) == [one.by], name)
            #expect(refused.stateDigest == digest, name)
            let open = try Self.directory(one.also + [one.by])
            let taken = try Self.send(one.bytes(open), open)
            #expect(taken.isAccepted, "\(name): \(taken.refusals)")
            #expect(taken.stateDigest != digest, name)
        }
        for one in GatewayGuards.records {
            #expect(Self.cases.contains { $0.by == one }, "\(one.name)")
        }
    }

    @Test("The newest record wins in every order of arrival, and is passed on once")
    func newest() throws {
        let records = try (0..<3).map {
            TokenBuilder.signed(
                record: try Self.record(body: "body \($0)", sequence: $0), by: Bench.gateway
            ).bytes
        }
        for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
            let directory = try RecordDirectory(
                parameters: MintBench().parameters, peers: [Source(1), Source(2)])
            for place in order + order {
                let reply = try Self.send(records[place], directory)
                // Never back to the one who sent it.
                #expect(reply.messages.map(\.target) == (reply.isAccepted ? [Source(2)] : []))
            }
            let newest = directory.record(gateway: Bench.gateway.key, kind: "receipts")
            #expect(newest?.body == "body 2")
            #expect(directory.records.count == 1)
        }
    }
}
