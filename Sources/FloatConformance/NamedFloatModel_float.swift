internal import Conformance
internal import FloatEngine
internal import PythonValues

/// Models that a file names, described by the files `model_NAME.json` beside it.
struct NamedFloatModel {
    let surroundings: FloatVectorSurroundings

    /// Lends the model and its file; nil, with the reason, where it cannot be had.
    func with<Value>(
        _ name: String, _ body: (FloatModelRun) throws -> Value
    ) throws -> (value: Value?, reason: String) {
        let fileName = "model_\(name).json"
        guard !name.contains("/"), let bytes = try surroundings.neighbour(fileName) else {
            return (nil, "needs \(fileName) beside the file")
        }
        let value: PythonValue
        do throws(PythonJSONError) {
            value = try PythonJSONParser.parse(bytes, byteCountMax: .max)
        } catch {
            throw VectorFormError(
                place: "\(fileName), byte \(error.offset)", expected: error.expected,
                got: "something else")
        }
        let file = VectorValue(value, place: fileName)
        let description = try FloatModelDescription(file)
        guard description.runs(surroundings) else { return (nil, description.whyNot) }
        return try description.withFolder(surroundings) { folder, synthetic in
            guard let folder else { return (nil, "needs the embedded model's folder") }
            let run = try FloatModelRun(
                file: file, description: description, folder: folder, synthetic: synthetic,
                surroundings: surroundings)
            return (try body(run), "")
        }
    }
}

extension FloatModelDescription {
    func runs(_ surroundings: FloatVectorSurroundings) -> Bool {
        surroundings.isThorough || parameterCount <= FloatVectorSurroundings.parameterCountMax
    }

    var whyNot: String {
        "a model of \(parameterCount) parameters runs where GLYPHLAB_THOROUGH=1 is set"
    }
}
