internal import Conformance
internal import PythonValues

/// Cases of files: each is compared member by member.
enum MeshCases {
    typealias Members = [(String, PythonValue)]

    /// The outcomes of the cases of one list, each by the members that `got` finds of it: the
    /// members of these names, and any verdict, reason or exception, must be those of the file.
    static func outcomes(
        _ document: VectorValue, _ list: String, got: (VectorValue) throws -> Members
    ) throws -> [VectorOutcome] {
        try document.member(list).elements().enumerated().map { index, vector in
            try outcome("\(list) \(index)", vector, try got(vector))
        }
    }

    static func outcome(
        _ index: String, _ vector: VectorValue, _ got: Members
    ) throws -> VectorOutcome {
        let names = got.map(\.0) + verdictNames.filter { name in !got.contains { $0.0 == name } }
        return VectorOutcome(
            index: index, expected: try MeshForm.text(MeshForm.members(of: vector, names)),
            got: try MeshForm.text(MeshForm.object(got)))
    }

    private static let verdictNames = ["verdict", "reason", "exception"]

    /// Members that were found, behind the verdict `accept`, or `crash` with the exception's name.
    static func verdict(_ found: () throws(PythonError) -> Members) -> Members {
        do throws(PythonError) {
            return [("verdict", .text("accept"))] + (try found())
        } catch {
            return [("verdict", .text("crash")), ("exception", .text(error.name))]
        }
    }
}
