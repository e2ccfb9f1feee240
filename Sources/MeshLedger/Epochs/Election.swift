internal import Cryptography
internal import Encodings
package import MeshNetwork

/// The drawing of an epoch's proposer by a beacon.
package enum Election {
    private static let domain = Array("glyphlab mesh elect 1".utf8)

    /// Each elector with the same chance: numbers of 64 bits are drawn until one is below the
    /// greatest multiple of the electors' count. Nil where there are none.
    ///
    /// Number i is the first 8 bytes of SHA-256(domain ‖ chain ‖ epoch ‖ beacon ‖ u32 i). Each
    /// further one is needed with a chance below one half.
    package static func elected(
        of electors: [MeshKey], chain: [UInt8], epoch: UInt64, beacon: [UInt8]
    ) -> MeshKey? {
        guard !electors.isEmpty else { return nil }
        let count = UInt64(electors.count)
        // 2^64 mod count: so many of the highest numbers are drawn again.
        let surplus = (UInt64.max % count + 1) % count
        var writer = CanonicalWriter()
        writer.add(raw: domain + chain)
        writer.add(epoch)
        writer.add(raw: beacon)
        for counter in 0...UInt32.max {
            let digest = Digests.sha256(writer.bytes + counter.bytes).bytes
            let number = digest[0..<8].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            if number <= UInt64.max - surplus { return electors[Int(number % count)] }
        }
        return nil
    }
}

extension UInt32 {
    fileprivate var bytes: [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: self >> UInt32($0)) }
    }
}
