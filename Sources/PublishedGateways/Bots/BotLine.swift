internal import PythonValues

/// The connections of a bot: to the gateway, and to the service of its platform. Notes all steps.
final class BotLine {
    private(set) var steps: [BotStep] = []
    let face: BotFace
    private let surroundings: any Surroundings

    init(face: BotFace, surroundings: any Surroundings) {
        self.face = face
        self.surroundings = surroundings
    }

    // MARK: Calls

    /// The answer to a request. **Throws:** ``BotFault`` where there is none, or the body cannot be
    /// spelt.
    func answer(
        _ method: String, _ url: PythonText, _ body: PythonValue = .none
    ) throws(BotFault) -> (status: Int, body: [UInt8]) {
        let bytes = try Self.bytes(body)
        steps.append(.call(method: method, url: url, body: body))
        return try exchange(OutgoingCall(method: method, url: url.shown, body: bytes))
    }

    private func exchange(
        _ call: OutgoingCall
    ) throws(BotFault) -> (status: Int, body: [UInt8]) {
        switch surroundings.answer(to: call) {
        case .answered(let status, let body): return (status, body)
        case .timedOut: throw .timedOut
        case .unreachable: throw .raised(.other(name: "ConnectError", "\(call.url)"))
        }
    }

    /// A body as the library `httpx` writes it; empty for null.
    private static func bytes(_ body: PythonValue) throws(BotFault) -> [UInt8] {
        if case .none = body { return [] }
        do throws(PythonError) {
            return Array(
                try PythonJSONWriter.text(body, sortsKeys: false, style: .response).utf8)
        } catch {
            throw .raised(error)
        }
    }

    /// The value of an answer's body. **Throws:** ``BotFault`` where it is no JSON.
    static func value(_ body: [UInt8]) throws(BotFault) -> PythonValue {
        do throws(PythonJSONError) {
            return try PythonJSONParser.parse(body, byteCountMax: .max)
        } catch {
            throw .raised(.other(name: error.exception.rawValue, "\(error)"))
        }
    }

    // MARK: Messages

    /// Sends a reply. On Signal and WhatsApp a failure is passed over.
    ///
    /// **Throws:** ``BotFault`` on Telegram where the service does not take it.
    func send(_ reply: BotReply, to user: PythonValue) throws(BotFault) {
        do throws(BotFault) {
            try deliver(reply, to: user)
        } catch {
            if case .telegram = face { throw error }
        }
    }

    /// Sends a model's answer, in pieces where it is long.
    ///
    /// **Throws:** ``BotFault`` on Telegram where the value has no length, or is not taken.
    func send(answer value: PythonValue, to user: PythonValue) throws(BotFault) {
        do throws(BotFault) {
            for piece in try pieces(of: value) { try deliver(.text(piece), to: user) }
        } catch {
            if case .telegram = face { throw error }
        }
    }

    private func pieces(of value: PythonValue) throws(BotFault) -> [PythonValue] {
        do throws(PythonError) {
            return try BotPieces.pieces(of: value, lengthMax: face.pieceLengthMax)
        } catch {
            throw .raised(error)
        }
    }

    private func deliver(_ reply: BotReply, to user: PythonValue) throws(BotFault) {
        var members = PythonDictionary()
        let url: PythonText
        switch face {
        case .signal(let number, let service):
            url = service + PythonText("/v2/send")
            members["number"] = .string(number)
            members["recipients"] = .list([user])
            members["message"] = reply.message
        case .whatsApp(let service):
            url = service + PythonText("/sendMessage")
            members["chatId"] = user
            members["message"] = reply.message
        case .telegram(let service):
            url = service + PythonText("/sendMessage")
            members["chat_id"] = user
            members["text"] = reply.message
        }
        let bytes = try Self.bytes(.dictionary(members))
        steps.append(.reply(user: user, reply: reply))
        _ = try exchange(OutgoingCall(method: "POST", url: url.shown, body: bytes))
    }

    /// Shows that the bot is at work: on WhatsApp as a message that was seen.
    ///
    /// **Throws:** ``BotFault`` on Telegram where the service does not take it.
    func showWork(to user: PythonValue) throws(BotFault) {
        var members = PythonDictionary()
        switch face {
        case .signal: return
        case .whatsApp(let service):
            members["chatId"] = user
            _ = try? answer("POST", service + PythonText("/sendSeen"), .dictionary(members))
        case .telegram(let service):
            members["chat_id"] = user
            members["action"] = .text("typing")
            let bytes = try Self.bytes(.dictionary(members))
            steps.append(.typing(user: user))
            let url = service.shown + "/sendChatAction"
            _ = try exchange(OutgoingCall(method: "POST", url: url, body: bytes))
        }
    }
}
