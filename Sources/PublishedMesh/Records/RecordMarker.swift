/// A marker within a record's bytes: `[owner:TEXT]` or `[signature:BASE64]`.
package struct RecordMarker: Sendable {
    package static let owner = RecordMarker(name: "owner")
    package static let signature = RecordMarker(name: "signature")

    private let start: [UInt8]

    private static let end = UInt8(ascii: "]")
    private static let lineFeed = UInt8(ascii: "\n")

    private init(name: String) {
        start = Array("[\(name):".utf8)
    }

    /// The marker around a content.
    package func bytes(around content: [UInt8]) -> [UInt8] { start + content + [Self.end] }

    /// The contents of all markers, which do not overlap: each the shortest of one or more bytes
    /// other than line feed.
    package func contents(of bytes: [UInt8]) -> [[UInt8]] {
        ranges(in: bytes).map { Array(bytes[($0.lowerBound + start.count)..<$0.upperBound - 1]) }
    }

    /// The bytes without all markers.
    package func stripped(_ bytes: [UInt8]) -> [UInt8] {
        var (left, place): ([UInt8], Int) = ([], 0)
        for range in ranges(in: bytes) {
            left += bytes[place..<range.lowerBound]
            place = range.upperBound
        }
        return left + bytes[place...]
    }

    private func ranges(in bytes: [UInt8]) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        var place = 0
        while place + start.count + 1 < bytes.count {
            guard bytes[place] == start[0], bytes[place...].starts(with: start) else {
                place += 1
                continue
            }
            let content = place + start.count
            // The first byte may be the sign of the end.
            let stop =
                bytes[content] == Self.lineFeed
                ? content
                : bytes[(content + 1)...].firstIndex { $0 == Self.end || $0 == Self.lineFeed }
            // Without an end no later marker has one; behind a line feed one may.
            guard let stop else { break }
            if bytes[stop] == Self.end { ranges.append(place..<stop + 1) }
            place = stop + 1
        }
        return ranges
    }

    /// Whether a marker around a content stands in the bytes, as `marker in bytes` has it.
    package func stands(around content: [UInt8], in bytes: [UInt8]) -> Bool {
        let marker = self.bytes(around: content)
        guard bytes.count >= marker.count else { return false }
        return (0...(bytes.count - marker.count)).contains {
            bytes[$0] == marker[0] && bytes[$0...].starts(with: marker)
        }
    }
}

extension RecordMarker {
    /// The peer of a subkey's first owner; nil where there is none, or its key cannot be read.
    package static func peer(ofSubkey subkey: [UInt8]) -> PeerID? {
        owner.contents(of: subkey).first.flatMap { try? MeshPublicKey(text: $0).peerID }
    }
}
