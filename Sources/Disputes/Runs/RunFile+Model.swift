internal import Cryptography
internal import Encodings
internal import Traces

/// Reads the model of a run from its file.
extension RunFile {
    private static let fileCountMax = 10_000
    private static let tensorCountMax = 1 << 16
    private static let elementCountMax = 1 << 40

    static func model(
        _ json: JSONValue
    ) throws(StrictObject.Failure) -> (model: TracedModel, folder: String, tokenizer: [TracedFile])
    {
        let object = try StrictObject(
            json, "model",
            keys: [
                "name", "folder", "architecture", "integer_weights_hash", "files", "tokenizer",
                "tensors",
            ])
        let tokenizer = try files(object, "tokenizer")
        var tensors: [TracedTensor] = []
        for (place, line) in try object.array("tensors", countMax: tensorCountMax).enumerated() {
            guard let tensor = TracedTensor(line) else {
                throw StrictObject.Failure(
                    "model.tensors[\(place)]",
                    expected: "[name, [one or two sizes], type, digest or null, digest]",
                    got: String(line.compactText.prefix(240)))
            }
            if let last = tensors.last {
                guard last.name.utf8.lexicographicallyPrecedes(tensor.name.utf8) else {
                    throw StrictObject.Failure(
                        "model.tensors[\(place)]", expected: "a name behind that before it",
                        got: JSONValue.quoted(tensor.name, scalarCountMax: 120))
                }
            }
            tensors.append(tensor)
        }
        let model = TracedModel(
            name: try object.string("name"),
            architecture: try architecture(object.value("architecture")),
            integerWeightsHash: try object.digest("integer_weights_hash").text,
            files: try files(object, "files"), tensors: tensors,
            tokenizerDigest: tokenizer.isEmpty ? nil : TracedFile.jointDigest(of: tokenizer))
        return (model, try object.string("folder"), tokenizer)
    }

    private static func files(
        _ model: StrictObject, _ key: String
    ) throws(StrictObject.Failure) -> [TracedFile] {
        var files: [TracedFile] = []
        for (place, json) in try model.array(key, countMax: fileCountMax).enumerated() {
            let file = try StrictObject(
                json, "model.\(key)[\(place)]", keys: ["name", "bytes", "sha256"])
            files.append(
                TracedFile(
                    name: try file.string("name"), byteCount: try file.byteCount("bytes"),
                    digest: try file.digest("sha256")))
        }
        return files
    }

    private static func architecture(
        _ json: JSONValue
    ) throws(StrictObject.Failure) -> TracedArchitecture {
        let isRotary = json.member(TracedArchitecture.rotaryKeys[0]) != nil
        let object = try StrictObject(
            json, "model.architecture",
            keys: TracedArchitecture.textKeys + TracedArchitecture.sizeKeys
                + (isRotary ? TracedArchitecture.rotaryKeys : []))
        var rotary: TracedArchitecture.Rotary?
        if isRotary {
            rotary = TracedArchitecture.Rotary(
                keyValueHeadCount: try object.size("key_value_heads"),
                base: try object.rotaryBase("rotary_base"))
        }
        return TracedArchitecture(
            norm: try object.string("norm"), positions: try object.string("positions"),
            activation: try object.string("activation"), layerCount: try object.size("layers"),
            width: try object.size("width"), headCount: try object.size("heads"),
            headWidth: try object.size("head_width"),
            hiddenWidth: try object.size("hidden_width"),
            vocabularyCount: try object.size("vocabulary"),
            contextTokenCount: try object.size("context"), rotary: rotary)
    }

    /// Whether there are one or two sizes, whose product is far from overflow.
    static func isPlausible(_ dimensions: [Int]) -> Bool {
        guard (1...2).contains(dimensions.count) else { return false }
        var elementCount = 1
        for size in dimensions {
            guard size >= 1, size <= elementCountMax / elementCount else { return false }
            elementCount *= size
        }
        return true
    }
}

extension TracedTensor {
    /// Reads a tensor as ``line`` writes it; nil where the line has another form.
    init?(_ line: JSONValue) {
        guard let parts = line.arrayValue, parts.count == 5, let name = parts[0].stringValue,
            let sizes = parts[1].arrayValue, let storedType = parts[2].stringValue,
            let integersDigest = parts[4].digest
        else { return nil }
        let dimensions = sizes.compactMap(\.integerValue)
        guard dimensions.count == sizes.count, RunFile.isPlausible(dimensions),
            let storedDigest = Self.storedDigest(parts[3])
        else { return nil }
        self.init(
            name: name, dimensions: dimensions, storedType: storedType,
            storedDigest: storedDigest, integersDigest: integersDigest)
    }

    /// The digest, or nil within for JSON's null; nil where the value is neither.
    private static func storedDigest(_ json: JSONValue) -> Digest?? {
        if case .null = json { return .some(nil) }
        return json.digest.map(Optional.some)
    }
}

extension StrictObject {
    fileprivate func rotaryBase(_ key: String) throws(Failure) -> Int {
        let base = try integer(key)
        guard (1...Int64(TracedArchitecture.rotaryBaseMax)).contains(base) else {
            throw Failure(
                path(key), expected: "1 to \(TracedArchitecture.rotaryBaseMax)", got: "\(base)")
        }
        return Int(base)
    }

    fileprivate func byteCount(_ key: String) throws(Failure) -> Int {
        let count = try integer(key)
        guard count >= 0 else {
            throw Failure(path(key), expected: "at least 0", got: "\(count)")
        }
        return Int(count)
    }
}
