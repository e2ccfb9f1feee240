package import PythonValues

/// A type of message that a node has a handler for, other than those of the model.
package enum HandledMessage: String, Sendable {
    case transaction
    case blockProposal = "block_proposal"
    case trainingProof = "training_proof"
    case consensusVote = "consensus_vote"
}

/// The end of a text that came from a peer. No such text is processed: the table of handlers is
/// asked for a text where it holds members of an enumeration.
package enum MessageFailure: Sendable {
    case notJSON
    case raised(name: String)

    /// The class of the exception.
    package var exceptionName: String {
        switch self {
        case .notJSON: "JSONDecodeError"
        case .raised(let name): name
        }
    }
}

extension PublishedLearningNode {
    /// `handle_connection` for one text of a new connection.
    package func receive(_ text: [UInt8]) -> MessageFailure {
        do {
            let value = try PythonJSONParser.parse(text, byteCountMax: .max)
            let members = try ClassMembers(
                value, required: ["type", "from_node"],
                optional: ["to_node", "data", "timestamp", "signature"])
            // The connection is kept under the sender's name first.
            _ = try HashKey(members["from_node"])
            let type = members["type"]
            _ = try HashKey(type)
            throw PythonError.key(try type.representation().shown)
        } catch let error as PythonJSONError {
            guard error.exception != .decoding else { return .notJSON }
            return .raised(name: error.exception.rawValue)
        } catch let error as PythonError {
            return .raised(name: error.name)
        } catch {
            return .raised(name: "\(type(of: error))")
        }
    }

    /// A handler alone, as it would work if messages reached it; with the exceptions that were
    /// caught in it.
    package func handle(
        _ message: HandledMessage, data: PythonValue, now: PythonFloat
    ) -> [CaughtException] {
        switch message {
        case .transaction: handlePayment(data, now: now)
        case .blockProposal: handleBlock(data, now: now)
        case .trainingProof: handleProof(data, now: now)
        case .consensusVote: []
        }
    }

    private func handlePayment(_ data: PythonValue, now: PythonFloat) -> [CaughtException] {
        do throws(PythonError) {
            let payment = try PublishedTransaction(data, now: now, rebuildsProof: false)
            _ = try ledger.add(payment)
            return []
        } catch {
            return [CaughtException(.transactionBroadcast, error)]
        }
    }

    private func handleBlock(_ data: PythonValue, now: PythonFloat) -> [CaughtException] {
        do throws(PythonError) {
            let block = try PublishedBlock(data, now: now, rebuilds: false)
            let (refusal, exception) = ledger.propose(block)
            var caught: [CaughtException] = []
            if case .exception(let error, let place)? = refusal {
                caught.append(CaughtException(place, error))
            }
            if let exception { caught.append(CaughtException(.blockProposal, exception)) }
            return caught
        } catch {
            return [CaughtException(.blockProposal, error)]
        }
    }

    /// Hands the proof in. Then the handler fails: of two methods of one name it reaches the one
    /// that takes a dictionary, and waits for a number.
    private func handleProof(_ data: PythonValue, now: PythonFloat) -> [CaughtException] {
        do throws(PythonError) {
            return try engine.submit(PublishedTrainingProof(data), now: now) + [
                CaughtException(
                    .contribution, .attribute("'TrainingProof' object has no attribute 'get'")),
                CaughtException(
                    .trainingProof, .type("object float can't be used in 'await' expression")),
            ]
        } catch {
            return [CaughtException(.trainingProof, error)]
        }
    }
}
