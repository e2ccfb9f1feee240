import Encodings
import Testing

@Suite("Frames between the laboratory and its helpers")
struct HelperFrameTests {
    @Test("Every kind and length comes back")
    func roundTrip() {
        for kind in (UInt8.min ... .max).compactMap(HelperFrame.Kind.init) {
            for length in [0, 1, 255, 256, 65_536, HelperFrame.payloadByteCountMax] {
                let frame = HelperFrame(kind, payloadByteCount: length)
                #expect(frame.header.count == HelperFrame.headerByteCount)
                #expect(HelperFrame(header: frame.header) == frame)
            }
        }
    }

    @Test("Bytes that are no header are none")
    func refusals() {
        let header = HelperFrame(.doing, payloadByteCount: 7).header
        #expect(header == [1, 7, 0, 0, 0, 0, 0, 0, 0])
        for (index, byte): (Int, UInt8) in [(0, 0), (0, 7), (0, 255), (4, 16), (8, 1), (8, 255)] {
            var spoiled = header
            spoiled[index] = byte
            #expect(HelperFrame(header: spoiled) == nil, "byte \(index) as \(byte)")
        }
        #expect(HelperFrame(header: Array(header.dropLast())) == nil)
        #expect(HelperFrame(header: header + [0]) == nil)
        #expect(HelperFrame(header: []) == nil)
    }
}
