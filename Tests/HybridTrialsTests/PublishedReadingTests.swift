import HybridTrials
import PublishedHybrid
import PythonValues
import TestSupport
import Testing

/// Bytes and numbers as the trials of the published hybrid chain read them.
@Suite("Reading of the published hybrid chain")
struct PublishedReadingTests {
    @Test("a record reads back what was written")
    func record() throws {
        let message = RecordMessage(key: RecordKey("ack:00:11"), expires: -5, value: [1, 2])
        #expect(try #require(RecordMessage(parsing: message.bytes)) == message)
        #expect(RecordMessage(parsing: Array(message.bytes.prefix(18))) == nil)
    }

    @Test("a float is compared as the number that it is")
    func floats() throws {
        let before = try #require(PythonFloat(decimal: "0.1".utf8))
        let after = try #require(PythonFloat(decimal: "0.0999".utf8))
        // Both are rounded: 0.0999 lies below 0.999 of 0.1, whose float it is.
        #expect(ExactFloats.isLower(after, than: before) == true)
        #expect(ExactFloats.isLower(before, than: before) == false)
        #expect(ExactFloats.isLower(PythonFloat(.nan), than: before) == nil)
        #expect(ExactFloats.isLower(before, than: PythonFloat(.infinity)) == nil)
        #expect(ExactFloats.isLower(PythonFloat(5), than: PythonFloat(0.04)) == true)
        #expect(ExactFloats.isLower(PythonFloat(0x1p-1000), than: PythonFloat(1)) == true)
        #expect(ExactFloats.isLower(PythonFloat(0x1p1000), than: PythonFloat(1)) == false)
    }

    private enum Kind: Equatable { case missing, empty, unreadable, list, tensors(Int) }

    private static func kind(_ text: String?) -> Kind {
        switch StatedDelta.record(text.map { Array($0.utf8) }) {
        case .missing: .missing
        case .empty: .empty
        case .unreadable: .unreadable
        case .readable(.noDictionary): .list
        case .readable(.tensors(let delta)): .tensors(delta.tensors.count)
        }
    }

    @Test("a delta is read in its one form")
    func deltas() {
        #expect(Self.kind(nil) == .missing)
        #expect(Self.kind("") == .empty)
        #expect(Self.kind("list\n") == .list)
        #expect(Self.kind("delta\n") == .tensors(0))
        #expect(Self.kind("delta\nw f16 3 1,nan,-inf\nv f16 1x2 3,4\n") == .tensors(2))
        #expect(Self.kind("delta\nw f16 2 1\n") == .unreadable)
        #expect(Self.kind("delta\nw f99 1 1\n") == .unreadable)
        #expect(Self.kind("delta\nw f16 99999999999x99999999999 1\n") == .unreadable)
        #expect(Self.kind("delta\nw f16 1 99999999999999\n") == .unreadable)
    }

    @Test("validators are listed by words")
    func validators() throws {
        #expect(PublishedHybridRules.Listed("")?.name == nil)
        #expect(PublishedHybridRules.Listed("ada from") == nil)
        #expect(PublishedHybridRules.Listed("ada until x") == nil)
        #expect(try #require(PublishedHybridRules.Listed("ada slashed from 3")).name == "ada")
    }
}
