import Encodings
import Experiments
import Foundation
import Statistics
import TestSupport
import Testing

/// The reference vectors of the experiments, where there are any, and the model they ran on.
enum ExperimentVectors {
    static let folder = ProcessInfo.processInfo.environment["GLYPHLAB_VECTORS"]
    static let missing: Comment = "GLYPHLAB_VECTORS names no folder of vectors"

    static func document(_ name: String) throws -> JSONValue {
        let url = URL(filePath: try #require(folder)).appending(path: "float/\(name).json")
        return try JSONParser.parse(Array(Data(contentsOf: url)), byteCountMax: 1 << 24)
    }

    static func glyphNano() throws -> JSONValue {
        let models = try document("experiments").at("models").elements()
        return try #require(
            try models.first { try $0.at("model").string() == "glyph-nano" })
    }
}

enum EmbeddedExperiments {
    static func model(order: String = FolderModel.orderDefault) throws -> FolderModel {
        try FolderModel(
            name: "glyph-nano", folder: Vectors.house.appending(path: "Models/glyph-nano").path,
            order: order)
    }

    static func result(
        _ experiment: Experiment, samples: Int? = nil, fresh: Bool = false, threads: Int = 2,
        order: String = FolderModel.orderDefault
    ) throws -> ExperimentResult {
        let run = ExperimentRun(
            model: try model(order: order),
            settings: ExperimentSettings(
                sampleCount: samples, drawsNoiseFresh: fresh, threadCount: threads))
        return try run.outcomes(of: [experiment])[0].result.get()
    }
}

extension ExperimentResult {
    func bits(_ name: String) throws -> String {
        try #require(outcomes.first { $0.name == name }).bits
    }

    func count(_ name: String) throws -> Int {
        try #require(rows.first { $0.name == name }?.ours).successCount
    }
}
