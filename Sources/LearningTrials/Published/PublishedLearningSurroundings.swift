internal import BigInt
internal import Encodings
internal import PublishedLearning
internal import PythonValues
internal import Trials

/// The world around a published node in a trial. All of it follows from the seed.
final class PublishedLearningSurroundings: LearningSurroundings {
    private var random: ActorRandom

    init(seed: String) { random = ActorRandom(seed: seed, actor: "unique ids") }

    func uniqueID() -> String { Self.uniqueID(&random) }

    /// A UUID of version 4.
    static func uniqueID(_ random: inout ActorRandom) -> String {
        var bytes = Array(random.bytes32().prefix(16))
        bytes[6] = bytes[6] & 0x0F | 0x40
        bytes[8] = bytes[8] & 0x3F | 0x80
        let parts = [0..<4, 4..<6, 6..<8, 8..<10, 10..<16].map {
            Hexadecimal.text(of: Array(bytes[$0]))
        }
        return parts.joined(separator: "-")
    }

    func generatedText(
        prompt: PythonText, tokenCountMax: BigInt
    ) throws(PythonError) -> PythonText { prompt }

    func hostSeconds() -> BigInt { 0 }

    func modelState() -> PythonValue { .object(["epoch": .integer(0)]) }
}
