import Encodings
import Reports

extension JSONValue {
    /// The report with the program, machine and arguments that made it.
    var withProvenance: JSONValue {
        .object(
            (objectValue ?? []) + [JSONMember("provenance", ThisRun.provenance().json)])
    }
}
