internal import BigInt
internal import Conformance
internal import Encodings
internal import PublishedHybrid
internal import PythonValues

/// Aggregations from records, with the gate's answer stated.
///
/// Deltas of half precision are chosen by its rounding, which one case needs: exact integers would
/// not choose the delta that ends the call. Averages are compared as ``AverageForms`` has it. The
/// aggregate's id is an input, which files write as `ID16`; the acknowledgements are those that
/// stand in the store afterwards.
struct AggregationVectors: VectorJudge {
    let name = "aggregate"

    func recognises(_ document: PythonDictionary) -> Bool {
        document.firstElement(of: "cases", has: ["records", "gate", "validator_pubkey"])
    }

    private enum RecordKind: String { case ok, missing, empty, garbage, list }

    private static let inputs = [
        "deltas", "dtype", "gate", "ids", "kinds", "mode", "peers", "records",
        "validator_pubkey",
    ]
    /// Any id: nothing but the acknowledgement's key depends on it.
    private static let identifier = [UInt8](repeating: 0xA5, count: 32)

    func outcomes(of document: PythonDictionary) throws -> [VectorOutcome] {
        try document.vectorDocument.member("cases").elements().enumerated().map {
            index, vector in
            try HybridCases.outcome(
                "\(index)", vector, inputs: Self.inputs, got: try Self.found(vector))
        }
    }

    private static func found(_ vector: VectorValue) throws -> HybridCases.Members {
        let averager = Averager(
            publicKeyText: try vector.member("validator_pubkey").unlessNull?.text(),
            calls: try vector.member("mode").choice(RecordCalls.self))
        let isBetter = try vector.member("gate").boolean()
        let round = Averager.Round(
            records: try records(vector), peerCount: try vector.member("peers").int(),
            aggregateIdentifier: identifier)
        var store = RecordStore()
        let outcome: AggregationOutcome
        do throws(PythonError) {
            outcome = try averager.aggregate(
                round, store: &store, now: 0, gate: { _ in isBetter })
        } catch {
            return [
                ("verdict", .text("crash")), ("exception", .text(error.name)),
                ("acks", count(of: store)),
            ]
        }
        var members: HybridCases.Members = [
            ("verdict", .text(outcome.isAccepted ? "accept" : "reject")),
            ("acks", count(of: store)),
        ]
        if let refusal = outcome.refusal { members.append(("reason", .text(refusal.rawValue))) }
        if let average = outcome.average {
            let floats =
                try vector.optional("average") ?? VectorValue(.list([]), place: vector.place)
            members.append(("average", try AverageForms.form(average, like: floats)))
        }
        if outcome.acknowledgement != nil { members.append(("ack_keys", keys(of: store))) }
        return members
    }

    private static func records(_ vector: VectorValue) throws -> [DeltaRecord] {
        let format = try vector.member("dtype").choice(TensorFormat.self)
        let kinds = try vector.member("records").elements()
        let deltas = try vector.member("deltas").elements(count: kinds.count)
        let records = try zip(kinds, deltas).map { kind, delta -> DeltaRecord in
            switch try kind.choice(RecordKind.self) {
            case .missing: .missing
            case .empty: .empty
            case .garbage: .unreadable
            case .list: .readable(.noDictionary)
            case .ok: .readable(.tensors(try delta.delta(format)))
            }
        }
        return Array(records.prefix(max(try vector.member("ids").int(), 0)))
    }

    private static func count(of store: RecordStore) -> PythonValue {
        .integer(BigInt(store.count))
    }

    private static func keys(of store: RecordStore) -> PythonValue {
        let prefix = Array(Hexadecimal.text(of: Array(identifier.prefix(16))).utf8)
        return .list(
            store.heldRecords.map { record in
                let key = record.key.utf8
                let head = Array("ack:".utf8)
                guard key.starts(with: head + prefix) else { return .text(record.key.text) }
                let rest = key.dropFirst(head.count + prefix.count)
                return .text("ack:ID16" + String(decoding: rest, as: UTF8.self))
            })
    }
}
