package import PythonValues

/// Any rule of records: `HypertensorPredicateValidator`.
package final class PredicateValidator: RecordValidator {
    package let typeName = "HypertensorPredicateValidator"
    package let priority = 9
    private let predicate: (MeshRecord, RecordRequest) throws(PythonError) -> Bool

    package init(_ predicate: @escaping (MeshRecord, RecordRequest) throws(PythonError) -> Bool) {
        self.predicate = predicate
    }

    package func validate(
        _ record: MeshRecord, for request: RecordRequest
    ) throws(PythonError) -> Bool {
        try predicate(record, request)
    }

    /// A second one is dropped.
    package func merge(_ other: any RecordValidator) -> Bool { other is PredicateValidator }
}
