internal import BigInt
internal import Conformance
internal import PublishedHybrid
internal import PythonValues

/// The trainer's data, steps and records, and the record daemon's arguments.
struct TrainerVectors: VectorJudge {
    let name = "data"
    /// No text of a file is longer.
    private static let characterCountMax = 1 << 16
    /// No loop of a file is longer.
    private static let stepCountMax = 1 << 16

    func recognises(_ document: PythonDictionary) -> Bool {
        ["daemon", "delta_records", "files", "load", "loop"].allSatisfy { document[$0] != nil }
    }

    func outcomes(of document: PythonDictionary) throws -> [VectorOutcome] {
        let root = document.vectorDocument
        let lists: [(String, [String], (VectorValue) throws -> HybridCases.Members)] = [
            ("daemon", ["arguments"], Self.daemon),
            ("delta_records", ["delta", "mode", "now"], Self.deltaRecord),
            ("files", ["samples"], Self.file),
            ("load", ["ask", "samples_per_dataset", "sets", "total_samples"], Self.load),
            ("loop", ["steps", "texts"], Self.loop),
        ]
        return try lists.flatMap { list, inputs, found in
            try root.member(list).elements().enumerated().map { index, vector in
                try HybridCases.outcome(
                    "\(list) \(index)", vector, inputs: inputs, got: try found(vector))
            }
        }
    }

    private static func daemon(_ vector: VectorValue) throws -> HybridCases.Members {
        let arguments = try vector.member("arguments").elements().map { try $0.text() }
        let settings: RecordDaemonSettings
        do throws(RecordDaemonSettings.Failure) {
            settings = try RecordDaemonSettings(arguments: arguments)
        } catch {
            switch error {
            case .exit(let code):
                return [("verdict", .text("reject")), ("exit", .integer(BigInt(code)))]
            case .exception(let exception):
                return [("verdict", .text("crash")), ("exception", .text(exception.name))]
            }
        }
        return [
            ("verdict", .text("accept")), ("host", .string(settings.host)),
            ("port", .integer(settings.port)), ("solo", .boolean(settings.isSolo)),
            ("bootstrap", .list(settings.bootstrap.map { .string($0) })),
            ("k", .integer(settings.bucketSize)), ("dir", .string(settings.directory)),
            ("autonat", .boolean(settings.triesAutonat)),
        ]
    }

    private static func deltaRecord(_ vector: VectorValue) throws -> HybridCases.Members {
        let calls = try vector.member("mode").choice(RecordCalls.self)
        let (now, delta) = try (vector.member("now").int(), vector.member("delta").hexadecimal())
        var store = RecordStore()
        var members: HybridCases.Members
        do throws(PythonError) {
            let identifier = try DeltaPublication.publish(
                delta, calls: calls, in: &store, now: now)
            members = [("verdict", .text("accept")), ("returned", .text(identifier))]
        } catch {
            members = [("verdict", .text("crash")), ("exception", .text(error.name))]
        }
        members.append(("records", RecordForms.list(store.heldRecords)))
        return members
    }

    private static func file(_ vector: VectorValue) throws -> HybridCases.Members {
        let samples = try vector.member("samples").elements().map { try $0.text() }
        let bytes = try TextFile.bytes(of: samples)
        let loaded = try TextFile.samples(of: bytes)
        return [
            ("file", HybridCases.hexadecimal(bytes)),
            ("loaded", .list(loaded.map { .string($0) })),
        ]
    }

    private static func load(_ vector: VectorValue) throws -> HybridCases.Members {
        let sets = try vector.member("sets")
        var items: [PythonText: [DataItem]] = [:]  // looked up, never iterated
        let keys = try vector.member("ask").elements().map { try $0.text() }
        for key in keys {
            guard let set = try sets.optional(key.shown)?.unlessNull else { continue }
            items[key] = try set.elements().map(item)
        }
        let selection = TextSelection(
            perSet: try vector.member("samples_per_dataset").unlessNull?.integer(),
            total: try vector.member("total_samples").unlessNull?.integer())
        let texts = selection.texts(of: keys) { items[$0] }
        let result = texts.map { text in
            PythonValue.list([
                .string(PythonText(codePoints: Array(text.codePoints.prefix(1)))),
                .integer(BigInt(text.codePoints.count)),
            ])
        }
        return [("verdict", .text("accept")), ("result", .list(result))]
    }

    /// An item, whose text a file gives as its one character and its length.
    private static func item(_ vector: VectorValue) throws -> DataItem {
        guard case .dictionary = vector.value else { return .other }
        guard let text = try vector.optional("text"), case .list = text.value else {
            return .object(text: nil)
        }
        let parts = try text.elements(count: 2)
        let (character, count) = try (parts[0].text().codePoints, parts[1].int())
        guard count <= Self.characterCountMax, count == 0 || character.count == 1 && count > 0
        else {
            throw VectorFormError(
                place: text.place, expected: "a character and a length", got: "another")
        }
        return .object(
            text: PythonText(codePoints: (0..<count).map { _ in character[0] }))
    }

    private static func loop(_ vector: VectorValue) throws -> HybridCases.Members {
        let steps = try vector.member("steps").int()
        guard steps <= stepCountMax else {
            throw VectorFormError(place: vector.place, expected: "fewer steps", got: "\(steps)")
        }
        let loop = TrainingLoop(
            stepCount: steps,
            textCount: try vector.member("texts").int())
        var (batches, published): ([[Int]], [Int]) = ([], [])
        for step in 0..<loop.stepCount {
            // Any draws: the first place that is left, the last one and those between in turn.
            var number = step
            let batch = loop.batch { bound in
                number += 1
                return number % bound
            }
            let sizes = [batch.count, Set(batch).count]  // count only, never iterated
            if !batches.contains(sizes) { batches.append(sizes) }
            if TrainingLoop.publishes(step) { published.append(step) }
        }
        return [
            ("verdict", .text("accept")),
            ("batch", .list(batches.map { .list($0.map { .integer(BigInt($0)) }) })),
            ("published_at", .list(published.map { .integer(BigInt($0)) })),
        ]
    }
}
