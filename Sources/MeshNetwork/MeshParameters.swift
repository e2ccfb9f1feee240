internal import Cryptography
internal import Encodings

/// The constants of one mesh, whose digest every signature names.
package struct MeshParameters: Sendable, Equatable {
    /// 1 to 64 bytes of UTF-8.
    package let name: String
    /// Slots of the chain in an epoch: 10 to 10,000, a multiple of 10.
    package let epochSlotCount: UInt64
    /// 1 to 600,000 milliseconds.
    package let slotMilliseconds: UInt64
    /// The time of slot 0, milliseconds since 1970.
    package let genesisMilliseconds: UInt64
    /// The stake below which a key is no peer.
    package let stakeMin: UInt64
    /// Names this mesh in every signature, id and digest: 32 bytes.
    package let network: [UInt8]

    /// Contacts in a bucket, and in an answer.
    package static let bucketSize = 20
    /// Nodes that hold a record.
    package static let replicaCount = 6
    /// Holders that must serve a record of a window before a reader believes its slot: more than
    /// those that may lie if two thirds do not.
    package static let windowWitnessCount = 2
    /// Disjoint paths of a look-up.
    package static let pathCount = 4
    /// The nearest contacts of a path that must all have answered, or failed, before it ends.
    package static let pathWidth = 5
    /// Calls of one look-up, over all paths.
    package static let callCountMax = 96
    /// The time after which a call has no answer.
    package static let callMilliseconds = 2_000
    /// The slots by which the clocks of two nodes may differ.
    package static let slotTolerance: UInt64 = 2
    /// Requests of one key in one slot.
    package static let requestCountMax = 400
    /// The bytes of a message.
    package static let messageByteCountMax = 1 << 16

    /// Nil where a constant is out of its range.
    package init?(
        name: String, epochSlotCount: UInt64, slotMilliseconds: UInt64,
        genesisMilliseconds: UInt64, stakeMin: UInt64
    ) {
        guard (1...64).contains(name.utf8.count), (10...10_000).contains(epochSlotCount),
            epochSlotCount.isMultiple(of: 10), (1...600_000).contains(slotMilliseconds),
            genesisMilliseconds < 1 << 48
        else { return nil }
        self.name = name
        self.epochSlotCount = epochSlotCount
        self.slotMilliseconds = slotMilliseconds
        self.genesisMilliseconds = genesisMilliseconds
        self.stakeMin = stakeMin
        var writer = CanonicalWriter()
        writer.add(raw: Array("glyphlab mesh network 1".utf8))
        writer.add(lengthAndBytes: Array(name.utf8))
        for number in [epochSlotCount, slotMilliseconds, genesisMilliseconds, stakeMin] {
            writer.add(number)
        }
        network = Digests.sha256(writer.bytes).bytes
    }

    /// The slot at a time; 0 before the first. Bound: below 2^49 for times below 2^49 ms.
    package func slot(atMilliseconds milliseconds: Int) -> UInt64 {
        guard milliseconds > Int(genesisMilliseconds) else { return 0 }
        return (UInt64(milliseconds) - genesisMilliseconds) / slotMilliseconds
    }

    /// The time at which a slot begins. Bound: slots below 2^40 give times below 2^61 ms.
    package func milliseconds(ofSlot slot: UInt64) -> Int {
        Int(genesisMilliseconds + min(slot, 1 << 40) * slotMilliseconds)
    }

    package func epoch(ofSlot slot: UInt64) -> UInt64 { slot / epochSlotCount }

    package func place(ofSlot slot: UInt64) -> UInt64 { slot % epochSlotCount }
}
