package import BigInt
package import PythonValues

/// The folder `training_chain` as a value: the chain's file, and the checkpoints by their names.
package struct TrainingStore: Sendable {
    /// The bytes of `training_chain.json`; nil where there is none.
    package var chainFile: [UInt8]?
    package private(set) var checkpoints = OrderedTable<TrainingCheckpoint>()

    package init() {}

    package mutating func set(_ checkpoint: TrainingCheckpoint, named name: PythonText) {
        checkpoints.set(checkpoint, for: name)
    }

    /// The folder of the checkpoints, as entries name it.
    package static let folder = "./training_chain/model_storage/"

    /// `os.path.exists(path)` of a path from where the node was started, outside whose folder
    /// nothing is taken to exist.
    ///
    /// **Throws:** ``PythonError/type(_:)`` where the path is no text.
    package func holds(_ path: PythonValue) throws(PythonError) -> Bool {
        let text = try path.requiredText()
        let separator = UInt32(UInt8(ascii: "/"))
        guard text.codePoints.first != separator else { return false }
        var parts: [PythonText] = []
        for part in text.codePoints.split(separator: separator) {
            guard Self.isFolder(parts) else { return false }
            let name = PythonText(codePoints: Array(part))
            if name.equals("..") {
                guard parts.popLast() != nil else { return false }
            } else if !name.equals(".") {
                parts.append(name)
            }
        }
        if Self.isFolder(parts) { return true }
        return text.codePoints.last != separator && Self.isFolder(parts.dropLast())
            && parts.count == 3 && checkpoints.contains(parts[2])
    }

    /// Whether the parts of a path name the folder, what is above it, or that of the checkpoints.
    private static func isFolder(_ parts: some Collection<PythonText>) -> Bool {
        let names = ["training_chain", "model_storage"]
        return parts.count <= names.count && zip(parts, names).allSatisfy { $0.equals($1) }
    }

    /// The checkpoints whose names have the form `training_epoch_N_*.pt`, with their N.
    func namedEpochs() -> [(epoch: BigInt, name: PythonText, checkpoint: TrainingCheckpoint)] {
        checkpoints.entries.compactMap { entry in
            Self.epoch(inName: entry.key).map { ($0, entry.key, entry.value) }
        }
    }

    private static func epoch(inName name: PythonText) -> BigInt? {
        let (start, end) = (PythonText("training_epoch_"), PythonText(".pt"))
        let points = name.codePoints
        guard points.starts(with: start.codePoints), points.suffix(3) == end.codePoints[...] else {
            return nil
        }
        let rest = points.dropFirst(start.codePoints.count)
        let digits = rest.prefix { (0x30...0x39).contains($0) }
        // A file's name has 255 bytes at most.
        guard (1...255).contains(digits.count),
            rest.dropFirst(digits.count).first == UInt32(UInt8(ascii: "_"))
        else { return nil }
        return BigInt(PythonText(codePoints: Array(digits)).shown)
    }
}

/// A checkpoint's file.
package struct TrainingCheckpoint: Sendable {
    package let nodeID: PythonValue
    package let timestamp: PythonValue
    /// The file's size in bytes.
    package let byteCount: BigInt
    /// The states where the file has them in full; empty where it holds differences only.
    package let modelState: TrainingState
    package let optimizerState: TrainingState

    package init(
        nodeID: PythonValue, timestamp: PythonValue, byteCount: BigInt, modelState: TrainingState,
        optimizerState: TrainingState
    ) {
        self.nodeID = nodeID
        self.timestamp = timestamp
        self.byteCount = byteCount
        self.modelState = modelState
        self.optimizerState = optimizerState
    }
}
