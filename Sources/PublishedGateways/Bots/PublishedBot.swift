internal import BigInt
package import PythonValues

/// A bot: a person's messages in, calls to a gateway out.
///
/// **Source:** the published code, bot_signal, bot_whatsapp, bot_telegram.
package final class PublishedBot {
    private let line: BotLine
    private let gateway: PythonText
    private var users: BotUsers
    private var lastTimestamp = PythonValue.integer(0)
    private var seenMessages = SeenMessages()

    /// - Parameters:
    ///   - gateway: the gateway's URL; slashes at its end are dropped.
    ///   - newKey: gives a new user's public key, as text.
    package init(
        face: BotFace, gateway: PythonText, surroundings: any Surroundings,
        newKey: @escaping () -> String
    ) {
        line = BotLine(face: face, surroundings: surroundings)
        let slash = UInt32(0x2F)
        let end = gateway.codePoints.lastIndex { $0 != slash }.map { $0 + 1 } ?? 0
        self.gateway = PythonText(codePoints: Array(gateway.codePoints[..<end]))
        users = BotUsers(newKey: newKey)
    }

    /// All steps so far.
    package var steps: [BotStep] { line.steps }

    // MARK: Polls

    /// Asks the platform's service for new messages and handles them. Any exception ends the poll
    /// without a word; what was handled stays handled. Telegram is not polled here: its library
    /// brings messages one by one.
    package func poll() {
        do {
            switch line.face {
            case .signal(let number, let service):
                let url = service + PythonText("/v1/receive/") + number
                for message in try polled(url) { try takeSignal(message) }
            case .whatsApp(let service):
                for message in try polled(service + PythonText("/getMessages")) {
                    try takeWhatsApp(message)
                }
            case .telegram: return
            }
        } catch {
            // The published bot writes this to its log, and polls again.
            return
        }
    }

    private func polled(_ url: PythonText) throws -> [PythonValue] {
        let answer = try line.answer("GET", url)
        guard answer.status == 200 else { return [] }
        return try BotLine.value(answer.body).elements()
    }

    private func takeSignal(_ message: PythonValue) throws {
        let envelope = try message.member("envelope", or: .dictionary(PythonDictionary()))
        var user = try envelope.optionalMember("source")
        if !user.isTrue { user = try envelope.optionalMember("sourceNumber") }
        let data = try envelope.member("dataMessage", or: .dictionary(PythonDictionary()))
        let text = try data.member("message", or: .text(""))
        let timestamp = try envelope.member("timestamp", or: .integer(0))
        if try timestamp.equals(lastTimestamp) || timestamp.isLess(than: lastTimestamp) { return }
        if try lastTimestamp.isLess(than: timestamp) { lastTimestamp = timestamp }
        if user.isTrue, text.isTrue { try handle(text, from: user) }
    }

    private func takeWhatsApp(_ message: PythonValue) throws {
        let outer = try message.member("id", or: .dictionary(PythonDictionary()))
        guard try seenMessages.insert(outer.optionalMember("id")) else { return }
        let user = try message.optionalMember("from")
        let text = try message.member("body", or: .text(""))
        if try message.optionalMember("fromMe").isTrue { return }
        if user.isTrue, text.isTrue { try handle(text, from: user) }
    }

    // MARK: Messages

    /// Handles a message that Telegram's library brought. What is raised goes to the log.
    package func take(_ text: PythonText, from user: PythonValue) {
        do {
            try handle(.string(text), from: user)
        } catch {
            // The library's handler of errors writes it to the log.
            return
        }
    }

    private func handle(_ message: PythonValue, from user: PythonValue) throws {
        guard case .string(let text) = message else {
            throw PythonError.attribute(
                "'\(message.typeName)' object has no attribute 'startswith'")
        }
        guard text.codePoints.first == UInt32(UInt8(ascii: "/")) else {
            try prompt(text, from: user)
            return
        }
        let words = PythonText(codePoints: Array(text.codePoints.dropFirst())).words()
        let command = (words.first ?? PythonText()).lowercased()
        try handle(command, words.count > 1 ? words[1] : nil, from: user)
    }

    private func handle(
        _ command: PythonText, _ argument: PythonText?, from user: PythonValue
    ) throws {
        var isTelegram = false
        if case .telegram = line.face { isTelegram = true }
        switch command.shown {
        case "start", "help": try line.send(.help, to: user)
        case "register": try register(argument, user)
        case "balance": try line.send(.balanceNotBuilt, to: user)
        case "stats" where isTelegram: try stats(user)
        case "stats": try line.send(.stats(userKey: users.key(of: user)), to: user)
        case "clear" where isTelegram: try line.send(.cleared, to: user)
        default:
            // On Telegram an unknown command reaches no handler.
            if !isTelegram { try line.send(.unknownCommand(command), to: user) }
        }
    }

    private func register(_ address: PythonText?, _ user: PythonValue) throws {
        guard let address else {
            try line.send(.usage, to: user)
            return
        }
        guard address.codePoints.starts(with: PythonText("0x").codePoints),
            address.codePoints.count == 42
        else {
            try line.send(.badAddress, to: user)
            return
        }
        var members = PythonDictionary()
        members["node_pubkey"] = .text(try users.key(of: user))
        members["eth_address"] = .string(address)
        do throws(BotFault) {
            let answer = try line.answer(
                "POST", gateway + PythonText("/set_eth_address"), .dictionary(members))
            let isDone = answer.status == 200
            try line.send(isDone ? .registered(address: address) : .registrationFailed, to: user)
        } catch {
            try line.send(.networkError, to: user)
        }
    }

    /// Telegram's: whether the user's key is listed among the gateway's nodes.
    private func stats(_ user: PythonValue) throws {
        let key = try users.key(of: user)
        do {
            let answer = try line.answer("GET", gateway + PythonText("/nodes"))
            guard answer.status == 200 else {
                try line.send(.statsFailed, to: user)
                return
            }
            let isListed = try BotLine.value(answer.body).elements().contains { node in
                try node.member("pubkey").equals(.text(key))
            }
            try line.send(isListed ? .stats(userKey: key) : .noStats, to: user)
        } catch {
            try line.send(.networkError, to: user)
        }
    }

    private func prompt(_ text: PythonText, from user: PythonValue) throws {
        var members = PythonDictionary()
        members["prompt"] = .string(text)
        members["max_new_tokens"] = .integer(256)
        members["temperature"] = .float(BotDefaults.temperature)
        members["user_pubkey"] = .text(try users.key(of: user))
        try line.showWork(to: user)
        do {
            let answer = try line.answer(
                "POST", gateway + PythonText("/inference"), .dictionary(members))
            switch answer.status {
            case 200:
                let text = try BotLine.value(answer.body).member("text", or: .text(""))
                try line.send(answer: text, to: user)
            case 402: try line.send(.noBalance, to: user)
            default: try line.send(.failed, to: user)
            }
        } catch BotFault.timedOut {
            try line.send(.timedOut, to: user)
        } catch {
            try line.send(.error, to: user)
        }
    }
}

extension PythonValue {
    /// `value.get(key, other)`.
    ///
    /// **Throws:** ``PythonError/attribute(_:)`` where the value is no dictionary.
    fileprivate func member(
        _ key: String, or other: PythonValue
    ) throws(PythonError) -> PythonValue {
        guard case .dictionary(let members) = self else {
            throw .attribute("'\(typeName)' object has no attribute 'get'")
        }
        return members[key] ?? other
    }
}
