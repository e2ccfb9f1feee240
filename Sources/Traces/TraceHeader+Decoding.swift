internal import Cryptography
internal import Encodings

extension TraceHeader {
    /// A header and its trace, whose digests are all zero and whose records are empty: those stand
    /// behind the header.
    ///
    /// **Throws:** ``TraceError/headerJSON(_:)``, ``TraceError/header(path:expected:got:)``,
    /// ``TraceError/headerForm(offset:expected:got:)``.
    static func decoded(
        _ bytes: [UInt8]
    ) throws(TraceError) -> (header: TraceHeader, trace: Trace) {
        let document: JSONValue
        do throws(JSONParseError) {
            document = try JSONParser.parse(bytes, byteCountMax: TraceLimits.headerByteCountMax)
        } catch {
            throw .headerJSON(error)
        }
        let trace: Trace
        do throws(StrictJSON.Failure) {
            trace = try self.trace(StrictJSON(document))
        } catch {
            throw .header(path: error.path, expected: error.expected, got: error.got)
        }
        let header = TraceHeader(trace)
        try checkForm(bytes, expected: header.bytes)
        return (header, trace)
    }

    /// That the bytes are the ones that the trace is written in.
    private static func checkForm(_ bytes: [UInt8], expected: [UInt8]) throws(TraceError) {
        guard bytes != expected else { return }
        let offset = zip(bytes, expected).prefix { $0 == $1 }.count
        func shown(_ bytes: [UInt8]) -> String {
            let text = String(decoding: bytes[offset...].prefix(16), as: UTF8.self)
            return text.isEmpty ? "its end" : JSONValue.quoted(text, scalarCountMax: 16)
        }
        throw .headerForm(offset: offset, expected: shown(expected), got: shown(bytes))
    }

    private static func trace(_ document: StrictJSON) throws(StrictJSON.Failure) -> Trace {
        let parts = try document.members(["run", "prompts", "made_by"])
        var trace = try run(parts[0], parts[1])
        try addMaker(parts[2], to: &trace)
        return trace
    }

    // MARK: What was asked

    private static func run(
        _ run: StrictJSON, _ prompts: StrictJSON
    ) throws(StrictJSON.Failure) -> Trace {
        let members = try run.members([
            "level", "architecture", "integer_weights_hash", "tensors", "schedule",
        ])
        let architecture = try TracedArchitecture(members[1])
        _ = try members[2].digest()
        let model = TracedModel(
            name: "", architecture: architecture, integerWeightsHash: try members[2].string(),
            files: [], tensors: try tensors(members[3]), tokenizerDigest: nil)
        let trace = Trace(
            level: try level(members[0]), model: model, schedule: try schedule(members[4]),
            prompts: try self.prompts(prompts, architecture), maker: [])
        try checkLevel(trace, members, prompts)
        try checkElementCounts(trace, members[4])
        return trace
    }

    private static func level(_ value: StrictJSON) throws(StrictJSON.Failure) -> TraceLevel {
        let text = try value.name(byteCountMax: 16 + TraceLimits.nameByteCountMax)
        guard let level = TraceLevel(text: text) else {
            throw value.refused("layers, operations, values=OPERATION or weights=PARAMETER")
        }
        return level
    }

    private static func tensors(_ value: StrictJSON) throws(StrictJSON.Failure) -> [TracedTensor] {
        var tensors: [TracedTensor] = []
        for element in try value.elements(count: 0...TraceLimits.tensorCountMax) {
            let parts = try element.elements(count: 2)
            let name = try parts[0].name()
            if let last = tensors.last, !last.name.utf8.lexicographicallyPrecedes(name.utf8) {
                throw parts[0].refused("a name after \(last.name) in the order of bytes")
            }
            let dimensions = try parts[1].integers(
                in: 1...TraceLimits.sizeMax, countMax: TraceLimits.dimensionCountMax)
            guard elementCount(dimensions) != nil else {
                throw parts[1].refused(elementCountRule, got: "\(dimensions)")
            }
            tensors.append(
                TracedTensor(
                    name: name, dimensions: dimensions, storedType: "", storedDigest: nil,
                    integersDigest: TraceLayout.zeroDigest))
        }
        return tensors
    }

    private static func schedule(
        _ value: StrictJSON
    ) throws(StrictJSON.Failure) -> [ScheduledOperation] {
        var schedule: [ScheduledOperation] = []
        var names: Set<String> = []  // never iterated
        var readers: [Int] = []
        var inputCount = 0
        for element in try value.elements(count: 0...TraceLimits.operationCountMax) {
            let members = try element.members(["name", "inputs", "dimensions", "type"])
            let name = try members[0].name()
            guard names.insert(name).inserted else {
                throw members[0].refused("each name once")
            }
            let inputs = try inputs(members[1], place: schedule.count)
            inputCount += inputs.count
            guard inputCount <= TraceLimits.inputCountMax else {
                throw value.refused(
                    "operations with \(TraceLimits.inputCountMax) inputs at most, together",
                    got: "\(inputCount) up to \(name)")
            }
            for input in inputs {
                guard readers[input] != schedule.count else {
                    throw members[1].refused("each place once", got: "\(input) twice")
                }
                readers[input] = schedule.count
            }
            readers.append(-1)
            let type = try members[3].string()
            guard let elementType = TracedElementType.allCases.first(where: { $0.name == type })
            else { throw members[3].refused("int32 or int64") }
            schedule.append(
                ScheduledOperation(
                    name: name, inputs: inputs, dimensions: try dimensions(members[2]),
                    elementType: elementType))
        }
        return schedule
    }

