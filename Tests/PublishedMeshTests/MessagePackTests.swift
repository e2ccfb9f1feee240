import BigInt
import Encodings
import PublishedMesh
import PythonValues
import TestSupport
import Testing

@Suite("The published serializer")
struct MessagePackTests {
    /// A time at which nothing has expired.
    static let now = PythonNumber.float(PythonTimes.beforeAll)

    private func exception(_ hexadecimal: String) throws -> String {
        let bytes = try #require(Hexadecimal.bytes(of: hexadecimal))
        do {
            _ = try MessagePack.value(of: bytes)
            return "none"
        } catch {
            return error.name
        }
    }

    @Test(
        "Each fault raises its own exception",
        arguments: [
            ("", "ValueError"), ("c0c0", "ExtraData"), ("c1", "FormatError"),
            ("a1ff", "UnicodeDecodeError"), ("8101c0", "ValueError"), ("8101c1", "FormatError"),
            // A size is believed only where so many bytes are there at all.
            ("93c1", "ValueError"), ("92c1", "FormatError"), ("ddffffffff", "ValueError"),
            ("dfffffffff", "ValueError"), ("dbffffffff", "ValueError"),
            ("c6ffffffff", "ValueError"), ("c9ffffffff40", "ValueError"),
            // Tuples of what cannot be iterated, timestamps of other sizes and of too long a part.
            ("d44000", "TypeError"), ("d440c0", "TypeError"), ("d5ff0000", "ValueError"),
            ("d7ffffffffff00000000", "ValueError"),
            // Dictionary values of another shape.
            ("d450c0", "TypeError"), ("d45090", "ValueError"), ("d6509300c000", "TypeError"),
            ("c7045093c0c0c0", "TypeError"), ("c7055093c0c091c0", "TypeError"),
            ("c7065093c0c09191c0", "ValueError"),
            // A subkey that is a list, and an expiration that is no number.
            ("c7085093c0c0919390c000", "TypeError"), ("c7085093c0c09193c0c0c0", "TypeError"),
        ])
    func exceptions(bytes: String, name: String) throws {
        #expect(try exception(bytes) == name, "\(bytes)")
    }

    @Test("Values that no message holds raise")
    func unwritable() throws {
        func name(_ value: MeshValue) -> String {
            do {
                _ = try MessagePack.bytes(of: value, now: Self.now)
                return "none"
            } catch {
                return error.name
            }
        }
        #expect(name(.integer(BigInt(1) << 64)) == "OverflowError")
        #expect(name(.integer(-(BigInt(1) << 63) - 1)) == "OverflowError")
        #expect(name(.id(.zero)) == "TypeError")
        #expect(name(.string(PythonText(codePoints: [0xD800]))) == "UnicodeEncodeError")
        var deep = MeshValue.none
        for depth in 1...513 {
            #expect(name(deep) == (depth <= 512 ? "none" : "ValueError"))
            deep = .list([deep])
        }
    }

    @Test("Values nest as deep as the published reader follows, and no message fells the stack")
    func nesting() throws {
        func lists(_ count: Int) -> [UInt8] { [UInt8](repeating: 0x91, count: count) + [0xC0] }
        func name(_ bytes: [UInt8]) -> String {
            do {
                _ = try MessagePack.value(of: bytes)
                return "none"
            } catch {
                return error.name
            }
        }
        #expect(name(lists(1023)) == "none")
        #expect(name(lists(1024)) == "StackError")
        #expect(name(lists(1_000_000)) == "StackError")
        var tuples: [UInt8] = [0xC0]
        for _ in 0..<5000 {
            let body = [0x91] + tuples
            let size = (0..<4).map { UInt8(truncatingIfNeeded: body.count >> (24 - 8 * $0)) }
            tuples = [0xC9] + size + [0x40] + body
        }
        #expect(name(tuples) == "RecursionError")
    }

    @Test("Mutated messages are read or refused; what is read is written and read back alike")
    func mutations() throws {
        let inputs = [
            "c7025090", "83a161c3c4026230ca3f800000a163d6ff00000001", "d340dc00100102",
            "c725509303cb408f7a00000000009193c4027330c409d3d714ea3ecf08ea16cb408f7a0000000000",
            "c70340920102", "94cc80cdffffd0ffd3ffffffffffffffff",
            "c70e4093d5409101910281a161d5409103",
            "c71d509303cb408f540000000000919380c401c0cb408f540000000000", "d7ff0000000100000001",
            "dd00000002dbaa00000000d90161",
        ].compactMap(Hexadecimal.bytes(of:))
        let names = [
            "ValueError", "ExtraData", "FormatError", "UnicodeDecodeError", "TypeError",
            "StackError", "KeyError", "RecursionError",
        ]
        var mutations = Mutations(seed: 3)
        var readCount = 0
        for index in 0..<Thoroughness.count(1_000_000, else: 100_000) {
            let bytes = mutations.bytes(like: inputs)
            do throws(PythonError) {
                let value = try MessagePack.value(of: bytes)
                let written = try MessagePack.bytes(of: value, now: Self.now)
                let again = try MessagePack.bytes(
                    of: MessagePack.value(of: written), now: Self.now)
                #expect(again == written, "\(index)")
                readCount += 1
            } catch {
                #expect(names.contains(error.name), "\(index): \(error)")
            }
        }
        #expect(readCount > 1000)
    }

    @Test("Numbers of any type are one subkey; times that are no number are not compared")
    func subkeys() throws {
        let dictionary = DictionaryValue()
        let now = PythonNumber.integer(0)
        for subkey in [MeshValue.integer(1), .float(PythonFloat(bits: 0x3FF0_0000_0000_0000))] {
            try dictionary.store(.none, for: subkey, expiration: .integer(5), now: now)
        }
        try dictionary.store(.none, for: .boolean(true), expiration: .integer(6), now: now)
        #expect(try dictionary.items(now: now).count == 1)
        #expect(throws: PythonError.self) {
            try dictionary.store(.none, for: .none, expiration: .text("7"), now: now)
        }
    }

    @Test("Subkeys of two types with equal expirations break the heap")
    func brokenHeap() throws {
        let storage = LocalStorage()
        let (now, time) = (PythonNumber.integer(0), PythonNumber.integer(9))
        let key = MeshID.generated(from: "key")
        #expect(
            try storage.store([1], for: key, subkey: .text("a"), expiration: time, now: now))
        #expect(throws: PythonError.self) {
            try storage.store([2], for: key, subkey: .integer(1), expiration: time, now: now)
        }
        guard case .dictionary(let dictionary)? = try storage.entry(for: key, now: now)?.value
        else {
            Issue.record("no dictionary")
            return
        }
        // The entry that raised stays in the heap without data.
        #expect(dictionary.storage.heap.count == 2)
        #expect(try dictionary.items(now: now).count == 1)
        #expect(throws: PythonError.self) { try dictionary.items(now: .integer(10)) }
    }
}
