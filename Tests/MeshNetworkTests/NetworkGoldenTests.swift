import Cryptography
import Encodings
import Foundation
import MeshNetwork
import TestSupport
import Testing
import Trials

@Suite("Hardened mesh: the golden of its bytes")
struct NetworkGoldenTests {
    private static let town = MeshTown(count: 8)

    private static func hex(_ bytes: [UInt8]) -> JSONValue {
        .string(Hexadecimal.text(of: bytes))
    }

    private static func object(_ members: [(String, JSONValue)]) -> JSONValue {
        .object(members.map { JSONMember($0.0, $0.1) })
    }

    /// Records of each kind at slots around the edges of their windows, each with its verdict.
    private static var judged: JSONValue {
        let town = town
        let rules = MeshRecordRules(town.parameters, .ed25519)
        var cases: [JSONValue] = []
        for (number, kind) in MeshRecord.Kind.allCases.enumerated() {
            for (signed, read) in [
                (40, 40), (49, 49), (50, 50), (51, 53), (52, 52), (60, 60), (42, 40), (43, 40),
                (45, 99), (45, 100), (45, 140),
            ] as [(UInt64, UInt64)] {
                for expiry in [2, 4, 5, 67] as [UInt64] {
                    var draft = MeshRecord.Draft(
                        kind: kind, epoch: kind == .value ? 0 : 2, slot: signed, expiry: expiry,
                        value: [UInt8(number)])
                    if kind == .value { draft.name = Array("name".utf8) }
                    let record = MeshRecord(
                        draft, by: town.signers[number], network: town.parameters.network)
                    var verdict = "held"
                    do throws(Refusal) {
                        try rules.judge(record, at: read, town.registry)
                    } catch {
                        verdict = error.by.name
                    }
                    cases.append(
                        object([
                            ("record", hex(record.bytes)), ("slot", .integer(Int(read))),
                            ("verdict", .string(verdict)),
                        ]))
                }
            }
        }
        return .array(cases)
    }

    /// A day of eight nodes: a record stored, replaced, and read; the digest of all that they hold.
    private static func day() -> [(String, JSONValue)] {
        var town = town
        let record = town.value("a", of: 3)
        let stored = town.outcome(of: .store(record), at: 3)
        let newer = town.value("a", of: 3, sequence: 1)
        _ = town.outcome(of: .store(newer), at: 3)
        let found = town.outcome(
            of: .find(MeshKeyName(record), owner: nil, isLatest: true), at: 6)
        return [
            ("stored", hex(record.bytes)),
            ("holders", .array((stored?.holders ?? []).map { hex($0.bytes) })),
            ("found", .array((found?.records ?? []).map { hex($0.bytes) })),
            ("storages", .array(town.nodes.map { .string($0.storage.digest.text) })),
        ]
    }

    private static var golden: String {
        let town = town
        let messages: [JSONValue] = MeshMessageTests.messages.map { hex($0.bytes) }
        let document = object([
            ("network", hex(town.parameters.network)),
            ("registry_root", .string(town.registry.root.text)),
            (
                "peers",
                .array(
                    town.registry.peers.map { peer in
                        object([
                            ("peer", hex(peer.bytes)),
                            ("id", hex(town.registry.id(peer.key)?.bytes ?? [])),
                        ])
                    })
            ),
            ("cards", .array(town.nodes.map { hex($0.card.bytes) })),
            ("messages", .array(messages)), ("records", judged), ("day", object(day())),
        ])
        return document.prettyText + "\n"
    }

    @Test(
        "Bytes, verdicts and a day come out as recorded; GLYPHLAB_RECORD_MESH_NETWORK writes them")
    func golden() throws {
        let golden = Self.golden
        if let file = ProcessInfo.processInfo.environment["GLYPHLAB_RECORD_MESH_NETWORK"] {
            try Data(golden.utf8).write(to: URL(filePath: file))
        }
        let recorded = Vectors.house.appending(path: "Goldens/mesh/network.json")
        #expect(try Array(Data(contentsOf: recorded)) == Array(golden.utf8))
    }
}
