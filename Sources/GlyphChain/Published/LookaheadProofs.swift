package import Fingerprints
package import PythonValues
internal import Synchronization

/// Proofs of a document's blocks, computed some ahead of the judgement: a pass over many costs less
/// than as many passes. The answers are those that the source itself would give.
package final class LookaheadProofs: ProofSource {
    /// How many are computed together.
    private static let count = 64

    private struct State {
        /// The questions that are answered, and the next one that is not.
        var answers: [ProofQuestion: Result<String, NoProof>] = [:]  // never iterated
        var next = 0
    }

    private let source: any ProofSource
    private let questions: [ProofQuestion]
    private let state = Mutex(State())

    /// - Parameter document: a chain; elements that ask no question are passed over.
    package init(_ source: any ProofSource, document: PythonValue) {
        self.source = source
        if case .list(let blocks) = document {
            questions = blocks.compactMap { try? PublishedVerifier.question(of: $0) }
        } else {
            questions = []
        }
    }

    package func proofHash(salt: String, prompt: [UInt8]) throws(NoProof) -> String {
        let question = ProofQuestion(salt: salt, prompt: prompt)
        let answer = state.withLock { state in
            if let answer = state.answers[question] { return answer }
            let start = questions[state.next...].firstIndex(of: question)
            guard let start else { return source.proofHashes([question])[0] }
            let asked = Array(questions[start..<min(start + Self.count, questions.count)])
            state.next = start + asked.count
            // Those before were asked already or never will be.
            state.answers = [:]
            for (key, answer) in zip(asked, source.proofHashes(asked)) {
                state.answers[key] = answer
            }
            return state.answers[question] ?? source.proofHashes([question])[0]
        }
        return try answer.get()
    }
}
