internal import Cryptography
internal import Encodings
package import MeshNetwork

/// The first state of a ledger, which all its nodes share. Its hash names the chain.
package struct MeshGenesis: Sendable {
    /// Units of a key: of its balance, or of its stake.
    package struct Entry: Sendable, Equatable {
        package let key: MeshKey
        package let units: Int

        package init(key: MeshKey, units: Int) {
            self.key = key
            self.units = units
        }
    }

    package let parameters: MeshParameters
    /// The beacon of slot 0, from which the founders' ids follow: 32 bytes.
    package let beacon: [UInt8]
    /// The key that is paid the owner's share, and names an emergency set.
    package let owner: MeshKey
    /// Units that an epoch issues at the most, besides the proposer's reward.
    package let pot: Int
    /// Balances, by rising key.
    package let allocations: [Entry]
    /// Validators of the first epochs, with their stakes, by rising key.
    package let founders: [Entry]

    package static let entryCountMax = 1_024
    private static let domain = Array("glyphlab mesh genesis 1".utf8)

    /// Nil where a rule does not hold: a beacon of 32 bytes; 1 founder at least and 1,024 entries
    /// at the most in each list, no key twice in one; the mesh's least stake for each founder, 1
    /// unit for each balance; at most 2^61 units together, at most 2^40 in the pot.
    package init?(
        parameters: MeshParameters, beacon: [UInt8], owner: MeshKey, pot: Int,
        allocations: [Entry], founders: [Entry]
    ) {
        self.parameters = parameters
        self.beacon = beacon
        self.owner = owner
        self.pot = pot
        self.allocations = allocations.sorted { $0.key < $1.key }
        self.founders = founders.sorted { $0.key < $1.key }
        let most = MeshLedgerLimits.genesisUnitsMax / 2 / Self.entryCountMax
        guard beacon.count == 32, (0...MeshLedgerLimits.potMax).contains(pot), !founders.isEmpty,
            founders.allSatisfy({ UInt64(clamping: $0.units) >= parameters.stakeMin }),
            [self.allocations, self.founders].allSatisfy({ entries in
                entries.count <= Self.entryCountMax
                    && entries.allSatisfy { (1...most).contains($0.units) }
                    && zip(entries, entries.dropFirst()).allSatisfy { $0.key < $1.key }
            })
        else { return nil }
    }

    /// The bytes that are hashed.
    package var bytes: [UInt8] {
        var writer = CanonicalWriter()
        writer.add(raw: Self.domain + parameters.network + beacon + owner.bytes)
        writer.add(UInt64(pot))
        for entries in [allocations, founders] {
            writer.add(UInt32(entries.count))
            for entry in entries {
                writer.add(raw: entry.key.bytes)
                writer.add(UInt64(entry.units))
            }
        }
        return writer.bytes
    }

    /// SHA-256 of the bytes: in every signature of a call.
    package var chain: [UInt8] { Digests.sha256(bytes).bytes }
}
