/// A platform of messages that bots answer on.
package enum BotPlatform: String, Sendable, CaseIterable {
    case signal, telegram, whatsapp

    /// The code points of one message; a longer answer comes in pieces.
    package var pieceCodePointCountMax: Int {
        switch self {
        case .signal: 2_000
        case .whatsapp: 4_000
        case .telegram: 4_096
        }
    }

    /// The pieces of an answer; an empty one is one empty message.
    func pieces(_ text: String) -> [String] {
        var rest = Array(text.unicodeScalars)[...]
        var pieces: [String] = []
        repeat {
            var scalars = String.UnicodeScalarView()
            scalars.append(contentsOf: rest.prefix(pieceCodePointCountMax))
            pieces.append(String(scalars))
            rest = rest.dropFirst(pieceCodePointCountMax)
        } while !rest.isEmpty
        return pieces
    }
}

/// A message that somebody sent to a bot.
package struct BotMessage: Sendable, Equatable {
    /// The message's name on its platform, which no other has.
    package let id: String
    /// The user's name on the platform.
    package let user: String
    package let text: String

    package init(id: String, user: String, text: String) {
        self.id = id
        self.user = user
        self.text = text
    }
}
