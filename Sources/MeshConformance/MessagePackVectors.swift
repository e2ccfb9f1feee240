internal import Conformance
internal import PublishedMesh
internal import PythonValues

/// Bytes of values, and values of bytes.
struct MessagePackVectors: VectorJudge {
    let name = "msgpack"

    func recognises(_ document: PythonDictionary) -> Bool {
        document["encode"] != nil && document["decode"] != nil
    }

    func outcomes(of document: PythonDictionary) throws -> [VectorOutcome] {
        let vectors = document.vectorDocument
        let now = try vectors.member("clock").time()
        return try MeshCases.outcomes(vectors, "encode") { vector in
            let value = try vector.member("value").meshValue()
            return MeshCases.verdict { () throws(PythonError) in
                [("bytes", MeshForm.hexadecimal(try MessagePack.bytes(of: value, now: now)))]
            }
        }
            + MeshCases.outcomes(vectors, "decode") { vector in
                let bytes = try vector.member("bytes").hexadecimal()
                return MeshCases.verdict { () throws(PythonError) in
                    let value = try MessagePack.value(of: bytes)
                    let form = try value.form()
                    return [("value", form), ("again", Self.again(value, now: now))]
                }
            }
    }

    /// The bytes of a value that was read, or the exception's name.
    private static func again(_ value: MeshValue, now: PythonNumber) -> PythonValue {
        do throws(PythonError) {
            return MeshForm.hexadecimal(try MessagePack.bytes(of: value, now: now))
        } catch {
            return .text(error.name)
        }
    }
}
