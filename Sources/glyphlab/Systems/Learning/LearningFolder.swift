import Cryptography
import LearningNetwork
import Platform
import Training
import Trials

/// The folder of a network: its genesis, and the data that its model is trained on.
struct LearningFolder {
    static let genesisName = "genesis.json"
    static let dataName = "data"

    let genesis: LearningGenesis
    /// Chunks of the genesis that are there; other files are nothing.
    let data: [TrainingChunk]

    /// **Throws:** ``Failure``, `PlatformError`.
    init(path: String) throws {
        let file = Folder.path(path, Self.genesisName)
        do {
            genesis = try LearningGenesis(
                InputFile.bytes(file, byteCountMax: LearningLimits.genesisByteCountMax))
        } catch let refusal as Refusal {
            throw Failure(
                outcome: .badInput, message: "\(file): expected a network's genesis: \(refusal)")
        }
        let shape = genesis.model.plan.shape
        let folder = Folder.path(path, Self.dataName)
        var chunks: [TrainingChunk] = []
        for name in Folder.names(in: folder).sorted() {
            let bytes = try? WholeFile.read(
                Folder.path(folder, name), byteCountMax: TrainingChunk.byteCountMax)
            guard let bytes,
                let chunk = try? TrainingChunk(
                    inputCount: shape.inputCount, classCount: shape.classCount, bytes: bytes),
                genesis.chunks.contains(chunk.hash.bytes)
            else { continue }
            chunks.append(chunk)
        }
        data = chunks
    }
}