    private static func inputs(_ value: StrictJSON, place: Int) throws(StrictJSON.Failure) -> [Int]
    {
        guard place > 0 else {
            guard value.value.arrayValue?.isEmpty == true else {
                throw value.refused("an empty array: nothing runs before the first operation")
            }
            return []
        }
        return try value.integers(in: 0...place - 1, countMax: TraceLimits.operationCountMax)
    }

    private static func dimensions(_ value: StrictJSON) throws(StrictJSON.Failure)
        -> [TraceDimension]
    {
        var dimensions: [TraceDimension] = []
        for element in try value.elements(count: 0...TraceLimits.dimensionCountMax) {
            if element.value.stringValue == tokens {
                dimensions.append(.tokens)
            } else {
                dimensions.append(.fixed(try element.integer(in: 1...TraceLimits.sizeMax)))
            }
        }
        return dimensions
    }

    private static func prompts(
        _ value: StrictJSON, _ architecture: TracedArchitecture
    ) throws(StrictJSON.Failure) -> [TracedPrompt] {
        var prompts: [TracedPrompt] = []
        for element in try value.elements(count: 0...TraceLimits.promptCountMax) {
            let members = try element.members(["salt", "prompt", "token_ids"])
            let tokenIDs = try members[2].integers(
                in: 0...architecture.vocabularyCount - 1,
                countMax: architecture.contextTokenCount)
            guard !tokenIDs.isEmpty else { throw members[2].refused("a token", got: "none") }
            prompts.append(
                TracedPrompt(
                    salt: try members[0].string(), prompt: try members[1].string(),
                    tokenIDs: tokenIDs.map { Int32($0) }, records: []))
        }
        return prompts
    }

    // MARK: What must fit together

    /// That the level finds in the schedule, the tensors and the prompts what it speaks of.
    private static func checkLevel(
        _ trace: Trace, _ members: [StrictJSON], _ prompts: StrictJSON
    ) throws(StrictJSON.Failure) {
        switch trace.level {
        case .layers, .operations: break
        case .values(let operation):
            guard trace.schedule.last?.name == operation else {
                throw members[4].refused(
                    "\(operation), of which the level speaks, as the last operation",
                    got: trace.schedule.last?.name ?? "no operation")
            }
            guard operation != ScheduledOperation.proof else {
                throw members[0].refused("an operation whose output is a tensor")
            }
        case .weights(let parameter):
            guard trace.model.tensors.contains(where: { $0.name == parameter }) else {
                throw members[3].refused(
                    "\(parameter), of which the level speaks, among them", got: "no such tensor")
            }
            for (member, isEmpty) in [
                (members[4], trace.schedule.isEmpty), (prompts, trace.prompts.isEmpty),
            ] where !isEmpty {
                throw member.refused("an empty array in a trace of weights", got: "elements")
            }
        }
    }

    private static let elementCountRule =
        "dimensions of \(TraceLimits.elementCountMax) elements at most"

    private static func checkElementCounts(
        _ trace: Trace, _ schedule: StrictJSON
    ) throws(StrictJSON.Failure) {
        let tokenCount = trace.prompts.map(\.tokenIDs.count).max() ?? 0
        for (place, operation) in trace.schedule.enumerated() {
            let dimensions = operation.dimensions(tokenCount: tokenCount)
            guard elementCount(dimensions) != nil else {
                throw StrictJSON.Failure(
                    path: "\(schedule.path)[\(place)].dimensions", expected: elementCountRule,
                    got: "\(dimensions)")
            }
        }
    }

    /// Nil beyond the limit. Each factor is below 2^31 and each product before it below 2^29.
    private static func elementCount(_ dimensions: [Int]) -> Int? {
        var count = 1
        for dimension in dimensions {
            count *= dimension
            guard count <= TraceLimits.elementCountMax else { return nil }
        }
        return count
    }

    // MARK: Who computed it

    private static func addMaker(
        _ value: StrictJSON, to trace: inout Trace
    ) throws(StrictJSON.Failure) {
        let members = try value.members(["model", "files", "stored_types", "tokenizer", "facts"])
        trace.model.name = try members[0].text()
        for element in try members[1].elements(count: 0...TraceLimits.fileCountMax) {
            trace.model.files.append(try TracedFile(element))
        }
        let types = try members[2].elements(count: trace.model.tensors.count)
        for (index, type) in types.enumerated() where try !type.string().isEmpty {
            trace.model.tensors[index].storedType = try type.name()
        }
        if case .null = members[3].value {
        } else {
            trace.model.tokenizerDigest = try members[3].digest()
        }
        var keys: Set<String> = []  // never iterated
        for element in try members[4].elements(count: 0...TraceLimits.factCountMax) {
            let parts = try element.elements(count: 2)
            let key = try parts[0].name()
            guard keys.insert(key).inserted else { throw parts[0].refused("each key once") }
            trace.maker.append(TraceFact(key, try parts[1].text()))
        }
    }
}

extension StrictJSON {
    /// Text for people.
    fileprivate func text() throws(Failure) -> String {
        try string(byteCountMax: TraceLimits.textByteCountMax)
    }

    fileprivate func name(
        _ byteCountMax: Int = TraceLimits.nameByteCountMax
    ) throws(Failure) -> String {
        try name(byteCountMax: byteCountMax)
    }
}
