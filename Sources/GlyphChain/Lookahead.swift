internal import Synchronization

/// Answers of a source, computed some ahead of the questions: many at once cost less than as many
/// alone. The answers are those that the source itself would give.
final class Lookahead<Question: Hashable & Sendable, Answer: Sendable>: Sendable {
    /// How many are computed together: more each time, since a chain that goes wrong mostly does so
    /// early.
    private static var countMin: Int { 32 }
    private static var countMax: Int { 256 }

    private struct State {
        /// The questions that are expected; those before `next` were asked or never will be.
        var questions: [Question] = []
        var next = 0
        /// The last questions that were answered together.
        var answers: [Question: Answer] = [:]  // looked up, never iterated
        var count = Lookahead.countMin
    }

    private let compute: @Sendable ([Question]) -> [Answer]
    private let state = Mutex(State())

    /// - Parameter compute: the answers of questions, in their order.
    init(_ compute: @escaping @Sendable ([Question]) -> [Answer]) {
        self.compute = compute
    }

    /// Tells which questions are likely to come behind those that are expected already.
    func expect(_ questions: [Question]) {
        state.withLock { state in
            state.questions.removeFirst(state.next)
            state.next = 0
            state.questions += questions
        }
    }

    func answer(_ question: Question) -> Answer {
        state.withLock { state in
            if let answer = state.answers[question] { return answer }
            let start = state.questions[state.next...].firstIndex(of: question)
            guard let start else { return compute([question])[0] }
            let end = min(start + state.count, state.questions.count)
            let asked = Array(state.questions[start..<end])
            state.next = end
            state.count = min(2 * state.count, Self.countMax)
            let answers = compute(asked)
            precondition(answers.count == asked.count, "\(asked.count) questions")
            state.answers = [:]
            for (question, answer) in zip(asked, answers) { state.answers[question] = answer }
            return answers[0]
        }
    }
}
