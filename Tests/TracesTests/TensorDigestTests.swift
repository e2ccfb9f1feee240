import Cryptography
import Testing
import Traces

@Suite("TensorDigest") struct TensorDigestTests {
    @Test("Elements in parts, narrow or wide, have the digest of the whole.")
    func parts() {
        var whole = TensorDigest(dimensions: [2, 2], elementType: .int32)
        whole.update([1, -2, 3, 4] as ArraySlice<Int32>)
        var parts = TensorDigest(dimensions: [2, 2], elementType: .int32)
        parts.update([1] as ArraySlice<Int64>)
        parts.update([-2, 3, 4] as ArraySlice<Int32>)
        #expect(whole.finalized() == parts.finalized())
    }

    @Test("Two tensors side by side have the digests that each has alone.", arguments: ways)
    func pairs(way: SHA256Pair.Way) {
        for (left, right) in [(0, 0), (1, 9), (300, 7), (768, 768)] {
            let tensors = [left, right].map { count in
                TensorDigest.Whole(
                    dimensions: [count, 1],
                    elements: (0..<Int32(count)).map { $0 &* 77_777_777 }[...])
            }
            let pair = TensorDigest.digests(tensors[0], tensors[1], by: way)
            for (tensor, digest) in zip(tensors, [pair.left, pair.right]) {
                var alone = TensorDigest(dimensions: tensor.dimensions, elementType: .int32)
                alone.update(tensor.elements)
                #expect(alone.finalized() == digest)
            }
        }
    }

    private static let ways =
        SHA256Pair.fastest == .instructions ? SHA256Pair.Way.allCases : [.library]

    @Test("The digest is SHA-256 over the bytes that the page lists.")
    func bytes() {
        var digest = TensorDigest(dimensions: [1, 2], elementType: .int64)
        digest.update([258, -1] as ArraySlice<Int64>)
        let bytes: [UInt8] =
            Array("glyphlab tensor 1\n".utf8) + [2, 2]
            + [1, 0, 0, 0, 0, 0, 0, 0] + [2, 0, 0, 0, 0, 0, 0, 0]
            + [2, 1, 0, 0, 0, 0, 0, 0] + [UInt8](repeating: 255, count: 8)
        #expect(digest.finalized() == Digests.sha256(bytes))
    }
}
