package import PythonValues

/// Several validators, one after the other.
package final class CompositeValidator {
    /// By rising priority.
    package private(set) var validators: [any RecordValidator] = []

    package init(_ validators: [any RecordValidator] = []) {
        extend(by: validators)
    }

    /// Offers each new one to those that are there until one takes it in.
    package func extend(by newValidators: [any RecordValidator]) {
        for new in newValidators where !validators.contains(where: { $0.merge(new) }) {
            validators.append(new)
        }
        validators = validators.enumerated()
            .sorted { ($0.element.priority, $0.offset) < ($1.element.priority, $1.offset) }
            .map(\.element)
    }

    /// Whether all find the record good, each without what those before it had added.
    package func validate(
        _ record: MeshRecord, for request: RecordRequest
    ) throws(PythonError) -> Bool {
        var record = record
        for validator in validators.reversed() {
            guard try validator.validate(record, for: request) else { return false }
            record.value = validator.strippedValue(of: record)
        }
        return true
    }

    package func signedValue(of record: MeshRecord) throws(PythonError) -> [UInt8] {
        var record = record
        for validator in validators { record.value = try validator.signedValue(of: record) }
        return record.value
    }

    package func strippedValue(of record: MeshRecord) -> [UInt8] {
        var record = record
        for validator in validators.reversed() {
            record.value = validator.strippedValue(of: record)
        }
        return record.value
    }
}
