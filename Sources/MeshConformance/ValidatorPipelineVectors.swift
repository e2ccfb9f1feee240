internal import Conformance
internal import PublishedMesh
internal import PythonValues

/// Schemas, and lists of validators.
struct ValidatorPipelineVectors: VectorJudge {
    let name = "validators"

    func recognises(_ document: PythonDictionary) -> Bool {
        document["schema_cases"] != nil && document["pipelines"] != nil
    }

    func outcomes(of document: PythonDictionary) throws -> [VectorOutcome] {
        let vectors = document.vectorDocument
        let schemas = try vectors.member("schemas").elements().map { list in
            try Self.merged(list.elements())
        }
        let seeds = try vectors.member("about").member("seeds").elements()
        return try MeshCases.outcomes(vectors, "schema_cases") { vector in
            let index = try vector.member("schema")
            guard let validator = try schemas.element(index.int()) else {
                throw VectorFormError(place: index.place, expected: "a schema", got: "none")
            }
            let record = try vector.member("record").record()
            return Self.verdict { () throws(PythonError) in
                try validator.validate(record, for: .post)
            }
        }
            + MeshCases.outcomes(vectors, "pipelines") { vector in
                try Self.pipeline(vector, seeds: seeds)
            }
    }

    private static func verdict(
        _ isGood: () throws(PythonError) -> Bool
    ) -> MeshCases.Members {
        do throws(PythonError) {
            return [("verdict", .text(try isGood() ? "accept" : "reject"))]
        } catch {
            return [("verdict", .text("crash")), ("exception", .text(error.name))]
        }
    }

    /// The schemas of a list, each merged into the first.
    private static func merged(_ list: [VectorValue]) throws -> CompositeValidator {
        CompositeValidator(
            try list.map { vector in
                let fields = try vector.member("fields")
                guard case .dictionary(let members) = fields.value else {
                    throw VectorFormError(
                        place: fields.place, expected: "an object", got: "something else")
                }
                let types = try members.members.map { member in
                    let name = member.key.shown
                    return (name: name, type: try fields.member(name).schemaType())
                }
                let prefix = try vector.member("prefix")
                return SchemaValidator(
                    RecordSchema(types), allowsOtherKeys: try vector.member("extra").boolean(),
                    prefix: prefix.isNull ? nil : try prefix.string())
            })
    }

    /// Values that the predicates of one list saw.
    private final class Sightings {
        var values: [PythonValue] = []

        /// Values that were seen since the last time that this was asked.
        func taken() -> PythonValue {
            defer { values = [] }
            return .list(values)
        }
    }

    private static func pipeline(
        _ vector: VectorValue, seeds: [VectorValue]
    ) throws -> MeshCases.Members {
        let sightings = Sightings()
        let composite = CompositeValidator(
            try vector.member("list").elements().map {
                try validator($0, seeds: seeds, sightings: sightings)
            })
        let record = try vector.member("record").record()
        let signed: [UInt8]
        do throws(PythonError) {
            signed = try composite.signedValue(of: record)
        } catch {
            return [("signed", .text(error.name))]
        }
        func checked(_ value: [UInt8]) -> PythonValue {
            var record = record
            record.value = value
            let members = verdict { () throws(PythonError) in
                try composite.validate(record, for: .post)
            }
            let stripped = composite.strippedValue(of: record)
            return MeshForm.object(
                members + [
                    ("predicate_saw", sightings.taken()),
                    ("stripped", MeshForm.hexadecimal(stripped)),
                ])
        }
        return [
            ("order", .list(composite.validators.map { .text($0.typeName) })),
            ("signed", MeshForm.hexadecimal(signed)),
            ("of_signed", checked(signed)), ("of_unsigned", checked(record.value)),
        ]
    }

    private static func validator(
        _ vector: VectorValue, seeds: [VectorValue], sightings: Sightings
    ) throws -> any RecordValidator {
        let name = try vector.string()
        func predicate(_ result: Bool) -> PredicateValidator {
            PredicateValidator { (record, _) throws(PythonError) in
                sightings.values.append(
                    .list([.text(name), MeshForm.hexadecimal(record.value)]))
                return result
            }
        }
        switch name {
        case "pred0": return predicate(false)
        case "pred1": return predicate(true)
        case "schema0":
            return SchemaValidator(
                RecordSchema([("some_field", .strictInteger)]), allowsOtherKeys: false)
        case "schema1":
            return SchemaValidator(
                RecordSchema([("other_field", .bytes)]), allowsOtherKeys: true)
        default:
            guard name.hasPrefix("sig"), let index = Int(name.dropFirst(3)),
                let seed = seeds.element(index)
            else { throw VectorFormError(place: vector.place, expected: "a validator", got: name) }
            return SignatureValidator(privateKey: try seed.privateKey())
        }
    }
}

extension Array {
    /// The element of an index that may be outside.
    func element(_ index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}

extension VectorValue {
    fileprivate func schemaType() throws -> SchemaType {
        let name = try string()
        guard let type = SchemaType(rawValue: name) else {
            throw VectorFormError(place: place, expected: "a field's type", got: name)
        }
        return type
    }
}
