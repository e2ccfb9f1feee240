internal import BigInt
internal import Conformance
internal import Encodings
internal import PublishedMesh
internal import PythonValues

/// Ids of sources and of bytes, distances, common beginnings, and orders by distance.
struct IdentifierVectors: VectorJudge {
    let name = "ids"

    func recognises(_ document: PythonDictionary) -> Bool {
        document["generate"] != nil && document["from_bytes"] != nil
    }

    func outcomes(of document: PythonDictionary) throws -> [VectorOutcome] {
        let vectors = document.vectorDocument
        return try MeshCases.outcomes(vectors, "generate") { vector in
            let source = try vector.member("source").meshValue()
            return Self.id { () throws(PythonError) in
                try MeshID.generated(from: source, now: .integer(0))
            }
        }
            + MeshCases.outcomes(vectors, "from_bytes") { vector in
                let bytes = try vector.member("bytes").hexadecimal()
                return Self.id { () throws(PythonError) in try MeshID(bytes: bytes) }
            }
            + MeshCases.outcomes(vectors, "xor") { vector in
                let (first, second) = try (
                    vector.member("a").meshID(), vector.member("b").meshID()
                )
                return [
                    ("distance", .text(first.distance(to: second).text)),
                    ("common_prefix", .integer(BigInt(first.commonPrefixLength(with: second)))),
                ]
            }
            + MeshCases.outcomes(vectors, "sort") { vector in
                let query = try vector.member("query").meshID()
                let ids = try vector.member("ids").elements().map { try $0.meshID() }
                let sorted = ids.map { ($0.distance(to: query), $0) }
                    .sorted { $0.0 < $1.0 }
                return [("nearest_first", .list(sorted.map { .text($0.1.text) }))]
            }
    }

    private static func id(
        _ make: () throws(PythonError) -> MeshID
    ) -> MeshCases.Members {
        MeshCases.verdict { () throws(PythonError) in [("id", .text(try make().text))] }
    }
}
