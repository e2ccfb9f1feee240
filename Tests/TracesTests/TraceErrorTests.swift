import Cryptography
import Encodings
import Testing
import TraceMutations
import Traces

@Suite("Errors of traces' files") struct TraceErrorTests {
    /// Why a file is refused that a forger made of a good one.
    private func error(
        _ trace: Trace = SampleTraces.operations, _ change: (inout TraceParts) -> Void
    ) throws -> TraceError {
        var parts = try TraceParts(trace.encoded())
        change(&parts)
        return try refusal(of: parts.sealed)
    }

    private func refusal(of bytes: [UInt8]) throws -> TraceError {
        try #require(throws: TraceError.self) { try Trace(decoding: bytes) }
    }

    /// Why a header is refused where the value at a path is another.
    private func expectHeader(
        _ path: String, _ expected: String, got: String? = nil,
        of trace: Trace = SampleTraces.operations,
        sourceLocation: SourceLocation = #_sourceLocation,
        _ change: (inout JSONValue) -> Void
    ) throws {
        let error = try error(trace) { change(&$0.header) }
        guard case .header(let gotPath, let gotExpected, let gotValue) = error else {
            Issue.record("\(error)", sourceLocation: sourceLocation)
            return
        }
        #expect(gotPath == path, sourceLocation: sourceLocation)
        #expect(gotExpected.contains(expected), "\(gotExpected)", sourceLocation: sourceLocation)
        if let got { #expect(gotValue == got, sourceLocation: sourceLocation) }
    }

    @Test("No trace, a trace of another version, a stump: each is called so.")
    func beginning() throws {
        let bytes = try SampleTraces.layers.encoded()
        #expect(
            try refusal(of: Array("PK\u{1}\n".utf8)).description
                == #"byte 0: expected a trace, which begins with "glyphlab trace ", "#
                + #"got "PK\u0001\n""#)
        #expect(try refusal(of: []) == .notATrace(got: []))
        let first = Array("glyphlab trace 1\n".utf8) + bytes[17...]
        #expect(
            try refusal(of: first).description
                == #"format version: expected 2, got "1": "#
                + "another version of glyphlab wrote this file"
        )
        let tenth = Array("glyphlab trace 20\n".utf8) + bytes[17...]
        #expect(try refusal(of: tenth) == .version(expected: "2", got: "20"))
        #expect(
            try refusal(of: Array(bytes.prefix(60)))
                == .tooShort(expectedByteCount: 91, gotByteCount: 60))
    }

    @Test("A header's length is held to the limit and to the file, whatever its 64 bits say.")
    func headerLength() throws {
        let bytes = try SampleTraces.layers.encoded()
        for length: UInt64 in [0, 1, UInt64(bytes.count), 1 << 40, 1 << 63, .max] {
            var bytes = bytes
            for index in 0..<8 { bytes[17 + index] = UInt8(length >> (8 * index) & 255) }
            let limit = bytes.count - 17 - 8 - 64
            #expect(
                try refusal(of: bytes) == .headerLength(limitByteCount: limit, got: length))
        }
    }

    @Test("A header that is no JSON, or JSON in another form, is refused with its place.")
    func headerForm() throws {
        var bytes = try SampleTraces.layers.encoded()
        bytes[25 + 7] = UInt8(ascii: "?")
        #expect(
            try refusal(of: bytes).description
                == "header: byte 7: expected a value, got '?'")
        // An escape that need not be one: `\u0063` for c.
        var parts = try TraceParts(SampleTraces.layers.encoded())
        parts.header.edit("made_by", "model") { $0 = .string("c") }
        let good = parts.sealed
        let marker = Array(#""model":"c""#.utf8)
        let place = try #require(good.firstRange(of: marker)).lowerBound
        var header = Array(good[25..<place]) + Array(#""model":"\u0063""#.utf8)
        let headerEnd = 25 + good[17..<25].reversed().reduce(0) { $0 << 8 | Int($1) }
        header += good[(place + marker.count)..<headerEnd]
        var file = Array(good[..<17])
        for index in 0..<8 { file.append(UInt8(header.count >> (8 * index) & 255)) }
        file += header + good[headerEnd...]
        guard case .headerForm(let offset, let expected, let got) = try refusal(of: file) else {
            Issue.record("accepted another form")
            return
        }
        #expect(offset == place - 25 + 9)
        #expect(expected == #""c\",\"files\":[{\"na""#)
        #expect(got == #""\\u0063\",\"files\":""#)
    }

    @Test("Members of the header that are missing, of another kind or too many are named.")
    func members() throws {
        try expectHeader("made_by", "an object of model, files", got: "no facts") {
            $0.edit("made_by") { $0 = .object(Array(($0.objectValue ?? []).dropLast())) }
        }
        try expectHeader("run", "level", got: "\"another\" too") {
            $0.edit("run") { $0 = .object(($0.objectValue ?? []) + [JSONMember("another", .null)]) }
        }
        try expectHeader(
            "", "an object of run, prompts, made_by", got: "\"made_by\" in the place of run"
        ) {
            $0 = .object(Array(($0.objectValue ?? []).reversed()))
        }
        try expectHeader("run.architecture", "an object", got: "null") {
            $0.edit("run", "architecture") { $0 = .null }
        }
        try expectHeader("run.architecture.norm", "a name") {
            $0.edit("run", "architecture", "norm") { $0 = .string("layer norm") }
        }
        for (value, got) in [(JSONValue.integer(0), "the number 0"), (.integer(1 << 31), nil)] {
            try expectHeader("run.architecture.heads", "1 to 2147483647", got: got) {
                $0.edit("run", "architecture", "heads") { $0 = value }
            }
        }
        try expectHeader("run.integer_weights_hash", "64 digits") {
            $0.edit("run", "integer_weights_hash") { $0 = .string("AB") }
        }
        for level in ["all", "values=", "\u{212A}", ""] {
            try expectHeader(
                "run.level", level == "\u{212A}" || level.isEmpty ? "a name" : "layers"
            ) {
                $0.edit("run", "level") { $0 = .string(level) }
            }
        }
        #expect(
            try error { $0.header = .array([]) }.description
                == "header: expected an object of run, prompts, made_by, got an array")
        #expect(
            try error { $0.header.edit("run") { $0 = .null } }.description
                == "header: run: expected an object of level, architecture, "
                + "integer_weights_hash, tensors, schedule, got null")
    }

    @Test("Tensors must ascend by name and stay within the limits.")
    func tensors() throws {
        func edit(_ header: inout JSONValue, _ change: (inout [JSONValue]) -> Void) {
            header.edit("run", "tensors") { $0.editElements(change) }
        }
        try expectHeader("run.tensors[1][0]", "a name after wpe") { header in
            edit(&header) { $0[0] = $0[1] }
        }
        try expectHeader("run.tensors[2][0]", "a name after wpe") { header in
            edit(&header) { $0[2] = .array([.string("wpe"), .array([.integer(2)])]) }
        }
        try expectHeader("run.tensors[0]", "2 elements", got: "1") { header in
            edit(&header) { $0[0] = .array([.string("a")]) }
        }
        let huge = JSONValue.array([.integer(1 << 30), .integer(1 << 30), .integer(1 << 30)])
        try expectHeader("run.tensors[0][1]", "268435456 elements at most") { header in
            edit(&header) { $0[0] = .array([.string("a"), huge]) }
        }
        let many = JSONValue.array(Array(repeating: .integer(1), count: 9))
        try expectHeader("run.tensors[0][1]", "8 elements at most", got: "9") { header in
            edit(&header) { $0[0] = .array([.string("a"), many]) }
        }
    }

    @Test("A schedule names each operation once, its inputs before it, in shapes that can be.")
    func schedule() throws {
        func edit(_ header: inout JSONValue, _ key: String, of index: Int, _ value: JSONValue) {
            header.edit("run", "schedule") {
                $0.editElements { $0[index].edit(key) { $0 = value } }
            }
        }
        let path = "run.schedule[2]"
        try expectHeader("\(path).name", "each name once", got: "the string \"embed\"") {
            edit(&$0, "name", of: 2, .string("embed"))
        }
        try expectHeader("\(path).inputs[0]", "from 0 to 1", got: "the number 2") {
            edit(&$0, "inputs", of: 2, .array([.integer(2)]))
        }
        try expectHeader("\(path).inputs", "each place once", got: "1 twice") {
            edit(&$0, "inputs", of: 2, .array([.integer(1), .integer(0), .integer(1)]))
        }
        // 725 operations that read all before them: 262,450 inputs, of which 262,144 are let in.
        try expectHeader("run.schedule", "262144 inputs at most", got: "262450 up to o724") {
            $0.edit("run", "schedule") {
                $0 = .array((0..<725).map(Self.reader))
            }
        }
        try expectHeader("run.schedule[0].inputs", "nothing runs before") {
            edit(&$0, "inputs", of: 0, .array([.integer(0)]))
        }
        try expectHeader("\(path).type", "int32 or int64") {
            edit(&$0, "type", of: 2, .string("float32"))
        }
        try expectHeader("\(path).dimensions[0]", "1 to 2147483647", got: "the string \"batch\"") {
            edit(&$0, "dimensions", of: 2, .array([.string("batch")]))
        }
        // 8 of them are 3^8 for three tokens: the longest prompt counts.
        let cube = JSONValue.array(
            Array(repeating: .string("tokens"), count: 7) + [.integer(1 << 20)])
        try expectHeader("\(path).dimensions", "268435456 elements at most") {
            edit(&$0, "dimensions", of: 2, cube)
        }
    }

    /// An operation that reads all before it.
    private static func reader(_ place: Int) -> JSONValue {
        .object([
            JSONMember("name", .string("o\(place)")),
            JSONMember("inputs", .array((0..<place).map(JSONValue.integer))),
            JSONMember("dimensions", .array([])), JSONMember("type", .string("int32")),
        ])
    }

    @Test("Prompts have tokens, each in the vocabulary, no more than the context holds.")
    func prompts() throws {
        func edit(_ header: inout JSONValue, _ value: JSONValue) {
            header.edit("prompts") {
                $0.editElements { $0[1].edit("token_ids") { $0 = value } }
            }
        }
        let path = "prompts[1].token_ids"
        try expectHeader(path, "a token", got: "none") { edit(&$0, .array([])) }
        for id in [-1, 50, Int.max] {
            try expectHeader("\(path)[1]", "from 0 to 49", got: "the number \(id)") {
                edit(&$0, .array([.integer(0), .integer(id)]))
            }
        }
        try expectHeader(path, "8 elements at most", got: "9") {
            edit(&$0, .array(Array(repeating: .integer(0), count: 9)))
        }
        try expectHeader(path, "an array", got: "the number 3") { edit(&$0, .integer(3)) }
    }

    @Test("Who computed it is held to bounds too.")
    func maker() throws {
        try expectHeader("made_by.facts[1][0]", "each key once") {
            $0.edit("made_by", "facts") { $0.editElements { $0[1] = $0[0] } }
        }
        try expectHeader("made_by.model", "4096 bytes at most", got: "4097") {
            $0.edit("made_by", "model") { $0 = .string(String(repeating: "x", count: 4097)) }
        }
        try expectHeader("made_by.files[0].bytes", "from 0 to") {
            $0.edit("made_by", "files") {
                $0.editElements { $0[0].edit("bytes") { $0 = .integer(-1) } }
            }
        }
        try expectHeader("made_by.stored_types", "3 elements", got: "2") {
            $0.edit("made_by", "stored_types") { $0.editElements { $0.removeLast() } }
        }
        try expectHeader("made_by.tokenizer", "64 digits", got: "false") {
            $0.edit("made_by", "tokenizer") { $0 = .boolean(false) }
        }
    }

    @Test("A level finds its operation, or its parameter and nothing else.")
    func levels() throws {
        try expectHeader(
            "run.schedule", "embed, of which the level speaks", of: SampleTraces.values
        ) {
            $0.edit("run", "level") { $0 = .string("values=embed") }
        }
        try expectHeader("run.level", "an operation whose output is a tensor") {
            $0.edit("run", "level") { $0 = .string("values=proof") }
        }
        try expectHeader(
            "run.tensors", "lm_head, of which the level speaks", of: SampleTraces.weights
        ) {
            $0.edit("run", "level") { $0 = .string("weights=lm_head") }
        }
        try expectHeader("run.schedule", "an empty array in a trace of weights") {
            $0.edit("run", "level") { $0 = .string("weights=wte") }
        }
    }

    @Test("The parts behind the header are held to it and to each other.")
    func parts() throws {
        let count = try SampleTraces.operations.encoded().count
        #expect(
            try error { $0.records[0].removeLast() }
                == .length(expectedByteCount: count, gotByteCount: count - 33))
        let digest = SampleTraces.digest("another", 0)
        func record(_ what: String, _ expected: String, got: String) -> TraceError {
            .record(prompt: 1, operation: "embed", what: what, expected: expected, got: got)
        }
        #expect(
            try error { $0.records[1][0][0] = 4 } == record("state", "0 to 3", got: "4"))
        #expect(
            try error { $0.records[1][0] = [2] + digest.bytes }
                == record("digest", "zeros, since it was not computed", got: digest.text))
        #expect(
            try error { $0.records[1][0] = [UInt8](repeating: 0, count: 33) }
                == record(
                    "digest", "one, since the state says that it was computed", got: "zeros"))
        #expect(
            try error { $0.tensors[1].replaceSubrange(32..., with: digest.bytes) }
                == .tensor(
                    name: "wpe", what: "digest of the stored bytes",
                    expected: "zeros, since no stored type is known", got: digest.text))
        let zeros = [UInt8](repeating: 0, count: 32)
        #expect(
            try error { $0.tensors[1].replaceSubrange(..<32, with: zeros) }
                == .tensor(
                    name: "wpe", what: "digest of the integers", expected: "one", got: "zeros"))
    }

    @Test("Elements must have the digest that the record, or the tensor, says.")
    func elements() throws {
        let values = try error(SampleTraces.wideValues) { $0.elements[0] ^= 1 }
        guard case .record(0, "h.0.attn.scores", "digest of the elements", _, _) = values else {
            Issue.record("\(values)")
            return
        }
        #expect(
            try error(SampleTraces.values) { $0.elements[30] = 1 }
                == .record(
                    prompt: 1, operation: "h.1.residual_mlp", what: "elements",
                    expected: "zeros, since it was not computed", got: "others"))
        let weights = try error(SampleTraces.weights) { $0.elements[0] ^= 1 }
        guard case .tensor("h.0.w", "digest of the integers", _, _) = weights else {
            Issue.record("\(weights)")
            return
        }
    }

    @Test("The root and the digest of the file are computed again.")
    func digests() throws {
        var bytes = try SampleTraces.layers.encoded()
        let root = SampleTraces.layers.root
        let good = Digest(bytes: Array(bytes.suffix(32)))
        bytes[bytes.count - 1] ^= 1
        let other = Digest(bytes: Array(bytes.suffix(32)))
        #expect(try refusal(of: bytes) == .fileDigest(expected: good, got: other))
        bytes.replaceSubrange(
            (bytes.count - 64)..., with: other.bytes + [UInt8](repeating: 0, count: 32))
        let digest = Digests.sha256(bytes.dropLast(32))
        bytes.replaceSubrange((bytes.count - 32)..., with: digest.bytes)
        #expect(try refusal(of: bytes) == .root(expected: root, got: other))
        #expect(
            try refusal(of: bytes).description
                == "root: expected \(root.text), that of the run and the records, got \(other.text)"
        )
    }

    @Test("A trace that a file cannot hold is not written.")
    func unwritable() throws {
        var missing = SampleTraces.layers
        missing.prompts[1].records.removeLast()
        #expect(
            throws: TraceError.unwritable(
                what: "prompt 1's records",
                expected: "5, one for each operation of the schedule", got: "4")
        ) { try missing.encoded() }
        var superfluous = SampleTraces.layers
        superfluous.prompts[0].values = [1]
        let error = #expect(throws: TraceError.self) { try superfluous.encoded() }
        guard case .unwritable("the trace", _, _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        var beyond = SampleTraces.values
        beyond.prompts[0].values[0] += 1
        #expect(throws: TraceError.self) { try beyond.encoded() }
    }
}
