internal import HybridChain
internal import Trials

/// A node at work on one request after the other: goods and messages in, messages for peers out.
final class HybridDesk {
    /// Slots by which a message may be ahead of the node's, and be heard again when its slot has
    /// begun: nodes of one head differ by less.
    private static let earlySlotCountMax: UInt64 = 4
    /// Messages of those slots, and their bytes; half of each for one source, so that none keeps
    /// out what others send.
    private static let earlyCountMax = 512
    private static let earlyByteCountMax = 8 << 20
    /// Guards that refuse what came too early, and what may have.
    private static let slotGuards = [HybridGuards.slot, HybridGuards.updateFields]
    private static let slotKinds: [HybridMessage.Kind] = [.delta, .update, .acknowledgement]

    let node: HybridNode
    var engine = HybridEngine()
    private var outgoing: [Reply.Message] = []
    private var early: [(bytes: [UInt8], source: Source)] = []

    init(_ node: HybridNode) { self.node = node }

    /// Messages for peers since the last call.
    func takeOutgoing() -> [Reply.Message] {
        defer { outgoing = [] }
        return outgoing
    }

    func tell(_ messages: [Reply.Message]) { outgoing += messages }

    /// Hears a message.
    ///
    /// **Result:** the refusal, if it was refused, and the messages that answer it: a head is
    /// answered by the node's own, so that who lacks blocks learns so.
    func hear(
        _ bytes: [UInt8], from source: Source, at clock: LogicalClock
    ) -> (refusal: Refusal?, answers: [[UInt8]]) {
        guard bytes.count <= HybridFrames.messageByteCountMax,
            let message = HybridMessage(bytes: bytes),
            let reply = try? node.submit(
                bytes, to: HybridSurfaces.gossip, from: source, at: clock)
        else {
            return (
                Refusal(
                    index: nil, by: HybridGuards.encoding,
                    message: "a message: expected a byte of a kind first, and at most "
                        + "\(HybridFrames.messageByteCountMax) bytes"), []
            )
        }
        if let by = reply.refusals.first?.by, Self.slotGuards.contains(by),
            Self.slotKinds.contains(message.kind)
        {
            keepEarly(bytes, source)
        }
        outgoing += reply.messages.filter { $0.target != source }
        let answers = reply.messages.filter { $0.target == source }.map(\.bytes)
        return (reply.refusals.first, message.kind == .head ? answers + [head] : answers)
    }

    /// The message that tells the node's head.
    var head: [UInt8] { HybridMessage(.head, node.tree.head.hash).bytes }

    /// Deltas, updates and acknowledgements of a slot to come name it behind the network.
    private func keepEarly(_ bytes: [UInt8], _ source: Source) {
        var reader = HybridReader(bytes.dropFirst(1 + 32))
        let slot = reader.uint64()
        let mine = early.filter { $0.source == source }
        guard slot > node.slot, slot - node.slot <= Self.earlySlotCountMax,
            Self.hasRoom(for: bytes, beside: early, Self.earlyCountMax, Self.earlyByteCountMax),
            Self.hasRoom(
                for: bytes, beside: mine, Self.earlyCountMax / 2, Self.earlyByteCountMax / 2)
        else { return }
        early.append((bytes, source))
    }

    private static func hasRoom(
        for bytes: [UInt8], beside kept: [(bytes: [UInt8], source: Source)], _ countMax: Int,
        _ byteCountMax: Int
    ) -> Bool {
        kept.count < countMax
            && kept.reduce(bytes.count) { $0 + $1.bytes.count } <= byteCountMax
    }

    /// Begins a slot, and hears what came too early for it.
    func begin(slot: UInt64, at clock: LogicalClock) {
        outgoing += node.begin(slot: slot)
        let waiting = early
        early = []
        for (bytes, source) in waiting { _ = hear(bytes, from: source, at: clock) }
    }

    func tick(_ count: Int) {
        engine.tick(count)
        outgoing += node.tick(count)
    }

    var heartbeat: [[UInt8]] { node.news.map(\.bytes) }
}
