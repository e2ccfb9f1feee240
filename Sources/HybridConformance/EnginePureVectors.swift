internal import Conformance
internal import Encodings
internal import PublishedHybrid
internal import PythonValues

/// The engine's hashes, its field of a proposal, and blocks that it mined.
struct EnginePureVectors: VectorJudge {
    let name = "engine_pure"

    func recognises(_ document: PythonDictionary) -> Bool {
        ["extra", "hash", "hex", "mine"].allSatisfy { document[$0] != nil }
    }

    func outcomes(of document: PythonDictionary) throws -> [VectorOutcome] {
        let vectors = document.vectorDocument
        return try outcomes(vectors, "hex") { vector in
            .text(EngineHash(hexadecimal: try vector.member("parent").utf8()).text)
        }
            + outcomes(vectors, "extra") { vector in
                .text(
                    Hexadecimal.text(
                        of: EngineExtraData.bytes(
                            parent: EngineHash(hexadecimal: try vector.member("parent").utf8()),
                            update: try vector.member("update").utf8())))
            }
            + outcomes(vectors, "hash") { vector in
                let header = EngineHeader(
                    parent: EngineHash(hexadecimal: try vector.member("parent").utf8()),
                    time: try vector.member("time").decimal(),
                    extra: try vector.member("extra").hexadecimal())
                return .text(header.hash(nonce: try vector.member("nonce").decimal()).text)
            }
            + outcomes(vectors, "mine") { vector in
                let block = EngineBlock.mined(
                    parent: EngineHash(hexadecimal: try vector.member("parent").utf8()),
                    time: try vector.member("time").decimal(),
                    update: try vector.member("update").utf8())
                guard let block else { return .none }
                return try parsed(Array(block.json.utf8))
            }
    }

    /// A case's member `result`, and what is got instead, as JSON with sorted keys.
    private func outcomes(
        _ document: VectorValue, _ list: String, got: (VectorValue) throws -> PythonValue
    ) throws -> [VectorOutcome] {
        try document.member(list).elements().enumerated().map { index, vector in
            VectorOutcome(
                index: "\(list) \(index)",
                expected: try PythonJSONWriter.text(vector.member("result").value),
                got: try PythonJSONWriter.text(got(vector)))
        }
    }

    private func parsed(_ bytes: [UInt8]) throws(PythonJSONError) -> PythonValue {
        try PythonJSONParser.parse(bytes, byteCountMax: bytes.count)
    }
}

extension VectorValue {
    /// The bytes of a text in UTF-8.
    func utf8() throws -> [UInt8] { try text().utf8() }
}
