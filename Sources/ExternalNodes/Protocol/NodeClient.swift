internal import Encodings
internal import Scenarios
internal import Trials

/// A node of a trial, with the journal of all that changed it.
///
/// A node that dies, or says nothing for too long, after an attacker spoke to it is started again
/// and brought to where it was by the journal, without the act that it died of. Before that, its
/// end is a fault of the laboratory, and so is any answer that the protocol does not know.
final class NodeClient {
    /// Ends of the node after which it stays down.
    private static let deathCountMax = 4

    private let connect: NodeConnector
    private let greeting: NodeGreeting
    private let profile: Profile
    private var conversation: NodeConversation
    private var journal: [(act: NodeAct, reply: NodeReply)] = []
    private var processCount = 1
    /// The latest answer to an act.
    private(set) var latest: NodeReply
    /// The first act that the node died of, for people; nil while it lives.
    private(set) var death: String?
    private var deathCount = 0
    /// Whether it ended so often that nobody starts it again.
    var staysDown: Bool { deathCount >= Self.deathCountMax }
    /// The state since the latest act, once it was asked for: a script may ask very often.
    private var known: NodeState?
    /// Whether an attacker's bytes were sent.
    private var isProvoked = false

    /// Starts a node. - Parameter greeting: the one that the adapter must give each time.
    ///
    /// **Throws:** ``AdapterFault``, an error of starting it.
    init(
        _ connect: @escaping NodeConnector, _ greeting: NodeGreeting, _ profile: Profile,
        start: [JSONMember]
    ) throws {
        (self.connect, self.greeting, self.profile) = (connect, greeting, profile)
        do {
            conversation = try Self.conversation(connect, 0, greeting, profile)
            latest = try conversation.perform(.start(start))
        } catch let end as NodeLinkEnd {
            throw AdapterFault("expected a node that starts, got the news that \(end)")
        }
        journal.append((.start(start), latest))
    }

    deinit { conversation.finish() }

    private static func conversation(
        _ connect: NodeConnector, _ number: Int, _ greeting: NodeGreeting, _ profile: Profile
    ) throws -> NodeConversation {
        let conversation = try NodeConversation(connect(number), profile)
        guard conversation.greeting == greeting else {
            throw AdapterFault("hello: expected the same answer each time, got another")
        }
        return conversation
    }

    // MARK: Acts

    /// **Result:** the answer; nil where the node died of the act and was started again.
    ///
    /// **Throws:** ``AdapterFault``; ``StepFault`` where the node stays down.
    func perform(_ act: NodeAct, isAttack: Bool = false) throws -> NodeReply? {
        isProvoked = isProvoked || isAttack
        known = nil
        guard let reply = try alive(act.method, { try conversation.perform(act) }) else {
            return nil
        }
        journal.append((act, reply))
        latest = reply
        if reply.died { noteDeath("it died of \(act.method)") }
        return reply
    }

    /// **Result:** nil where the node died of the question. So it is below.
    func state() throws -> NodeState? {
        if let known { return known }
        known = try alive("state") { try conversation.state() }
        if let known, known.waiting.count != latest.waitingCount {
            throw AdapterFault(
                "state.waiting: expected \(latest.waitingCount) elements, as the answer before "
                    + "said, got \(known.waiting.count)")
        }
        return known
    }

    func block(_ height: Int) throws -> [UInt8]? {
        try alive("block") { try conversation.block(height) }
    }

    private func noteDeath(_ how: String) {
        if death == nil { death = how }
    }

    private func alive<Value>(_ method: String, _ work: () throws -> Value) throws -> Value? {
        guard !staysDown else {
            throw StepFault("the node ended \(deathCount) times, and stays down")
        }
        do {
            return try work()
        } catch let end as NodeLinkEnd {
            guard isProvoked else {
                throw AdapterFault("\(method): expected an answer, got the news that \(end)")
            }
            noteDeath("it ended at \(method): \(end.how)")
            deathCount += 1
            try startAgain()
            return nil
        }
    }

    private func startAgain() throws {
        let (again, difference) = try replayed()
        if let difference {
            throw AdapterFault(
                "expected a node that does the same when it is started again, got another answer "
                    + "to \(difference)")
        }
        conversation = again
    }

    /// Plays the journal to a new node. **Result:** that node, and the first act that it answered
    /// otherwise; nil for none.
    private func replayed() throws -> (NodeConversation, difference: String?) {
        let again = try Self.conversation(connect, processCount, greeting, profile)
        processCount += 1
        for (index, (act, reply)) in journal.enumerated() {
            do {
                let other = try again.perform(act)
                guard other == reply else { return (again, "act \(index + 1), \(act.method)") }
            } catch is NodeLinkEnd {
                return (again, "act \(index + 1), \(act.method), which it ended at")
            }
        }
        return (again, nil)
    }

    // MARK: Determinism

    /// Compares the node with another that gets the same acts. **Result:** the first difference;
    /// nil for none.
    ///
    /// **Throws:** ``AdapterFault``.
    func differenceToTwin() throws -> String? {
        let (twin, difference) = try replayed()
        defer { twin.finish() }
        if let difference { return "another answer to \(difference)" }
        do {
            guard let state = try state() else { return "an end at the question for its state" }
            guard try twin.state() == state else { return "another state" }
            for height in 0..<min(latest.height, ExternalBooks.blockCountMax) {
                guard let bytes = try block(height + 1) else {
                    return "an end at the question for block \(height + 1)"
                }
                guard try twin.block(height + 1) == bytes else {
                    return "another block \(height + 1)"
                }
            }
            return nil
        } catch is NodeLinkEnd {
            return "an end in a second process"
        }
    }
}

/// Starts a node. The number counts the processes of one trial from 0.
package typealias NodeConnector = @Sendable (_ number: Int) throws -> any NodeLink
