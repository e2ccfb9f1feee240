internal import Encodings
internal import Trials

/// A node at work on one request after the other: goods and messages in, messages for peers out.
final class LearningDesk {
    /// Bytes of the messages that answer one message of a peer, beyond the first.
    static let answerByteCountMax = 8 << 20

    let system: LearningSystem
    private var outgoing: [Reply.Message] = []

    init(_ system: LearningSystem) { self.system = system }

    /// Messages for peers since the last call.
    func takeOutgoing() -> [Reply.Message] {
        defer { outgoing = [] }
        return outgoing
    }

    /// Takes a good. **Throws:** ``Refusal``.
    func take(
        _ kind: LearningMessage.Kind, _ body: [UInt8], from source: Source, at clock: LogicalClock
    ) throws(Refusal) {
        outgoing += try system.take(LearningMessage(kind, body), source, clock)
    }

    /// Hears a message of a peer. **Result:** the messages that answer it: a tip is answered by
    /// the node's own, so that who lacks blocks learns so. **Throws:** ``Refusal``.
    func hear(
        _ bytes: [UInt8], from source: Source, at clock: LogicalClock
    ) throws(Refusal) -> [[UInt8]] {
        let message = try LearningMessage(bytes, system.rules.guards)
        let messages = try system.hear(message, source, clock)
        outgoing += messages.filter { $0.target != source }
        var answers: [[UInt8]] = []
        var byteCount = 0
        for answer in messages where answer.target == source {
            byteCount += answer.bytes.count
            guard answers.isEmpty || byteCount <= Self.answerByteCountMax else { break }
            answers.append(answer.bytes)
        }
        return message.kind == .tip ? answers + [tip] : answers
    }

    var tip: [UInt8] { LearningMessage.tip(system.tree.head).bytes }

    /// All that waits, for peers that missed it.
    var waitingMessages: [[UInt8]] { system.waitingGoods.map(\.bytes) }
}

extension LearningMessage {
    /// Messages in one body: each is two lines, since canonical JSON has no line feed.
    static func lines(_ messages: [[UInt8]]) -> [UInt8] {
        Array(messages.map { $0 + [0x0A] }.joined())
    }

    /// The messages of a body; the last one is left out where it is not whole.
    static func messages(ofLines bytes: [UInt8]) -> [[UInt8]] {
        let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).dropLast()
        return stride(from: 0, to: lines.count - lines.count % 2, by: 2).map { place in
            Array(lines[place]) + [0x0A] + Array(lines[place + 1])
        }
    }
}
