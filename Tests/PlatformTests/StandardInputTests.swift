import Foundation
import Platform
import Testing

/// A pipe stands in for standard input.
@Suite("Lines from standard input") struct StandardInputTests {
    private let pipe = Pipe()

    private func input(_ text: String) throws -> StandardInput {
        try pipe.fileHandleForWriting.write(contentsOf: Data(text.utf8))
        try pipe.fileHandleForWriting.close()
        return StandardInput(descriptor: pipe.fileHandleForReading.fileDescriptor)
    }

    @Test("Lines come one by one, and nil at the end of the input.")
    func lines() throws {
        var input = try input("one\n\nthree\n")
        for line in ["one", "", "three"] {
            #expect(try input.line(byteCountMax: 5) == Array(line.utf8))
        }
        #expect(try input.line(byteCountMax: 5) == nil)
    }

    @Test("A line over the limit is refused, also where its end comes in the same read.")
    func tooLong() throws {
        var input = try input("abcd\nabcde\n")
        #expect(try input.line(byteCountMax: 4) == Array("abcd".utf8))
        let error = PlatformError.lineTooLong(path: "standard input", byteCountMax: 4)
        #expect(throws: error) { try input.line(byteCountMax: 4) }
        #expect(
            error.description
                == "standard input: expected lines of at most 4 bytes, got a longer one")
    }

    @Test("An end of the input within a line is refused.")
    func cutOff() throws {
        var input = try input("one\ntw")
        #expect(try input.line(byteCountMax: 9) == Array("one".utf8))
        let error = PlatformError.endsWithinLine(path: "standard input", byteCount: 2)
        #expect(throws: error) { try input.line(byteCountMax: 9) }
        #expect(
            error.description
                == "standard input: expected the end of a line, got the end of the input after "
                + "2 bytes")
    }
}
