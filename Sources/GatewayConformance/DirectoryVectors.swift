internal import BigInt
internal import Conformance
internal import PublishedGateways
internal import PythonValues

/// Publishing to the DHT, and what can be fetched of it later.
struct DirectoryVectors: VectorJudge {
    let name = "dht"

    func recognises(_ document: PythonDictionary) -> Bool {
        document.firstCase.map { $0["ops"] != nil && $0["read_at"] != nil } ?? false
    }

    func outcomes(of document: PythonDictionary) throws -> [VectorOutcome] {
        try document.vectorDocument.member("cases").elements().map { vector in
            let directory = PublishedDirectory()
            for operation in try vector.member("ops").elements() {
                try Self.run(operation, on: directory)
            }
            let time = try Self.time(vector.member("read_at"))
            let keys = [
                PublishedDirectory.epochsKey, PublishedDirectory.pricesKey,
                PublishedDirectory.receiptsKey,
            ]
            var held = PythonDictionary()
            for key in keys {
                guard let subkeys = directory.heldSubkeys(of: key, at: time) else { continue }
                held[key] = .list(try PythonValue.sorted(subkeys.map(PythonValue.string)))
            }
            let asks = directory.priceAsks(at: time)
            let receipts = directory.latestReceipts(at: time) ?? PythonValue.none
            // Epochs are asked for by the names that the operations give.
            let epoch =
                ["e0", "e1"].lazy.compactMap {
                    directory.snapshot(epoch: PythonText($0), at: time)
                }.first.map(PythonValue.dictionary) ?? PythonValue.none
            return VectorOutcome(
                index: try vector.caseIndex(),
                expected: try ["held", "fetch_price_asks", "fetch_latest_receipts", "fetch_epoch"]
                    .map { try Self.text(vector.member($0).value) }.joined(separator: " "),
                got: try [.dictionary(held), .dictionary(asks), receipts, epoch].map(Self.text)
                    .joined(separator: " "))
        }
    }

    private static func text(_ value: PythonValue) throws -> String {
        try PythonJSONWriter.text(value)
    }

    private static func time(_ value: VectorValue) throws -> PythonFloat {
        try PythonValue.string(value.text()).convertedToFloat()
    }

    private static func run(_ operation: VectorValue, on directory: PublishedDirectory) throws {
        let parts = try operation.elements()
        guard parts.count >= 3 else {
            throw VectorFormError(
                place: operation.place, expected: "a time, a name and values",
                got: "\(parts.count) elements")
        }
        let now = try time(parts[0])
        switch (try parts[1].string(), parts.count) {
        case ("receipts", 3):
            let receipts = try parts[2].elements().map { session throws in
                var receipt = PythonDictionary()
                receipt["session_id"] = .string(try session.text())
                return receipt
            }
            try directory.publish(receipts: receipts, at: now)
        case ("epoch", 4):
            var snapshot = PythonDictionary()
            snapshot["epoch_id"] = parts[2].value
            snapshot["root"] = parts[3].value
            try directory.publish(epoch: parts[2].text(), snapshot: snapshot, at: now)
        case ("ask", 4):
            var ask = PythonDictionary()
            ask["milli_glyph_per_1k"] = parts[3].value
            try directory.publish(ask: ask, of: parts[2].text(), at: now)
        case (let other, _):
            throw VectorFormError(
                place: operation.place, expected: "receipts, epoch or ask", got: other)
        }
    }
}
