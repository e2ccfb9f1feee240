import Scenarios
import Testing
import Trials

/// Scenario files come from strangers: an edit that cannot be done is a fault with words.
@Suite("Edits that cannot be done")
struct HostileEditsTests {
    private static func fault(_ body: () throws -> Void) -> String? {
        do {
            try body()
            return nil
        } catch {
            return (error as? StepFault)?.description
        }
    }

    @Test("A path of dots names nothing", arguments: [".", "..", "a..b", ".a."])
    func dots(path: String) throws {
        var document = try RawDocument(Array("{\"b\":1}".utf8))
        #expect(document.value(at: path) == nil)
        #expect(Self.fault { try document.set(path, "2") } != nil)
        #expect(Self.fault { try document.remove(path) } != nil)
    }

    @Test("Values in each other are counted, however many there are", arguments: [513, 1_000_000])
    func depth(count: Int) {
        for bracket in ["[", "{\"a\":"] {
            let text = String(repeating: bracket, count: count)
            let fault = Self.fault { _ = try RawDocument(Array(text.utf8)) }
            #expect(fault == "expected at most 512 values in each other, got more")
        }
        let most = String(repeating: "[", count: 511) + String(repeating: "]", count: 511)
        #expect(Self.fault { _ = try RawDocument(Array(most.utf8)) } == nil)
    }

    @Test("A content that is repeated beyond its bound is refused before it is made")
    func repetition() throws {
        #expect(try BytesStep.repeated([1, 2], 3) == [1, 2, 1, 2, 1, 2])
        let content = [UInt8](repeating: 7, count: 100_000)
        #expect(
            Self.fault { _ = try BytesStep.repeated(content, 1 << 24) }
                == "expected at most 67108864 bytes, got 100000 16777216 times")
        #expect(Self.fault { _ = try BytesStep.repeated(content, .max) } != nil)
    }
}
