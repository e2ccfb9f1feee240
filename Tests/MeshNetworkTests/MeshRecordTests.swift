import Cryptography
import MeshNetwork
import Testing
import Trials

@Suite("Hardened mesh: records")
struct MeshRecordTests {
    static let town = MeshTown(count: 4)
    static let rules = MeshRecordRules(town.parameters, .ed25519)

    private func code(
        _ kind: MeshRecord.Kind, signedAt slot: UInt64, readAt now: UInt64, epoch: UInt64,
        expiry: UInt64
    ) -> String? {
        var draft = MeshRecord.Draft(
            kind: kind, epoch: kind == .value ? 0 : epoch, slot: slot, expiry: expiry, value: [])
        if kind == .value { draft.name = [1] }
        let record = MeshRecord(
            draft, by: Self.town.signers[0], network: Self.town.parameters.network)
        do throws(Refusal) {
            try Self.rules.judge(record, at: now, Self.town.registry)
            return nil
        } catch {
            return error.by.name
        }
    }

    @Test("windows, at every slot of three epochs")
    func windows() {
        for slot in UInt64(20)..<80 {
            let (epoch, place) = (slot / 20, slot % 20)
            let inEpoch = epoch == 2
            for (kind, isIn) in [
                (MeshRecord.Kind.heartbeat, inEpoch), (.commit, inEpoch && place < 10),
                (.reveal, inEpoch && place >= 10 && place < 12), (.value, true),
            ] {
                let code = code(kind, signedAt: slot, readAt: slot, epoch: 2, expiry: epoch)
                #expect(code == (isIn ? nil : "window"), "\(kind) at slot \(slot)")
            }
        }
    }

    @Test("expiry, to the last epoch and no further")
    func expiry() {
        #expect(code(.heartbeat, signedAt: 45, readAt: 99, epoch: 2, expiry: 4) == nil)
        #expect(code(.heartbeat, signedAt: 45, readAt: 100, epoch: 2, expiry: 4) == "expiry")
        #expect(code(.heartbeat, signedAt: 45, readAt: 45, epoch: 2, expiry: 5) == "expiry")
        #expect(code(.heartbeat, signedAt: 45, readAt: 45, epoch: 2, expiry: 1) == "expiry")
        #expect(code(.value, signedAt: 45, readAt: 45, epoch: 0, expiry: 66) == nil)
        #expect(code(.value, signedAt: 45, readAt: 45, epoch: 0, expiry: 67) == "expiry")
        #expect(code(.value, signedAt: 45, readAt: 45, epoch: 0, expiry: .max) == "expiry")
        #expect(code(.value, signedAt: .max, readAt: 45, epoch: 0, expiry: .max) == "window")
        #expect(code(.value, signedAt: 47, readAt: 45, epoch: 0, expiry: 3) == nil)
        #expect(code(.value, signedAt: 48, readAt: 45, epoch: 0, expiry: 3) == "window")
    }

    @Test("sequences, equivocations and quotas")
    func storage() throws {
        var town = Self.town
        var storage = MeshStorage(Self.rules)
        let old = town.value("a", of: 0)
        #expect(try storage.take(old, at: 166) == .taken)
        #expect(try storage.take(old, at: 166) == .known)
        let new = town.value("a", of: 0, sequence: 1)
        #expect(try storage.take(new, at: 166) == .taken)
        #expect(throws: Refusal.self) { try storage.take(old, at: 166) }
        town.run(6_000)
        let other = town.value("a", of: 0, sequence: 1)
        #expect(other != new)
        let refusal = #expect(throws: Refusal.self) { try storage.take(other, at: 167) }
        #expect(refusal?.by == MeshGuards.equivocation)
        #expect(storage.records(at: new.place(town.parameters)) == [new, other])
        let third = town.value("a", of: 0, sequence: 2)
        #expect(throws: Refusal.self) { try storage.take(third, at: 167) }
        for number in 0..<63 {
            #expect(try storage.take(town.value("b\(number)", of: 0), at: 167) == .taken)
        }
        let full = #expect(throws: Refusal.self) {
            try storage.take(town.value("c", of: 0), at: 167)
        }
        #expect(full?.by == MeshGuards.quota)
        #expect(try storage.take(town.value("c", of: 1), at: 167) == .taken)
        storage.prune(at: 20 * 30, town.registry)
        #expect(storage.recordCount == 0)
    }

    @Test("a store reads back, and each changed byte is refused")
    func document() throws {
        let town = Self.town
        let records = [town.value("a", of: 0), town.value("b", of: 1)]
        let bytes = MeshStoreDocument.bytes(of: records, network: town.parameters.network)
        #expect(
            try MeshStoreDocument.records(in: bytes, network: town.parameters.network) == records)
        for place in bytes.indices {
            var spoilt = bytes
            spoilt[place] ^= 1
            #expect(throws: Refusal.self) {
                try MeshStoreDocument.records(in: spoilt, network: town.parameters.network)
            }
        }
        #expect(throws: Refusal.self) {
            try MeshStoreDocument.records(
                in: Array(bytes.dropLast()), network: town.parameters.network)
        }
    }
}
