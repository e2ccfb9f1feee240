import Encodings
import PublishedMesh
import TestSupport
import Testing

@Suite("Protobuf's wire format")
struct ProtobufWireTests {
    private func fields(_ hexadecimal: String) throws -> [ProtobufField]? {
        let bytes = try #require(Hexadecimal.bytes(of: hexadecimal))
        return try? ProtobufWire.fields(of: bytes)
    }

    @Test("Fields come with their numbers, values and spellings")
    func fields() throws {
        var writer = ProtobufWriter()
        writer.append(1, varint: 300)
        writer.append(2, fixed64: 0x0102_0304_0506_0708)
        writer.append(15, bytes: [1, 2, 3])
        writer.append(16, packedVarints: [0, 128])
        writer.append(17, packedFixed64: [1, .max])
        writer.append(18, packedVarints: [])
        let fields = try ProtobufWire.fields(of: writer.bytes)
        #expect(fields.map(\.number) == [1, 2, 15, 16, 17])
        #expect(fields[0].value == .varint(300))
        #expect(fields[1].value == .fixed64(0x0102_0304_0506_0708))
        #expect(fields[2].value == .bytes([1, 2, 3]))
        guard case .bytes(let varints) = fields[3].value, case .bytes(let words) = fields[4].value
        else {
            Issue.record("no packed fields")
            return
        }
        #expect(try ProtobufWire.packedVarints(varints) == [0, 128])
        #expect(try ProtobufWire.packedFixed64(words) == [1, .max])
        #expect(fields.flatMap(\.spelling) == writer.bytes)
    }

    @Test(
        "Bytes that are no message are refused",
        arguments: [
            "08", "0a05", "0d0000", "09000000", "00", "0f", "0e", "0c", "0b", "0b14",
            "88808080808001", "08ffffffffffffffffffff01", "0affffffff7f", "808080801000",
        ])
    func refused(bytes: String) throws {
        #expect(try fields(bytes) == nil, "\(bytes)")
    }

    @Test("Long spellings and groups are read")
    func otherSpellings() throws {
        #expect(try fields("888000ffffffffffffffffff01")?.first?.value == .varint(.max))
        #expect(try fields("0b1001080c")?.count == nil)
        #expect(try fields("0b10010c")?.first?.value == .group([0x10, 0x01]))
        #expect(try fields("0b130a000014" + "0c")?.count == nil)
        #expect(try fields("0d01020304")?.first?.value == .fixed32(0x0403_0201))
        let deep = [UInt8](repeating: 0x0B, count: 1_000_000)
        #expect(throws: ProtobufWireError.self) { try ProtobufWire.fields(of: deep) }
    }

    @Test("Mutated messages are read or refused; what is read has all bytes in its spellings")
    func mutations() throws {
        let inputs = [
            "0801124003aabb", "0a030102031a0500112233440b10010c", "2101020304050607080d01020304",
        ]
        .compactMap(Hexadecimal.bytes(of:))
        var mutations = Mutations(seed: 5)
        var readCount = 0
        for _ in 0..<Thoroughness.count(500_000, else: 50_000) {
            let bytes = mutations.bytes(like: inputs)
            guard let fields = try? ProtobufWire.fields(of: bytes) else { continue }
            #expect(fields.flatMap(\.spelling) == bytes)
            readCount += 1
        }
        #expect(readCount > 1000)
    }
}
