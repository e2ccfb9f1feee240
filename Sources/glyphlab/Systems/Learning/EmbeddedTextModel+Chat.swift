import LearningNetwork
import Platform
import Proving
import Tokenization

extension EmbeddedTextModel: ChatModel {
    var contextTokenCount: Int { generator.contextTokenCount }

    func completion(of prompt: String, tokenCountMax countMax: Int) throws -> ChatCompletion? {
        try turn.held {
            let bytes = Array(prompt.utf8)
            guard try generator.tokenizer.encode(bytes).count < contextTokenCount else {
                return nil
            }
            let wanted = min(countMax, tokenCountMax)
            let result = try generator.continuation(of: bytes, tokenCountMax: wanted)
            let promptCount = result.promptIDs.count
            let added = result.addedIDs
            return ChatCompletion(
                promptTokenCount: promptCount,
                pieces: try added.map { try generator.tokenizer.decode([$0]) },
                isEnded: added.count < wanted
                    && max(promptCount, 1) + added.count < contextTokenCount)
        }
    }
}
