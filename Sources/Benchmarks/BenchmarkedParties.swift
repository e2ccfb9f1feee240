internal import BigInt
internal import Platform
internal import PublishedGateways
internal import PythonValues
internal import Routing

/// Other machines in this process, which answer while others have the turn.
final class BenchSurroundings: Surroundings {
    private let turn: Turn
    private let parties: [(url: String, answer: (WebRequest, Int) -> WebAnswer)]
    private var count = 0

    init(_ turn: Turn, parties: [(url: String, answer: (WebRequest, Int) -> WebAnswer)]) {
        self.turn = turn
        self.parties = parties
    }

    func answer(to call: OutgoingCall) -> CallAnswer {
        guard let party = parties.first(where: { call.url.hasPrefix($0.url + "/") }) else {
            return .unreachable
        }
        let path = String(call.url.dropFirst(party.url.count))
        let answer = turn.givenUp {
            party.answer(WebRequest(method: call.method, path: path, body: call.body), 0)
        }
        return .answered(status: answer.status, body: answer.body)
    }

    /// A number in the place of chance: sessions are told apart.
    func uniqueID() -> String {
        count += 1
        return "\(count)"
    }
}

/// A model that takes no time.
struct SilentModel: TextModel {
    let device = "cpu"

    func generation(
        prompt: PythonText, newTokenCountMax: BigInt, temperature: PythonFloat
    ) throws(PythonError) -> TextGeneration {
        TextGeneration(
            text: prompt, inputTokenCount: 3, outputTokenCount: 12,
            lastToken: (id: 0, text: PythonText("")))
    }
}
