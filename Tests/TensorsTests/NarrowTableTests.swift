import Synchronization
import Tensors
import Testing

@Suite("Tables of whole numbers")
struct NarrowTableTests {
    /// Numbers at the edges of one, two and four bytes.
    private static let edges: [Int32] = [
        0, 1, -1, 127, -128, 128, -129, 255, 256, 32_767, -32_768, 32_768, -32_769, 65_535,
        1 << 28, -(1 << 28), .max, .min,
    ]

    private func table(_ elements: [Int32], partCounts: [Int]) -> NarrowTable {
        var table = NarrowTable()
        var start = 0
        var turn = 0
        while start < elements.count {
            let end = min(start + partCounts[turn % partCounts.count], elements.count)
            let part = Array(elements[start..<end])
            unsafe part.withUnsafeBufferPointer { unsafe table.append($0) }
            (start, turn) = (end, turn + 1)
        }
        return table
    }

    @Test("Every number at an edge comes back from every place of a block, alone in it")
    func edges() {
        for edge in Self.edges {
            for place in [0, 1, 62, 63, 64, 127, 128, 150] {
                var elements = [Int32](repeating: 1, count: 151)
                elements[place] = edge
                let table = NarrowTable(elements)
                #expect(table.count == elements.count)
                #expect(table.elements == elements, "\(edge) at \(place)")
                #expect(table.elements(in: place..<place + 1) == [edge])
            }
        }
    }

    @Test("Parts of any length make the table that the whole makes")
    func parts() {
        let elements = (0..<1_000).map { Self.edges[$0 * 7 % Self.edges.count] &+ Int32($0 % 3) }
        for partCounts in [[1], [63], [64], [65], [1_000], [10, 1, 200, 53, 64], [128, 5]] {
            #expect(table(elements, partCounts: partCounts).elements == elements, "\(partCounts)")
        }
    }

    @Test("Every range of a table is that range of its elements")
    func ranges() {
        let elements = (0..<200).map { Int32($0) * ($0 < 64 ? 1 : $0 < 128 ? 100 : 1_000_000) }
        let table = NarrowTable(elements)
        for start in 0...200 {
            for end in [start, start + 1, start + 63, start + 64, start + 65, 200]
            where end <= 200 && end >= start {
                #expect(table.elements(in: start..<end) == Array(elements[start..<end]))
            }
        }
    }

    @Test("A table of several segments is its elements, whatever the parts")
    func segments() {
        let count = (1 << 18) * 2 + 5_000
        let elements = (0..<count).map { Int32(truncatingIfNeeded: $0 * 0x9E37 >> ($0 % 29)) }
        for partCounts in [[count], [100_003], [1 << 18], [(1 << 18) - 1, 2, 70]] {
            let table = table(elements, partCounts: partCounts)
            #expect(table.count == count)
            #expect(table.elements == elements)
            for edge in [1 << 18, 1 << 19] {
                let range = edge - 70..<edge + 70
                #expect(table.elements(in: range) == Array(elements[range]))
            }
        }
    }

    @Test("An empty table has no elements")
    func empty() {
        #expect(NarrowTable().elements.isEmpty)
        #expect(NarrowTable([]).count == 0)
        #expect(NarrowTable([]).elements(in: 0..<0).isEmpty)
    }

    @Test("A block takes the fewest bytes that hold all of it")
    func sizes() {
        for (edge, width) in [
            (Int32(127), 1), (-128, 1), (128, 2), (-129, 2), (32_767, 2), (-32_768, 2),
            (32_768, 4), (-32_769, 4), (.max, 4), (.min, 4),
        ] {
            var elements = [Int32](repeating: 0, count: 64)
            elements[40] = edge
            #expect(NarrowTable(elements).byteCount == 64 * width, "\(edge)")
        }
        #expect(NarrowTable([Int32](repeating: 0, count: 63)).byteCount == 4 * 63)
    }

    @Test("A parameter's parts are its elements, as a table and whole")
    func tensors() {
        for (format, rows, isTable) in [
            (IntegerFormat.activation, 30, true), (.activation, 1, false), (.weight, 30, false),
            (.weight, 1, false),
        ] {
            let elements = (0..<rows * 300).map { Self.edges[$0 % Self.edges.count] }
            let seen = Mutex<[Int32]>([])
            var builder = IntegerTensorBuilder(
                name: "x", rows: rows, columns: 300, format: format
            ) { part in
                unsafe part.forEachSlice { slice in
                    let slice = unsafe Array(slice)
                    seen.withLock { $0 += slice }
                }
            }
            unsafe elements.withUnsafeBufferPointer { whole in
                unsafe builder.append(UnsafeBufferPointer(rebasing: whole[..<101]))
                unsafe builder.append(UnsafeBufferPointer(rebasing: whole[101...]))
            }
            let tensor = builder.finished()
            #expect(tensor.isTable == isTable)
            #expect(tensor.elements == elements)
            #expect(tensor.elements(in: 5..<250) == Array(elements[5..<250]))
            var parts: [Int32] = []
            unsafe tensor.forEachSlice { unsafe parts.append(contentsOf: $0) }
            #expect(parts == elements)
            #expect(seen.withLock { $0 } == elements)
        }
    }
}
