internal import Synchronization

/// The last answer to `/status`, for as long as the chain's file stays as it is: the published node
/// reads the whole chain for each.
final class StatusMemory: Sendable {
    private struct Kept {
        let mark: NodeFileMark
        let answer: ServerAnswer
    }

    private let kept = Mutex<Kept?>(nil)

    /// - Parameters:
    ///   - mark: the file's mark before it is read; nil where nothing may be kept.
    ///   - read: reads the file and answers.
    func answer(while mark: NodeFileMark?, reading read: () -> ServerAnswer) -> ServerAnswer {
        guard let mark else { return read() }
        if let kept = kept.withLock({ $0 }), kept.mark == mark { return kept.answer }
        let answer = read()
        kept.withLock { $0 = Kept(mark: mark, answer: answer) }
        return answer
    }
}
