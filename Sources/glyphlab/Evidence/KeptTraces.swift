import Platform
import Traces

/// A folder with the pairs of traces that the search for a planted fault took:
/// `1-layers-ours.trace` and `1-layers-theirs.trace`, `2-operations-ours.trace`, …
final class KeptTraces {
    private let folder: String
    private let model: String
    private var pairCount = 0

    /// - Parameter model: the model as the user named it.
    ///
    /// **Throws:** `PlatformError` where there can be no such folder, ``Failure`` where it holds
    /// something: pairs of two searches would be one's.
    init(folder: String, model: String) throws {
        try Folder.create(folder)
        guard Folder.names(in: folder).isEmpty else {
            throw Failure(
                outcome: .badInput,
                message: "keep: expected a folder that is empty or not there, got \(folder)")
        }
        self.folder = folder
        self.model = model
    }

    func write(_ level: TraceLevel, _ ours: [UInt8], _ theirs: [UInt8]) throws {
        pairCount += 1
        for (side, bytes) in [("ours", ours), ("theirs", theirs)] {
            var trace = try Trace(decoding: bytes)
            trace.maker = TraceMaker.facts(model: model, threadCount: 1) + trace.maker
            let name = "\(pairCount)-\(Self.name(level))-\(side).trace"
            try OutputFile(path: Folder.path(folder, name)).write(trace.encoded())
        }
    }

    private static func name(_ level: TraceLevel) -> String {
        switch level {
        case .layers: "layers"
        case .operations: "operations"
        case .values, .weights: "values"
        }
    }
}
