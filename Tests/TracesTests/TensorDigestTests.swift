import Cryptography
import TestSupport
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

    @Test("The digest is SHA-256 over the bytes that the page lists.")
    func bytes() {
        var digest = TensorDigest(dimensions: [1, 2], elementType: .int64)
        digest.update([258, -1] as ArraySlice<Int64>)
        let tile: [UInt8] = [2, 1, 0, 0, 0, 0, 0, 0] + [UInt8](repeating: 255, count: 8)
        let bytes: [UInt8] =
            Array("glyphlab tensor 2\n".utf8) + [2, 2]
            + [1, 0, 0, 0, 0, 0, 0, 0] + [2, 0, 0, 0, 0, 0, 0, 0]
            + Digests.sha256(tile + [0]).bytes
        #expect(digest.finalized() == Digests.sha256(bytes))
    }

    @Test("A matrix's digest as a parameter is its transpose's; a vector's is its own.")
    func parameters() {
        var generator = SeededGenerator(seed: 15)
        for (rows, columns) in [(1, 1), (1, 300), (300, 1), (2, 3), (17, 16), (40, 35), (300, 33)] {
            let elements = (0..<rows * columns).map { _ in
                Int32.random(in: .min ... .max, using: &generator)
            }
            let transposed = (0..<columns).flatMap { column in
                (0..<rows).map { row in elements[row * columns + column] }
            }
            var digest = TensorDigest(dimensions: [columns, rows], elementType: .int32)
            digest.update(transposed[...])
            let parameter = TensorDigest.parameter(
                dimensions: [rows, columns], elements: elements)
            #expect(parameter == digest.finalized(), "\(rows) × \(columns)")
            let tree = TensorTree.parameter(dimensions: [rows, columns], elements: elements)
            #expect(tree.digest == parameter, "\(rows) × \(columns)")
            let plain = TensorTree(
                dimensions: [columns, rows], elementType: .int32,
                elements: transposed.map(Int64.init))
            let all = 0..<rows * columns
            #expect(tree.opening(of: all) == plain.opening(of: all), "\(rows) × \(columns)")
        }
        var vector = TensorDigest(dimensions: [3], elementType: .int32)
        vector.update([7, 8, 9] as ArraySlice<Int32>)
        #expect(
            TensorDigest.parameter(dimensions: [3], elements: [7, 8, 9]) == vector.finalized())
    }
}

@Suite("TensorOpening") struct TensorOpeningTests {
    private static func tree(_ count: Int, _ type: TracedElementType) -> TensorTree {
        TensorTree(
            dimensions: [count], elementType: type,
            elements: (0..<Int64(count)).map { $0 * 7_777_777 % 2_000_000_011 - 1_000_000_000 })
    }

    @Test(
        "The opening of every range of tiles leads to the digest, and shows its elements.",
        arguments: TracedElementType.allCases)
    func openings(type: TracedElementType) {
        let perTile = TensorDigest.tileByteCount / type.byteCount
        for count in [1, perTile, perTile + 1, 7 * perTile - 3, 8 * perTile] {
            let tree = Self.tree(count, type)
            for first in stride(from: 0, to: count, by: perTile) {
                for last in stride(from: first, to: count, by: perTile) {
                    let opening = tree.opening(of: first..<last + 1)
                    #expect(opening.digest == tree.digest, "\(count), \(first)..\(last)")
                    #expect(opening.places == first..<min(last + perTile, count))
                    #expect(
                        opening.elements
                            == opening.places.map { Int64($0) * 7_777_777 % 2_000_000_011 }
                            .map { $0 - 1_000_000_000 })
                }
            }
        }
    }

    @Test("An opening with anything changed is of another tensor, or of none.")
    func forged() {
        let tree = Self.tree(1500, .int32)
        let good = tree.opening(of: 300..<700)
        #expect(good.digest == tree.digest)
        for bit in stride(from: 0, to: good.content.count * 8, by: 97) {
            var content = good.content
            content[bit / 8] ^= 1 << (bit % 8)
            #expect(changed(good, content: content).digest != tree.digest)
        }
        for index in good.siblings.indices {
            var siblings = good.siblings
            siblings.remove(at: index)
            #expect(changed(good, siblings: siblings).digest == nil)
            siblings.insert(Digests.sha256([1]), at: index)
            #expect(changed(good, siblings: siblings).digest != tree.digest)
        }
        #expect(changed(good, siblings: good.siblings + [tree.digest]).digest == nil)
        for tile in [-1, 0, 2, 3, 5, 6, .max] {
            #expect(changed(good, firstTile: tile).digest != tree.digest)
        }
        for dimensions in [[], [0], [-1], [1499], [1501], [1500, 1], [.max, .max], [1 << 40]] {
            #expect(changed(good, dimensions: dimensions).digest != tree.digest)
        }
        #expect(changed(good, content: []).digest == nil)
        #expect(changed(good, content: good.content.dropLast()).digest == nil)
        #expect(changed(good, content: good.content + [0]).digest == nil)
        #expect(changed(good, elementType: .int64).digest != tree.digest)
    }

    private func changed(
        _ good: TensorOpening, dimensions: [Int]? = nil, elementType: TracedElementType? = nil,
        firstTile: Int? = nil, content: [UInt8]? = nil, siblings: [Digest]? = nil
    ) -> TensorOpening {
        TensorOpening(
            dimensions: dimensions ?? good.dimensions,
            elementType: elementType ?? good.elementType, firstTile: firstTile ?? good.firstTile,
            content: content ?? good.content, siblings: siblings ?? good.siblings)
    }
}

@Suite("Roots from parts") struct PartRootTests {
    @Test("The root of a run follows from its prompts' leaves, wherever they were computed.")
    func parts() throws {
        let whole = SampleTraces.layers
        #expect(whole.prompts.count > 1)
        let leaves = whole.prompts.flatMap { prompt in
            var part = whole
            part.prompts = [prompt]
            return part.promptLeaves
        }
        #expect(leaves == whole.promptLeaves)
        #expect(
            Trace.root(
                runDigest: whole.runDigest, integersDigest: whole.integersDigest, prompts: leaves)
                == whole.root)
        #expect(
            Trace.root(
                runDigest: whole.runDigest, integersDigest: whole.integersDigest,
                prompts: leaves.reversed()) != whole.root)
    }

    @Test("Each record's leaf leads to its prompt's root.")
    func records() {
        let trace = SampleTraces.layers
        for (index, prompt) in trace.prompts.enumerated() {
            let tree = trace.recordTree(prompt: index)
            for (place, operation) in trace.schedule.enumerated() {
                let leaf = Trace.recordLeaf(
                    place: place, operation, prompt.records[place])
                let root = HashTree.root(
                    leaves: [HashTree.leaf(leaf)], start: place, leafCount: trace.schedule.count,
                    siblings: tree.siblings(of: place..<place + 1))
                #expect(root == trace.promptLeaves[index].records)
            }
        }
    }
}
