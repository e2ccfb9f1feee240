import MeshNetwork
import MeshServing
import TestSupport
import Testing

@Suite("Frames")
struct FrameReaderTests {
    @Test("Frames come out as they went in, however their bytes are cut")
    func cuts() throws {
        var generator = SeededGenerator(seed: 21)
        let messages = [1, 2, 255, 256, 4_096, MeshParameters.messageByteCountMax].map { count in
            (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
        }
        let bytes = messages.flatMap(FrameReader.frame)
        for part in [1, 3, 4, 5, 1_000, 65_536, bytes.count] {
            var reader = FrameReader()
            var got: [[UInt8]] = []
            for start in stride(from: 0, to: bytes.count, by: part) {
                reader.take(Array(bytes[start..<min(start + part, bytes.count)]))
                while let message = try reader.next() { got.append(message) }
            }
            #expect(got == messages, "parts of \(part) bytes")
            #expect(!reader.isWithinFrame)
        }
    }

    @Test(
        "A length that no message has is a fault as soon as it is there",
        arguments: [0, MeshParameters.messageByteCountMax + 1, 1 << 24, Int(UInt32.max)])
    func faults(_ count: Int) {
        var reader = FrameReader()
        reader.take([24, 16, 8, 0].map { UInt8(truncatingIfNeeded: count >> $0) })
        #expect(throws: FrameFault.self) { try reader.next() }
    }
}
