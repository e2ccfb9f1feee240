internal import BigInt
internal import Conformance
internal import PublishedGateways
internal import PythonValues

/// Messages to a bot, with the calls that it makes.
struct BotVectors: VectorJudge {
    let name = "bots"

    func recognises(_ document: PythonDictionary) -> Bool {
        document.firstCase.map { $0["face"] != nil && $0["messages"] != nil } ?? false
    }

    func outcomes(of document: PythonDictionary) throws -> [VectorOutcome] {
        try document.vectorDocument.member("cases").elements().map { vector in
            let face = try Self.face(vector.member("face"))
            let surroundings = try BotVectorSurroundings(vector, face)
            var userCount = 0
            let bot = PublishedBot(
                face: face, gateway: PythonText(BotVectorSurroundings.gateway),
                surroundings: surroundings,
                newKey: {
                    userCount += 1
                    return "USERKEY\(userCount)="
                })
            if case .telegram = face {
                for message in try vector.member("messages").elements() {
                    let parts = try message.elements()
                    guard parts.count > 1 else {
                        throw VectorFormError(
                            place: message.place, expected: "a user and a text", got: "less")
                    }
                    bot.take(try parts[1].text(), from: parts[0].value)
                }
            } else {
                bot.poll()
            }
            var expected = [try vector.member("calls").value]
            if let replies = try vector.optional("replies") { expected.append(replies.value) }
            return VectorOutcome(
                index: try vector.caseIndex(),
                expected: try PythonJSONWriter.text(.list(expected)),
                got: try PythonJSONWriter.text(.list(Self.told(bot.steps, face))))
        }
    }

    private static func face(_ name: VectorValue) throws -> BotFace {
        let service = PythonText(BotVectorSurroundings.service)
        switch try name.string() {
        case "signal": return .signal(number: PythonText("+1"), service: service)
        case "whatsapp": return .whatsApp(service: service)
        case "telegram": return .telegram(service: service)
        case let other:
            throw VectorFormError(
                place: name.place, expected: "signal, whatsapp or telegram", got: other)
        }
    }

    /// The steps as the file tells them: Telegram's replies apart from the calls.
    private static func told(_ steps: [BotStep], _ face: BotFace) -> [PythonValue] {
        var (calls, replies): ([PythonValue], [PythonValue]) = ([], [])
        var isTelegram = false
        if case .telegram = face { isTelegram = true }
        for step in steps {
            switch step {
            case .call(let method, let url, let body):
                calls.append(.list([.text(method), .text(path(url.shown)), body]))
            case .typing(let user): replies.append(.list([user, .text("action:typing")]))
            case .reply(let user, let reply) where isTelegram:
                replies.append(.list([user, .text(reply.kind)]))
            case .reply(let user, let reply):
                calls.append(.list([.text("reply"), user, .text(reply.kind)]))
            }
        }
        return isTelegram ? [.list(calls), .list(replies)] : [.list(calls)]
    }

    /// Paths of the gateway begin with a slash, those of the platform's service with none.
    private static func path(_ url: String) -> String {
        let service = BotVectorSurroundings.service + "/"
        return url.hasPrefix(service)
            ? String(url.dropFirst(service.count))
            : String(url.dropFirst(BotVectorSurroundings.gateway.count))
    }
}
