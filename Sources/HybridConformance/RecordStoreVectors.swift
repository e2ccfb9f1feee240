internal import BigInt
internal import Conformance
internal import PublishedHybrid
internal import PythonValues

/// Sequences of operations on a record store.
struct RecordStoreVectors: VectorJudge {
    let name = "dht_records"

    func recognises(_ document: PythonDictionary) -> Bool {
        document.firstElement(of: "sequences", has: ["capacity", "final", "ops"])
    }

    func outcomes(of document: PythonDictionary) throws -> [VectorOutcome] {
        var outcomes: [VectorOutcome] = []
        for (index, sequence) in try document.vectorDocument.member("sequences").elements()
            .enumerated()
        {
            var store = RecordStore(capacity: try sequence.member("capacity").unlessNull?.int())
            var now = Int.min
            for (number, step) in try sequence.member("ops").elements().enumerated() {
                now = try step.member("at").int()
                outcomes.append(
                    try Self.outcome("\(index) operation \(number)", step, &store))
            }
            outcomes.append(
                VectorOutcome(
                    index: "\(index) final",
                    expected: try HybridCases.text(sequence.member("final").value),
                    got: try HybridCases.text(RecordForms.list(store.sortedRecords(now: now)))))
        }
        return outcomes
    }

    private static func outcome(
        _ index: String, _ step: VectorValue, _ store: inout RecordStore
    ) throws -> VectorOutcome {
        let key = RecordKey(try step.member("key").string())
        let now = try step.member("at").int()
        switch try step.member("op").string() {
        case "store":
            let refusal = store.store(
                try step.member("value").hexadecimal(), for: key,
                expires: try step.member("expires").int(), now: now)
            return try HybridCases.outcome(
                index, step, inputs: ["at", "expires", "key", "op", "value"],
                got: [RecordForms.verdict(refusal)])
        case "get":
            let record = store.record(for: key, now: now)
            return try HybridCases.outcome(
                index, step, inputs: ["at", "key", "op"],
                got: [
                    ("expires", record.map { .integer(BigInt($0.expires)) } ?? .none),
                    ("value", record.map { HybridCases.hexadecimal($0.value) } ?? .none),
                ])
        case let operation:
            throw VectorFormError(
                place: step.place, expected: "an operation of a store", got: operation)
        }
    }
}

/// Records in the files' form.
enum RecordForms {
    static func verdict(_ refusal: RecordStore.Refusal?) -> (String, PythonValue) {
        ("verdict", .text(refusal == nil ? "accept" : "reject"))
    }

    /// Records of a store: key, value, expiry.
    static func list(_ records: [(key: RecordKey, record: RecordStore.Record)]) -> PythonValue {
        .list(
            records.map { key, record in
                .list([
                    .text(key.text), HybridCases.hexadecimal(record.value),
                    .integer(BigInt(record.expires)),
                ])
            })
    }
}
